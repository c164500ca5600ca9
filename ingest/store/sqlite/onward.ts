import type { FacilityKind } from '../../../facilities/define.ts'
import type { EventsQuery, Range, RowsQuery, StatesQuery, StoredEvent, StoredReading, StoredRow } from '../store.ts'
import { type DayFile, tableOf } from './day-file.ts'
import { type DayFiles, dayMs } from './day-files.ts'
import { eventOf, stateOf } from './list.ts'

/** The first rows of the range, day by day. */
export function rowsOnward(files: DayFiles, query: RowsQuery, kind: FacilityKind): StoredRow[] {
  const { from, to, limit, after } = query
  const start = after && after.ts >= from ? after : { ts: from, n: -1 }
  let rows: StoredRow[] = []
  for (const [file, device] of filesOf(files, query, start.ts)) {
    const columns = file.columnsOf(kind)
    if (!columns) continue
    const names = query.fields.map((field) => columns.find((column) => column.field === field)?.name ?? 'NULL')
    const statement = file.prepare(
      `SELECT ${['ts, n, received, quality, reason', ...names].join(', ')} FROM ${tableOf(kind.kind)}
       WHERE device = ? AND (ts, n) > (?, ?) AND ts < ? ORDER BY ts, n LIMIT ?`,
    )
    statement.setReturnArrays(true)
    const found = statement.all(device, start.ts, start.n, to, limit - rows.length) as unknown as StoredRow[]
    if (rows.length === 0) rows = found
    else for (const row of found) rows.push(row)
    if (rows.length >= limit) break
  }
  return rows
}

export function eventsOnward(files: DayFiles, query: EventsQuery): StoredEvent[] {
  const { from, to, limit, after } = query
  const start = after && after.ts >= from ? after : { ts: from, n: -1, event: '' }
  const events: StoredEvent[] = []
  for (const [file, device] of filesOf(files, query, start.ts)) {
    const page = 'SELECT * FROM event WHERE device = ? AND (ts, n, event) > (?, ?, ?) AND ts < ? ORDER BY ts, n, event LIMIT ?'
    const found = file.prepare(page).all(device, start.ts, start.n, start.event, to, limit - events.length)
    for (const row of found) events.push(eventOf(row))
    if (events.length >= limit) break
  }
  return events
}

export function statesOnward(files: DayFiles, query: StatesQuery): StoredReading[] {
  const { from, to, limit, after } = query
  const start = after && after.ts >= from ? after : { ts: from, n: -1 }
  const states: StoredReading[] = []
  for (const [file, device] of filesOf(files, query, start.ts)) {
    const page = 'SELECT * FROM state WHERE device = ? AND (ts, n) > (?, ?) AND ts < ? ORDER BY ts, n LIMIT ?'
    for (const row of file.prepare(page).all(device, start.ts, start.n, to, limit - states.length)) states.push(stateOf(row))
    if (states.length >= limit) break
  }
  return states
}

/** Those of the range that know the device, oldest first. */
function* filesOf(files: DayFiles, { kind, device, to }: Range, from: number): Generator<[DayFile, number]> {
  if (from >= to) return
  for (const day of files.days(Math.floor(from / dayMs), Math.floor((to - 1) / dayMs))) {
    const file = files.file(day)
    const number = file.deviceNumber(kind, device)
    if (number !== undefined) yield [file, number]
  }
}
