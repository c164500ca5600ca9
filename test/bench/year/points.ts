import type { Point } from '../../../ingest/store/store.ts'
import type { Entry } from '../../../journal/journal.ts'
import type { Minute } from './device-year.ts'
import type { YearDevice } from './fleet.ts'

/** A minute of a device as the pipeline gives it to the store. */
export function* pointsOf({ id, kind, place }: YearDevice, { ts, received, isBad, values, events }: Minute): Generator<Point> {
  const base = { kind: kind.kind, device: id, ts, n: 0, received, place }
  const quality = isBad ? ({ quality: 'bad', reason: 'sensor' } as const) : ({ quality: 'good' } as const)
  yield { ...base, table: 'telemetry', ...quality, fields: values }
  for (const { event, fields } of events) yield { ...base, table: 'event', event, quality: 'good', fields: storedFields(fields) }
}

/** Lists and objects of events are kept as JSON text. */
function storedFields(fields: Readonly<Record<string, unknown>>): Point['fields'] {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(
    present.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : (value as number | string | boolean)]),
  )
}

/** The same as its device sends it. */
export function* entriesOf({ id, kind }: YearDevice, { ts, received, values, events }: Minute, seq: () => number): Generator<Entry> {
  const entry = (to: string, content: object): Entry => ({
    at: received,
    key: id,
    topic: `kz/v1/${kind.kind}/${id}/${to}`,
    payload: Buffer.from(JSON.stringify({ ts, seq: seq(), boot: 'year', ...content })),
  })
  yield entry('telemetry', { values })
  for (const { event, fields } of events) yield entry(`event/${event}`, fields)
}

/** What a device says when it connects. */
export const greetingsOf = ({ id, kind }: YearDevice, at: number): Entry[] =>
  Object.entries({ birth: { model: 'YEAR', vendor: 'kezhong', every: 60 }, state: { state: 'online', boot: 'year', ts: at } }).map(
    ([to, content]) => ({ at, key: id, topic: `kz/v1/${kind.kind}/${id}/${to}`, payload: Buffer.from(JSON.stringify(content)) }),
  )
