import { type Counted, inServiceAtEnd, parts, placeAtEnd, placeOf, type Window } from './counted.ts'
import { isEffective } from './effective.ts'
import { dayMs } from './local-time.ts'
import { holdsAt } from './standing.ts'

/** Facilities heard in the last day; of one kind: those with devices of it in service, heard by these. */
export function connected(window: Window, kind?: string): Counted[] {
  const { statements, inside, to } = window
  const isOf = (one: string): boolean => kind === undefined || one === kind
  const last = inside.filter(({ start, facts, kind: itsKind }) => start >= to - dayMs && (facts.heard as number) > 0 && isOf(itsKind))
  const hasDevices = (id: string): boolean =>
    statements.devices.some((one) => isOf(one.kind) && inServiceAtEnd(window, one) && holdsAt(one.stays, to - 1)?.facility === id)
  const isAway = (id: string): boolean =>
    statements.exemptions.some(
      (one) =>
        one.sort === 'suspension' && one.device === undefined && one.facility === id && one.from <= to - dayMs && (one.to ?? to) >= to,
    )
  return statements.facilities
    .filter((facility) => inServiceAtEnd(window, facility) && !isAway(facility.id))
    .filter(({ id }) => kind === undefined || hasDevices(id))
    .map((facility) => ({
      ...placeAtEnd(window, facility),
      ...(kind !== undefined && { kind }),
      facility: facility.id,
      numerator: last.some((slice) => slice.facility === facility.id) ? 1 : 0,
      denominator: 1,
    }))
}

const perPart = ({ inside }: Window, numerator: string, denominator: string): Counted[] =>
  parts(inside).map((part) => ({ ...placeOf(part), numerator: part.sums(numerator), denominator: part.sums(denominator) }))

export const completeness = (window: Window): Counted[] => perPart(window, 'distinct', 'expected')
export const timeliness = (window: Window): Counted[] => perPart(window, 'timely', 'readings')

export function consistency(window: Window): Counted[] {
  const { statements, heard, from, to } = window
  const isInside = (at: number): boolean => at >= from && at < to
  const registered = heard.devices
    .filter((device) => inServiceAtEnd(window, device.statements))
    .map(({ statements: { id, kind, stays }, mistaken }) => {
      const facility = statements.facilities.find((one) => one.id === holdsAt(stays, to - 1)?.facility)
      const place = facility ? placeAtEnd(window, facility) : { town: '', circles: [] }
      const wasHeard = window.inside.some((slice) => slice.device === id && (slice.facts.heard as number) > 0)
      const numerator = wasHeard && !mistaken.some(isInside) ? 1 : 0
      return { ...place, device: id, kind, ...(facility && { facility: facility.id }), numerator, denominator: 1 }
    })
  const strangers = [...new Set(heard.strangers.filter(({ at }) => isInside(at)).map(({ device }) => device))]
    .filter((id) => !statements.devices.some((device) => device.id === id))
    .map((device) => ({ device, town: '', circles: [], numerator: 0, denominator: 1 }))
  return [...registered, ...strangers]
}

export function communities(window: Window): Counted[] {
  const { statements } = window
  return statements.communities.map(({ id, name, town }) => ({
    town,
    circles: [],
    numerator: statements.facilities.some(
      (facility) =>
        placeAtEnd(window, facility).town === town &&
        (facility.community === id || facility.community === name) &&
        isEffective(window, facility.id),
    )
      ? 1
      : 0,
    denominator: 1,
  }))
}
