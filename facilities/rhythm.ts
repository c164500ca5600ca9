/** The little a simulator needs to look like a day in a town. */

/** How near the hour is to a busy time: 1 at `at`, a third `width` hours away from it, next to nothing beyond twice that. */
export function peak(hour: number, at: number, width: number): number {
  const away = Math.abs(hour - at)
  return Math.exp(-((Math.min(away, 24 - away) / width) ** 2))
}

/** Where a value is after `seconds` on its way to `target`, as heat goes; after `settleSeconds` two thirds are done. */
export function towards(value: number, target: number, seconds: number, settleSeconds: number): number {
  return target + (value - target) * Math.exp(-seconds / settleSeconds)
}

/** Air temperature of a mild day in °C: coolest before sunrise, warmest in the afternoon. */
export const outdoors = (hour: number): number => 20 + 6 * Math.cos(((hour - 15) / 24) * 2 * Math.PI)

export const round = (value: number, digits: number): number => Number(value.toFixed(digits))

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

type Chance = { random(low: number, high: number): number }

/** A whole number, both ends included. */
export const whole = (world: Chance, low: number, high: number): number => Math.min(high, Math.floor(world.random(low, high + 1)))

/**
 * One of a list, each as likely as the others.
 * @public Drafted kinds use it (ingest/draft/).
 */
export const oneOf = <const Value>(world: Chance, list: readonly [Value, ...Value[]]): Value =>
  list[whole(world, 0, list.length - 1)] ?? list[0]
