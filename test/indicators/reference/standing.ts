/** What the register says of a device at one instant. */
import type { HeardDevice } from './heard.ts'
import { clockAt, hourMs, minuteMs, monthOf } from './local-time.ts'
import type { Exemption, FacilityStatements, Limits, Statements, Terms } from './statements.ts'

export interface Standing {
  readonly device: HeardDevice
  readonly statements: Statements
  readonly firstStored: number
  /** Marks that were suspended beyond what is allowed. */
  readonly beyondCap: ReadonlySet<number>
}

/** The statement that holds at a time; the first one also before. */
export function holdsAt<Statement extends { readonly since: number }>(
  statements: readonly Statement[],
  time: number,
): Statement | undefined {
  return statements.filter(({ since }) => since <= time).at(-1) ?? statements[0]
}

export function standing(device: HeardDevice, statements: Statements, marks: { readonly from: number; readonly to: number }): Standing {
  const first = [device.readings[0]?.ts, device.events[0]?.ts].filter((ts) => ts !== undefined)
  const beyondCap = new Set<number>()
  const result = { device, statements, firstStored: Math.min(...first, Number.POSITIVE_INFINITY), beyondCap }
  findBeyondCap(result, beyondCap, marks)
  return result
}

/** Of a month a fifth may be suspended: the earliest minutes. */
function findBeyondCap(of: Standing, beyond: Set<number>, { from, to }: { readonly from: number; readonly to: number }): void {
  const sofar = new Map<number, number>()
  for (let mark = monthOf(from)[0]; mark < to; mark += minuteMs) {
    if (!isCommissioned(of, mark) || !exemptAt(of, 'suspension', mark)) continue
    const [begin, end] = monthOf(mark)
    const suspended = (sofar.get(begin) ?? 0) + 1
    sofar.set(begin, suspended)
    if (suspended * 5 > (end - begin) / minuteMs) beyond.add(mark)
  }
}

export const facilityAt = ({ device, statements }: Standing, time: number): FacilityStatements => {
  const stay = holdsAt(device.statements.stays, time)
  return statements.facilities.find(({ id }) => id === stay?.facility) as FacilityStatements
}

export function placeAt(
  of: Standing,
  time: number,
): { readonly facility: string; readonly town: string; readonly circles: readonly string[] } {
  const { id, places } = facilityAt(of, time)
  const { town = '', circles = [] } = holdsAt(places, time) ?? {}
  return { facility: id, town, circles }
}

/** Each term has a history of its own: from when it was first stated, and also before that. */
export function termAt<Statement extends { readonly since: number }, Name extends keyof Statement>(
  statements: readonly Statement[],
  name: Name,
  time: number,
): Statement[Name] | undefined {
  const known = histories.get(statements) ?? new Map<PropertyKey, readonly { readonly since: number }[]>()
  histories.set(statements, known)
  const history =
    known.get(name) ?? statements.filter((one, index) => JSON.stringify(one[name]) !== JSON.stringify(statements[index - 1]?.[name]))
  known.set(name, history)
  return holdsAt(history as readonly Statement[], time)?.[name]
}

const histories = new WeakMap<object, Map<PropertyKey, readonly { readonly since: number }[]>>()

const facilityTermAt = <Name extends keyof Terms>(of: Standing, name: Name, time: number): Terms[Name] | undefined =>
  termAt(facilityAt(of, time).terms, name, time)

export function isCommissioned(of: Standing, time: number): boolean {
  const { commissioned, registered, retired = Number.POSITIVE_INFINITY } = of.device.statements
  const since = commissioned ?? facilityAt(of, time).commissioned ?? Math.min(registered, of.firstStored)
  return time >= since && time < retired
}

/** Whether it is in service for any part of a slice. */
export function isInServiceWithin(of: Standing, start: number, end: number): boolean {
  const { commissioned, registered, retired = Number.POSITIVE_INFINITY } = of.device.statements
  const since = commissioned ?? facilityAt(of, start).commissioned ?? Math.min(registered, of.firstStored)
  return Math.max(start, since) < Math.min(end, retired)
}

export const isSuspended = (of: Standing, mark: number): boolean =>
  isCommissioned(of, mark) && exemptAt(of, 'suspension', mark) && !of.beyondCap.has(mark)

export const isRegistered = (of: Standing, mark: number): boolean => isCommissioned(of, mark) && !isSuspended(of, mark)

export const isInExcludedOutage = (of: Standing, mark: number): boolean => exemptAt(of, 'excluded-outage', mark)

function exemptAt(of: Standing, sort: Exemption['sort'], time: number): boolean {
  const { id } = of.device.statements
  const facility = facilityAt(of, time).id
  return of.statements.exemptions.some(
    (one) =>
      one.sort === sort &&
      (one.device === undefined ? one.facility === facility : one.device === id) &&
      one.from <= time &&
      time < (one.to ?? Number.POSITIVE_INFINITY),
  )
}

export function isInHours(of: Standing, mark: number): boolean {
  const hours = facilityTermAt(of, 'hours', mark) ?? []
  if (hours.length === 0) return true
  const { weekday, minutes } = clockAt(mark)
  return hours.some(({ days, from, to }) => days.includes(weekday) && minutes >= minutesOf(from) && minutes < minutesOf(to))
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Reporting interval D, ms. */
export function everyAt(of: Standing, time: number): number {
  const every = termAt(of.device.statements.terms, 'every', time)
  if (every !== undefined) return every * 1_000
  const { births, kind } = of.device
  const birth = births.filter(({ at }) => at <= time).at(-1) ?? births[0]
  return birth?.everyMs ?? kind.everyMs
}

export const freshnessAt = (of: Standing, time: number): number => {
  const wanted = Math.max(3 * everyAt(of, time), 5 * minuteMs)
  return Math.ceil(wanted / minuteMs) * minuteMs
}

export function limitsAt(of: Standing, time: number): Exclude<Limits, string> | undefined {
  const { cold } = of.device.kind
  if (!cold) return undefined
  const limits = termAt(of.device.statements.terms, 'limits', time) ?? cold.limits
  if (limits === 'frozen') return { high: -16, severe: -12 }
  return limits === 'chilled' ? { low: 0, high: 8 } : limits
}

export const channelsAt = (of: Standing, time: number): readonly string[] | undefined =>
  termAt(of.device.statements.terms, 'channels', time)

/** How long a parcel may lie. */
export function retentionAt(of: Standing, time: number): number | undefined {
  const retentionHours = facilityTermAt(of, 'retentionHours', time)
  return retentionHours === undefined ? undefined : retentionHours * hourMs
}
