/** The whole reference: messages and statements in, slices and values out. Slow and plain on purpose. */
import type { Window } from './counted.ts'
import { heard } from './heard.ts'
import { hourMs } from './local-time.ts'
import { type Range, slicesOf } from './slices.ts'
import type { Message, Statements } from './statements.ts'

/** `since`: from where on is counted; what a window needs from before it. */
export function reckon(messages: readonly Message[], statements: Statements, { from, to }: Range, since: number): Window {
  const told = heard(messages, statements)
  const begin = Math.floor(since / hourMs) * hourMs
  const slices = told.devices.flatMap((device) => slicesOf(device, statements, { from: begin, to }))
  return { from, to, statements, heard: told, slices, inside: slices.filter(({ start }) => start >= from && start < to) }
}
