/** All indicators, in the order of the tasks. */
import type { Indicator } from './indicator.ts'
import { task12 } from './task-12.ts'
import { task16 } from './task-16.ts'
import { task17 } from './task-17.ts'
import { task18 } from './task-18.ts'
import { task19 } from './task-19.ts'

export const definitions: readonly Indicator[] = [...task12, ...task16, ...task17, ...task18, ...task19]

const byId: ReadonlyMap<string, Indicator> = new Map(definitions.map((indicator) => [indicator.id, indicator]))

export const indicatorOf = (id: string): Indicator | undefined => byId.get(id)
