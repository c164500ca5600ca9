import { type FacilityKind, milliseconds } from '../facilities/define.ts'
import { type Happening, worldAt } from '../facilities/world.ts'
import type { Offset } from '../facilities/zone.ts'
import type { Draft, FaultAtWork, Link, Tick } from './faults/fault.ts'
import { type FaultName, type FaultShares, faultNames, faults } from './faults/faults.ts'
import { chanceOf, keyAt, keyOf } from './random.ts'

/** A message as it goes on the wire, below `kz/v1/{kind}/{device}/`. */
export interface Outgoing {
  readonly to: string
  readonly payload: string
  /** May be joined with its neighbours to one array. */
  readonly joins: boolean
}

export interface Step {
  readonly link: Link
  readonly messages: readonly Outgoing[]
}

/** What a device keeps without power, so that its meters do not begin anew with every start of the fleet. */
export interface DeviceMemory {
  readonly at: number
  readonly values: Record<string, number | string>
  readonly memory: Record<string, unknown>
}

export interface DeviceSettings {
  readonly id: string
  readonly kind: FacilityKind
  readonly model: string
  readonly vendor: string
  readonly seed: number
  readonly faults: FaultShares
  readonly offset: Offset
  /** Tells the boots of this run from those of every other run. */
  readonly run: string
}

/** One simulated device: no clock, no network; the same settings and the same instants give the same messages. */
export interface SimulatedDevice {
  readonly id: string
  readonly kind: string
  readonly faults: readonly FaultName[]
  readonly boot: string
  /** When the first reading after an instant is due; at the same second of each interval, the devices spread over it. */
  dueAfter(at: number): number
  /** Computes the reading due at `at`, with the events that come with it. */
  step(at: number): Step
  /** Lives through everything due up to and including `at` without a word. */
  liveUntil(from: number, at: number): void
  /** The present values once more, for the first reading after a connection. */
  reading(at: number): Outgoing
  birth(): string
  state(word: 'online' | 'offline' | 'lost', at?: number): string
  memory(at: number): DeviceMemory
  remember(memory: DeviceMemory): void
}

export function simulatedDevice(settings: DeviceSettings): SimulatedDevice {
  const { id, kind, offset } = settings
  const key = keyOf(`${settings.seed}/${id}`)
  const everyMs = milliseconds(kind.every)
  const phase = Math.floor(chanceOf(keyOf(id))() * everyMs)
  const ownMemory = kind.simulate.memory?.() ?? {}
  const values = startValues(kind, key)
  const atWork = faultsOf(settings)
  let boots = 0
  let seq = 0
  let link: Link = 'up'
  let happenings: readonly Happening[] = []
  let startedAt: number | undefined

  const boot = () => `${settings.run}${boots === 0 ? '' : `-${boots}`}`
  const shown = (at: number) => {
    startedAt ??= at
    const since = startedAt
    return atWork.reduce((ts, { fault }) => fault.clock?.(ts, since) ?? ts, at)
  }
  const draft = (to: string, at: number, content: Record<string, unknown>): Draft => ({
    to,
    body: { ts: shown(at), seq: seq++, boot: boot(), ...content },
  })

  function live(at: number): number {
    const index = Math.floor((at - phase) / everyMs)
    link = linkAt(index)
    const random = chanceOf(keyAt(key, index))
    const present = worldAt({ now: at, seconds: everyMs / 1_000, offsetMs: offset(at), memory: ownMemory, random })
    if (link !== 'off') Object.assign(values, kind.simulate.next({ ...values }, present.world))
    happenings = present.happenings
    for (const { fault, tick } of ticks(index)) fault.values?.(values, tick)
    return index
  }

  function* ticks(index: number): Iterable<{ fault: FaultAtWork; tick: Tick }> {
    for (const { fault, key: faultKey } of atWork) {
      yield { fault, tick: { index, chance: chanceOf(keyAt(faultKey, index)), chanceOf: (n) => chanceOf(keyAt(~faultKey, n)) } }
    }
  }

  function linkAt(index: number): Link {
    const links = [...ticks(index)].map(({ fault, tick }) => fault.link?.(tick) ?? 'up')
    return links.find((other) => other === 'off') ?? links.find((other) => other === 'cut') ?? 'up'
  }

  function step(at: number): Step {
    const before = link
    const index = live(at)
    if (link === 'off') return { link, messages: [] }
    if (before === 'off') {
      boots++
      seq = 0
      startedAt = undefined
    }
    let drafts: readonly Draft[] = [
      draft('telemetry', at, { values: { ...values } }),
      ...happenings.map(({ event, fields }) => draft(`event/${event}`, at, fields)),
    ]
    for (const { fault, tick } of ticks(index)) drafts = fault.drafts?.(drafts, tick) ?? drafts
    return { link, messages: drafts.map(outgoing) }
  }

  return {
    id,
    kind: kind.kind,
    faults: atWork.map(({ name }) => name),
    get boot() {
      return boot()
    },
    dueAfter: (at) => Math.floor((at - phase) / everyMs) * everyMs + phase + everyMs,
    step,
    liveUntil(from, until) {
      const first = Math.floor((from - phase) / everyMs) * everyMs + phase + everyMs
      for (let at = first; at <= until; at += everyMs) live(at)
      link = 'up'
    },
    reading: (at) => outgoing(draft('telemetry', at, { values: { ...values } })),
    birth: () =>
      JSON.stringify({
        model: settings.model,
        vendor: settings.vendor,
        firmware: '1.0.0-sim',
        serial: `SIM-${id}`,
        every: everyMs / 1_000,
      }),
    state: (word, at) => JSON.stringify({ state: word, boot: boot(), ...(at === undefined ? {} : { ts: shown(at) }) }),
    memory: (at) => ({ at, values: { ...values }, memory: { ...ownMemory } }),
    remember(kept) {
      for (const name of Object.keys(values))
        if (typeof kept.values[name] === typeof values[name]) values[name] = kept.values[name] as number
      Object.assign(ownMemory, kept.memory)
    },
  }
}

function faultsOf({ kind, id, seed, faults: shares }: DeviceSettings) {
  const chosen = faultNames.filter((name) => chanceOf(keyOf(`${seed}/${name}/${id}`))() < (shares[name] ?? 0))
  return chosen.map((name) => ({ name, key: keyOf(`${seed}/${id}/${name}`), fault: faults[name].of(kind) }))
}

/** The meters of a city do not all show the same. */
function startValues(kind: FacilityKind, key: number): Record<string, number | string> {
  const chance = chanceOf(key)
  const values = { ...kind.simulate.start }
  for (const [name, field] of Object.entries(kind.telemetry)) {
    if (field.type === 'total') values[name] = Math.round(Number(values[name]) * (0.5 + chance()) * 10) / 10
  }
  return values
}

function outgoing({ to, body, text }: Draft): Outgoing {
  return { to, payload: text ?? JSON.stringify(body), joins: to === 'telemetry' && text === undefined }
}
