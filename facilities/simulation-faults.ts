import type { FacilityKind, Words } from './define.ts'
import { schemasOf } from './schema.ts'
import { type SimulatedReading, simulation } from './simulation.ts'

const readings = 300
const mostNamed = 10
/** By night and by day: what a simulator does may depend on the hour. */
const starts = ['2026-11-02T00:00:00+08:00', '2026-11-02T11:00:00+08:00'].map(Date.parse)

/** Lets a simulator run for some hundred readings and holds what it says against its own definition. The same kind, the same answer. */
export function simulationFaults(kind: FacilityKind): Words[] {
  const faults = new Map<string, Words>()
  try {
    const schemas = strictSchemas(kind)
    for (const [index, from] of starts.entries()) {
      const days = simulation(kind, { random: randomFrom(index + 1), from })
      for (let count = 0; count < readings && faults.size < mostNamed; count++)
        for (const fault of faultsOf(days.next().value, schemas)) faults.set(fault.en, fault)
    }
  } catch (error) {
    const found = String(error)
    return [...faults.values(), { zh: `simulate 运行出错：${found}`, en: `simulate throws: ${found}` }]
  }
  return [...faults.values()]
}

/** Built once: each new schema is compiled anew when it is first used. */
function strictSchemas(kind: FacilityKind) {
  const { values, events } = schemasOf(kind)
  return { values: values.strict(), events: new Map([...events].map(([name, schema]) => [name, schema.strict()])) }
}

function* faultsOf({ values, events }: SimulatedReading, schemas: ReturnType<typeof strictSchemas>): Iterable<Words> {
  if (typeof values !== 'object' || values === null) {
    yield { zh: `simulate.next 应返回各字段的值，返回的是 ${values}`, en: `simulate.next must return the values of fields, not ${values}` }
    return
  }
  yield* refused('simulate.next', schemas.values.safeParse(values).error?.issues)
  for (const { event, fields } of events) {
    const schema = schemas.events.get(event)
    if (schema) yield* refused(`simulate.next · ${event}`, schema.safeParse(fields).error?.issues)
    else yield { zh: `simulate.next 发送的 ${event} 不是事件`, en: `simulate.next sends ${event}, which is no event` }
  }
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function* refused(where: string, issues: readonly Issue[] = []): Iterable<Words> {
  for (const { path, message } of issues) {
    const what = [where, path.join('.')].filter(Boolean).join(': ')
    yield { zh: `${what} 不符合自己的定义（${message}）`, en: `${what} does not fit its own definition (${message})` }
  }
}

/** Numbers in [0, 1), the same for every run and every process (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
