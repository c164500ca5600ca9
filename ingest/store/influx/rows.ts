import { latestMs } from '../refusal.ts'
import { statementFailed } from './failure.ts'
import { nanoseconds } from './line-protocol.ts'
import { type Answer, type InfluxSettings, identifier, query } from './server.ts'

/** The fields stored at one time, by the names they are stored under. Fields without a value are left out. */
export interface Row {
  readonly ts: number
  readonly n: number
  readonly values: Readonly<Values>
}

type Values = Record<string, unknown>

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
 * Pages of rows in order of time. Rows of one time and event are one: they were written with different tags, for example before and
 * after the device moved. Their fields merge, those received later winning.
 */
export async function* pagesOf(settings: InfluxSettings, selection: Selection): AsyncGenerator<Row[]> {
  const { columns, measurement, where, newestFirst, from, to } = selection
  const [start, end] = [`time >= ${timeOf(from)}`, `time < ${timeOf(to.ts, to.n)}`]
  const order = newestFirst ? 'DESC' : 'ASC'
  let range = `${start} AND ${end}`
  let pageSize = selection.pageSize
  for (;;) {
    const statement = `SELECT ${columns} FROM ${identifier(measurement)} WHERE ${where} AND ${range} ORDER BY time ${order} LIMIT ${pageSize}`
    const page = await query(settings, statement)
    const isLast = page.rows.length < pageSize && !page.partial
    const last = page.rows.at(-1)?.[0] as string
    // The last time of a full page may go on in the next one.
    const complete = isLast ? page.rows.length : page.rows.findIndex(([time]) => time === last)
    yield [...merged(page, complete, newestFirst)]
    if (isLast) return
    if (complete === 0 && page.partial) throw statementFailed('one time has more rows than it gives in an answer (max-row-limit)')
    if (complete === 0) pageSize *= 2
    const held = moment(last)
    range = newestFirst ? `${start} AND time <= ${timeOf(held.ts, held.n)}` : `time >= ${timeOf(held.ts, held.n)} AND ${end}`
  }
}

function* merged({ rows, columns }: Answer, complete: number, newestFirst: boolean): Generator<Row> {
  for (let index = 0; index < complete; ) {
    const time = rows[index]?.[0] as string
    const values = [withoutNulls(columns, rows[index++])]
    while (index < complete && rows[index]?.[0] === time) values.push(withoutNulls(columns, rows[index++]))
    for (const one of values.length === 1 ? values : perEvent(values, newestFirst)) yield { ...moment(time), values: one }
  }
}

function perEvent(all: Values[], newestFirst: boolean): Values[] {
  const inOrder = all.sort((one, other) => Number(one.received ?? 0) - Number(other.received ?? 0))
  const events = [...Map.groupBy(inOrder, ({ event }) => String(event ?? ''))].sort(([one], [other]) => (one < other ? -1 : 1))
  return (newestFirst ? events.reverse() : events).map(([, same]) => Object.assign({}, ...same) as Values)
}

function withoutNulls(columns: Answer['columns'], row: readonly unknown[] = []): Values {
  const values: Values = {}
  for (let index = 1; index < columns.length; index++) {
    const name = columns[index]
    if (name !== undefined && row[index] !== null && row[index] !== undefined) values[name] = row[index]
  }
  return values
}

/** '2025-11-23T08:00:00.123000421Z' in ms and what is left in ns. */
function moment(time: string): { ts: number; n: number } {
  const seconds = Date.parse(`${time.slice(0, 19)}Z`)
  if (time.length < 21) return { ts: seconds, n: 0 }
  const fraction = time.slice(20).replace('Z', '').padEnd(9, '0')
  return { ts: seconds + Number(fraction.slice(0, 3)), n: Number(fraction.slice(3)) }
}
