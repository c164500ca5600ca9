/**
 * Where a device is and was. Assignments and places of facilities are statements "from then on, there": each holds until the next one, and
 * the first one also for the time before it. So last month's answer does not change with a move today.
 */
import { isDeepStrictEqual } from 'node:util'
import type { RegisterDatabase } from './database.ts'

/** Ids; `circle` is empty for none and has several joined by commas. */
export interface Place {
  readonly facility: string
  readonly circle: string
  readonly town: string
}

/** `to` is where the next one begins; absent: until now. */
export interface Assignment {
  readonly facility: string
  readonly from: number
  readonly to?: number
}

/** From `since` on the device is at `facility`, until the statement after it. */
export function assign(database: RegisterDatabase, device: string, facility: string, since: number): void {
  database.run('INSERT INTO assignment VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET facility = excluded.facility', device, since, facility)
  const latest = '(SELECT facility FROM assignment WHERE device = ?1 ORDER BY since DESC LIMIT 1)'
  database.run(`UPDATE device SET facility = ${latest} WHERE id = ?1`, device)
}

/** From `since` on the facility is in that town and those circles, until the statement after it. */
export function settle(database: RegisterDatabase, facility: string, since: number, town: string, circles: readonly string[]): void {
  database.run(
    `INSERT INTO facility_place VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET town = excluded.town, circles = excluded.circles`,
    facility,
    since,
    town,
    circles.join(','),
  )
  const now = placesOf(database, facility).at(-1)
  if (!now) return
  database.run('UPDATE facility SET town = ?, circles = ? WHERE id = ?', now.town, now.circles, facility)
  database.run('DELETE FROM facility_circle WHERE facility = ?', facility)
  for (const circle of now.circles.split(',')) {
    if (circle !== '') database.run('INSERT INTO facility_circle VALUES (?, ?)', circle, facility)
  }
}

export function assignmentsOf(database: RegisterDatabase, device: string): Assignment[] {
  const rows = database.all<{ facility: string; since: number }>(
    'SELECT facility, since FROM assignment WHERE device = ? ORDER BY since',
    device,
  )
  return rows.map(({ facility, since }, index) => {
    const next = rows[index + 1]
    return { facility, from: since, ...(next && { to: next.since }) }
  })
}

interface FacilityPlace {
  readonly since: number
  readonly town: string
  readonly circles: string
}

export const placesOf = (database: RegisterDatabase, facility: string): FacilityPlace[] =>
  database.all<FacilityPlace>('SELECT since, town, circles FROM facility_place WHERE facility = ? ORDER BY since', facility)

/** The entry that holds at that time: the last one not after it, before all of them the first. */
export function validAt<Entry extends { readonly since: number }>(entries: readonly Entry[], time: number): Entry | undefined {
  let [low, high] = [0, entries.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((entries[middle]?.since ?? 0) <= time) low = middle
    else high = middle - 1
  }
  return entries[low]
}

/** One entry for each change of facility, town or circles. */
export interface Stay {
  readonly since: number
  readonly place: Place
}

/** The history of a device laid over those of its facilities. */
export function staysOf(database: RegisterDatabase, device: string): Stay[] {
  const stays = statedStays(database, device)
  return stays.filter(({ place }, index) => !isDeepStrictEqual(place, stays[index - 1]?.place))
}

/** Also where the same was stated again, which is no move. */
function statedStays(database: RegisterDatabase, device: string): Stay[] {
  return assignmentsOf(database, device).flatMap(({ facility, from, to = Number.POSITIVE_INFINITY }, index) => {
    const start = index === 0 ? Number.NEGATIVE_INFINITY : from
    const places = placesOf(database, facility)
    const atStart = validAt(places, start)
    const later = places.filter((place) => place !== atStart && place.since > start && place.since < to)
    return [...(atStart ? [{ ...atStart, since: start }] : []), ...later].map(({ since, town, circles }) => ({
      since,
      place: { facility, circle: circles, town },
    }))
  })
}
