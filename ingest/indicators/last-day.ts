/** The last 24 hours of what is counted: what they say of each device, by where it stood. */

import type { SlicePart } from '../facts/parts.ts'
import { dayMs } from './day.ts'
import type { World } from './world.ts'

/** Slices that start in them. */
export const slicesOfLastDay = (world: World, kinds: ReadonlySet<string>): Iterable<SlicePart> =>
  world.slices(kinds, world.until - dayMs, world.until)
