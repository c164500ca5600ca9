import { inServiceAtEnd, sum, type Window } from './counted.ts'
import { startOfDay } from './local-time.ts'
import type { Slice } from './slices.ts'
import { holdsAt } from './standing.ts'

/** Online for four fifths of the time, and a reading or a use on four fifths of the days. */
export function isEffective({ inside }: Window, facility: string): boolean {
  const there = inside.filter((slice) => slice.facility === facility)
  const registered = sum(there.map(({ facts }) => facts.registered as number))
  const online = sum(there.map(({ facts }) => facts.online as number))
  const days = inServiceDays(there)
  const active = days.filter((day) =>
    there.some(({ start, facts }) => startOfDay(start) === day && ((facts.readings as number) > 0 || (facts.uses as number) > 0)),
  )
  return registered > 0 && online * 5 >= registered * 4 && active.length * 5 >= days.length * 4
}

/** Local days on which something there was registered. */
export function inServiceDays(slices: readonly Slice[]): number[] {
  return [...new Set(slices.filter(({ facts }) => (facts.registered as number) > 0).map(({ start }) => startOfDay(start)))]
}

/** Devices in service that stand there at the end. */
export const devicesAt = (window: Window, facility: string): Window['statements']['devices'] =>
  window.statements.devices.filter((one) => inServiceAtEnd(window, one) && holdsAt(one.stays, window.to - 1)?.facility === facility)
