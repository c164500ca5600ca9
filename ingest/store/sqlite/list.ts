import type { FacilityKind } from '../../../facilities/define.ts'
import { fieldName } from '../field-names.ts'
import type { IndicatorValuesQuery, ListQuery, StoredEvent, StoredReading } from '../store.ts'
import { type DayFile, tableOf } from './day-file.ts'
import { type DayFiles, dayMs } from './day-files.ts'
import { qualities } from './write-day.ts'

type Row = Record<string, unknown>

/** The newest rows of the range in ascending order, taken from the newest day backwards. `sql` gives what to read of a file, if anything. */
function newest(files: DayFiles, query: ListQuery, sql: (file: DayFile) => string | undefined): Row[] {
  const end = endOf(query)
  const rows: Row[] = []
  for (const day of files.days(Math.floor(query.from / dayMs), Math.floor(end.ts / dayMs)).reverse()) {
    if (rows.length >= query.limit) break
    const file = files.file(day)
    const device = file.deviceNumber(query.kind, query.device)
    const select = device === undefined ? undefined : sql(file)
    if (device === undefined || select === undefined) continue
    const page = `${select} AND device = ? AND ts >= ? AND (ts, n) < (?, ?) ORDER BY ts DESC, n DESC LIMIT ?`
    rows.push(...file.prepare(page).all(device, query.from, end.ts, end.n, query.limit - rows.length))
  }
  return rows.reverse()
}

/** The first point that no longer belongs to the page. */
function endOf({ to, before }: ListQuery): { ts: number; n: number } {
  return before && before.ts < to ? before : { ts: to, n: 0 }
}

export function listReadings(files: DayFiles, query: ListQuery, kind: FacilityKind): StoredReading[] {
  const rows = newest(files, query, (file) => {
    const columns = file.columnsOf(kind)
    return (
      columns &&
      `SELECT ${['ts, n, received, quality, reason', ...columns.map(({ name }) => name)].join(', ')} FROM ${tableOf(kind.kind)} WHERE true`
    )
  })
  return rows.map(({ ts, n, received, quality, reason, ...fields }) => ({
    ...facts({ ts, n, received, quality, reason }),
    values: valuesOf(fields),
  }))
}

export function listEvents(files: DayFiles, query: ListQuery & { readonly event?: string }): StoredEvent[] {
  const only = query.event === undefined ? 'true' : `event = '${query.event.replaceAll("'", "''")}'`
  const rows = newest(files, query, () => `SELECT * FROM event WHERE ${only}`)
  return rows.map(eventOf)
}

export const eventOf = (row: Row): StoredEvent => ({
  ...facts(row),
  event: row.event as string,
  values: JSON.parse(row.fields as string),
})

export function listStates(files: DayFiles, query: ListQuery): StoredReading[] {
  const rows = newest(files, query, () => 'SELECT * FROM state WHERE true')
  return rows.map(stateOf)
}

export const stateOf = (row: Row): StoredReading => ({ ...facts(row), values: JSON.parse(row.fields as string) })

export function listIndicatorValues(files: DayFiles, { indicator, scope, period, from, to }: IndicatorValuesQuery): StoredReading[] {
  const sql = 'SELECT * FROM indicator WHERE indicator = ? AND scope = ? AND period = ? AND ts >= ? AND ts < ? ORDER BY ts, n'
  return files.days(Math.floor(from / dayMs), Math.floor(to / dayMs)).flatMap((day) => {
    const file = files.file(day)
    if (!file.hasTable('indicator')) return []
    const rows = file.prepare(sql).all(indicator, scope, period, from, to)
    return rows.map((row) => ({ ...facts(row), values: JSON.parse(row.fields as string) }))
  })
}

function facts({ ts, n, received, quality, reason }: Row): Omit<StoredReading, 'values'> {
  return {
    ts: ts as number,
    n: n as number,
    received: received as number,
    quality: qualities[quality as number] ?? 'bad',
    ...(reason === null ? {} : { reason: reason as string }),
  }
}

function valuesOf(row: Row): StoredReading['values'] {
  const values: Record<string, number | string> = {}
  for (const [name, value] of Object.entries(row)) {
    const field = fieldName(name)
    if (field !== undefined && value !== null) values[field] = value as number | string
  }
  return values
}
