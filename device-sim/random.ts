// Chance that is looked up instead of drawn: what happens to a device at an instant depends on seed, device and instant alone, not on
// how many numbers were drawn before. So a fleet that is started again tells the same day.

/** Numbers in [0, 1). */
export type Chance = () => number

/** Repeats for the same key (mulberry32). */
export function chanceOf(key: number): Chance {
  let state = key | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A key for a text (FNV-1a). */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

/** A key for the `index`th thing under `key`; neighbours have nothing in common. */
export function keyAt(key: number, index: number): number {
  let mixed = Math.imul(key ^ (index + 0x9e3779b9), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ Math.floor(index / 2 ** 32), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
