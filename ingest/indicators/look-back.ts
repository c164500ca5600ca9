/**
 * Follows devices day by day through the window, and before it as far as needed: what began before the window is known by the last mark at
 * which nothing was going on. Most devices have one within two days; only those without are read again from further back.
 */
import type { DayPart } from '../facts/parts.ts'
import type { World } from './world.ts'

/** As long as readings are kept. What began earlier begins there. */
const lookbacks = [2, 40, 400] as const

export interface Follower {
  add(day: DayPart): void
  /** What came before the days it has seen is of no matter to the window. */
  readonly isSettled: boolean
}

export function followDevices<F extends Follower>(
  world: World,
  kinds: ReadonlySet<string>,
  fresh: (device: string) => F,
): ReadonlyMap<string, F> {
  const followers = new Map<string, F>()
  let devices: ReadonlySet<string> | undefined
  for (const lookbackDays of lookbacks) {
    for (const device of devices ?? []) followers.delete(device)
    for (const day of world.days(kinds, { lookbackDays, ...(devices && { devices }) })) {
      const { device } = day.part
      const follower = followers.get(device) ?? fresh(device)
      followers.set(device, follower)
      follower.add(day)
    }
    const unsettled = [...followers].filter(([, { isSettled }]) => !isSettled).map(([device]) => device)
    if (unsettled.length === 0) break
    devices = new Set(unsettled)
  }
  return followers
}
