import { latestMs } from '../refusal.ts'
import { nanoseconds } from './line-protocol.ts'
import { type Answer, type InfluxSettings, identifier, query } from './server.ts'

/** The fields stored at one time, by the names they are stored under. Fields without a value are left out. */
export interface Row {
  readonly ts: number
  readonly n: number
  readonly values: Readonly<Record<string, unknown>>
}

export interface Selection {
  readonly columns: string
  readonly measurement: string
  /** InfluxQL besides the time. */
  readonly where: string
  readonly from: number
  /** Exclusive. */
  readonly to: { readonly ts: number; readonly n: number }
  readonly newestFirst: boolean
  readonly pageSize: number
}

export const atMost = 10_000

/** A time of any size as InfluxQL, exact and within what InfluxDB knows. */
export function timeOf(ts: number, n = 0): string {
  if (ts <= 0) return '0'
  return ts > latestMs ? nanoseconds(latestMs, 999_999) : nanoseconds(Math.floor(ts), n)
}

/**
 * Rows in order of time, page by page. Rows of one time and event are one: they were written with different tags, for example before and
 * after the device moved. Their fields merge, those received later winning.
 */
export async function* rowsOf(settings: InfluxSettings, selection: Selection): AsyncGenerator<Row> {
  const { columns, measurement, where, newestFirst, from, to } = selection
  let bound = `time >= ${timeOf(from)} AND time < ${timeOf(to.ts, to.n)}`
  let pageSize = selection.pageSize
  for (;;) {
    const page = await query(
      settings,
      `SELECT ${columns} FROM ${identifier(measurement)} WHERE ${where} AND ${bound} ORDER BY time ${newestFirst ? 'DESC' : 'ASC'} LIMIT ${pageSize}`,
    )
    const times = [...Map.groupBy(page.rows, ([time]) => time as string)]
    const isLast = page.rows.length < pageSize && !page.partial
    // The last time of a full page may go on in the next one.
    const complete = isLast ? times : times.slice(0, -1)
    for (const [time, rows] of complete) yield* merged(time, rows, page.columns, newestFirst)
    if (isLast) return
    if (complete.length === 0) pageSize *= 2
    const held = moment(times.at(-1)?.[0] ?? '')
    bound = newestFirst
      ? `time >= ${timeOf(from)} AND time <= ${timeOf(held.ts, held.n)}`
      : `time >= ${timeOf(held.ts, held.n)} AND time < ${timeOf(to.ts, to.n)}`
  }
}

function* merged(time: string, rows: Answer['rows'], columns: Answer['columns'], newestFirst: boolean): Generator<Row> {
  const { ts, n } = moment(time)
  if (rows.length === 1) {
    yield { ts, n, values: withoutNulls(columns, rows[0] ?? []) }
    return
  }
  const all = rows.map((row) => withoutNulls(columns, row)).sort((one, other) => Number(one.received ?? 0) - Number(other.received ?? 0))
  const events = [...Map.groupBy(all, (values) => String(values.event ?? ''))].sort(([one], [other]) => (one < other ? -1 : 1))
  for (const [, same] of newestFirst ? events.reverse() : events) yield { ts, n, values: Object.assign({}, ...same) as Row['values'] }
}

function withoutNulls(columns: Answer['columns'], row: readonly unknown[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (let index = 1; index < columns.length; index++) {
    const name = columns[index]
    if (name !== undefined && row[index] !== null && row[index] !== undefined) values[name] = row[index]
  }
  return values
}

/** '2025-11-23T08:00:00.123000421Z' in ms and what is left in ns. */
function moment(time: string): { ts: number; n: number } {
  const fraction = (/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0')
  return { ts: Date.parse(`${time.slice(0, 19)}Z`) + Number(fraction.slice(0, 3)), n: Number(fraction.slice(3, 9)) }
}
