import type { FacilityKind } from '../../../facilities/define.ts'
import { simulation } from '../../../facilities/simulation.ts'
import { foldHours } from '../../../ingest/rollups/fold-hours.ts'
import { gridOf } from '../../../ingest/rollups/grid.ts'
import type { StoredRow } from '../../../ingest/store/store.ts'
import { randomOf } from '../../../seeds/random.ts'
import { towns } from '../../../seeds/towns.ts'

interface Plan {
  readonly kind: FacilityKind
  readonly devices: number
  readonly from: number
  readonly to: number
  readonly everyMs: number
}

export interface Lines {
  readonly database: 'readings' | 'rollups'
  readonly lines: readonly string[]
}

const hourMs = 3_600_000
const linesAtOnce = 20_000
/** Devices that are simulated; the others say the same as one of these. */
const simulated = 20
const devicesOfAFacility = 10
const hoursKept = 2 * 24

/** All that boards of a kind and the overview ask for, of a fleet of any size. */
export function* boardLines(plan: Plan): Generator<Lines> {
  const said = Array.from({ length: Math.min(simulated, plan.devices) }, (_, index) => sayings(plan, index))
  yield* batches('readings', readings(plan, said))
  yield* batches('rollups', hours(plan, said))
  yield* batches('readings', walls(plan))
}

function* batches(database: Lines['database'], all: Iterable<string>): Generator<Lines> {
  let lines: string[] = []
  for (const line of all) {
    if (lines.push(line) < linesAtOnce) continue
    yield { database, lines }
    lines = []
  }
  if (lines.length > 0) yield { database, lines }
}

interface Saying {
  readonly ts: number
  readonly values: Readonly<Record<string, number | string>>
}

function sayings({ kind, from, to, everyMs }: Plan, index: number): Saying[] {
  const all: Saying[] = []
  let values = {}
  for (const reading of simulation(kind, { random: randomOf(`bench-${index}`), from, everyMs })) {
    if (reading.ts >= to) return all
    values = { ...values, ...reading.values }
    all.push({ ts: reading.ts, values })
  }
  return all
}

const tagsOf = ({ kind }: Plan, device: number): string =>
  `device=d${device},facility=f${Math.floor(device / devicesOfAFacility)},kind=${kind.kind},town=${towns[device % towns.length]?.id}`

/** Time by time, as readings come. */
function* readings(plan: Plan, said: readonly Saying[][]): Generator<string> {
  const tags = Array.from({ length: plan.devices }, (_, device) => tagsOf(plan, device))
  for (let step = 0; step < (said[0]?.length ?? 0); step++) {
    const now = said.map((all) => all[step] as Saying).map(({ ts, values }) => `${fieldsOf(values)},quality="good",received=${ts} ${ts}`)
    for (const [device, tag] of tags.entries()) yield `${plan.kind.kind},${tag} ${now[device % now.length]}`
  }
}

function* hours(plan: Plan, said: readonly Saying[][]): Generator<string> {
  const { kind, from, to, everyMs } = plan
  const grid = gridOf('Asia/Shanghai')
  const folded = said.map((all) => {
    const rows = all.map(
      ({ ts, values }): StoredRow => [ts, ts, 0, 0, null, ...Object.keys(kind.telemetry).map((name) => values[name] ?? null)],
    )
    const { hours } = foldHours(rows, { kind, grid, from, to, holdsMs: () => 3 * everyMs, before: new Map() })
    return [...hours.values()].map((values) => fieldsOf(values))
  })
  for (let device = 0; device < plan.devices; device++) {
    const tags = tagsOf(plan, device)
    const mine = folded[device % folded.length] ?? []
    for (let hour = 1; hour <= hoursKept; hour++) yield `${kind.kind}_hour,${tags} ${mine[hour % mine.length]} ${to - hour * hourMs}`
  }
}

function* walls(plan: Plan): Generator<string> {
  const { kind, devices, to } = plan
  for (let ts = plan.from; ts <= to; ts += 60_000) {
    for (const { id } of towns)
      yield `kezhong_fleet,kind=${kind.kind},town=${id} registered=100,online=90,sleeping=0,offline=5,faulty=2,unknown=3,used=40 ${ts}`
    yield `kezhong_platform gatewayUp=1,journalUp=1,pipelineUp=1,storeUp=1,noderedUp=1,factsUp=1,lagSeconds=0,lagMessages=1,rate=9,connections=9,received=9,stored=9,duplicate=0,quarantined=0,pending=0,balanced=1,version="x" ${ts}`
    for (let facility = 0; facility < devices / devicesOfAFacility; facility++)
      yield `kezhong_facility,facility=f${facility},town=${towns[facility % towns.length]?.id} name="f",latitude=31.5,longitude=121.1,devices=10,online=9,offline=1,faulty=0,unknown=0,level=1 ${ts}`
    // One in twenty is down.
    for (let device = 0; device < devices; device += 20)
      yield `kezhong_device,${tagsOf(plan, device)} state="offline",cause="silent",causeZh="x",causeEn="x",whose="device",facilityName="f",sinceMs=${to} ${ts}`
  }
}

const fieldsOf = (values: Readonly<Record<string, number | string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? `"${value}"` : value}`)
    .join(',')
