import { type Counted, inServiceAtEnd, parts, placeAtEnd, placeOf, type Window } from './counted.ts'
import { devicesAt, isEffective } from './effective.ts'
import { dayMs } from './local-time.ts'
import { holdsAt } from './standing.ts'

/** Facilities heard in the last day, by a kind of which they have a device in service; of one kind: those with devices of it. */
export function connected(window: Window, kind?: string): Counted[] {
  const { statements, inside, to } = window
  const last = inside.filter(({ start, facts }) => start >= to - dayMs && (facts.heard as number) > 0)
  const kindsAt = (id: string): string[] =>
    devicesAt(window, id).flatMap((one) => (kind === undefined || one.kind === kind ? [one.kind] : []))
  const isHeard = (id: string): boolean => last.some((slice) => slice.facility === id && kindsAt(id).includes(slice.kind))
  const isAway = (id: string): boolean =>
    statements.exemptions.some(
      (one) =>
        one.sort === 'suspension' && one.device === undefined && one.facility === id && one.from <= to - dayMs && (one.to ?? to) >= to,
    )
  return statements.facilities
    .filter((facility) => inServiceAtEnd(window, facility) && !isAway(facility.id))
    .filter(({ id }) => kind === undefined || kindsAt(id).length > 0)
    .map((facility) => ({
      ...placeAtEnd(window, facility),
      ...(kind !== undefined && { kind }),
      facility: facility.id,
      numerator: isHeard(facility.id) ? 1 : 0,
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
  const those = heard.strangers.filter(({ at, device }) => isInside(at) && !statements.devices.some(({ id }) => id === device))
  const strangers = [...new Map(those.map(({ device, kind }) => [device, kind]))].map(([device, kind]) => {
    return { device, kind, town: '', circles: [], numerator: 0, denominator: 1 }
  })
  return [...registered, ...strangers]
}

export function communities(window: Window): Counted[] {
  const { statements } = window
  return statements.communities.map(({ id, name, town }) => ({
    town,
    circles: [],
    numerator: statements.facilities.some(
      (facility) =>
        inServiceAtEnd(window, facility) &&
        placeAtEnd(window, facility).town === town &&
        (facility.community === id || facility.community === name) &&
        isEffective(window, facility.id),
    )
      ? 1
      : 0,
    denominator: 1,
  }))
}
