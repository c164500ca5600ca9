/** The same messages as another network would bring them. */
import type { Message } from './message.ts'

const minuteMs = 60_000

/** What is received at one time in the opposite order, and each of them twice. */
export function backwardsAndTwice(messages: readonly Message[]): Message[] {
  const byReceipt = Map.groupBy(messages, ({ at }) => at)
  return [...byReceipt.values()].flatMap((together) =>
    together.toReversed().flatMap((message) => (hasOwnTime(message) ? [message, message] : [message])),
  )
}

/** Bare values are a reading each, however much alike: the same twice is no repeat (docs/decisions/0004-what-counts-as-a-repeat.md). */
const hasOwnTime = ({ topic, payload }: Message): boolean => !topic.endsWith('/telemetry') || 'ts' in JSON.parse(payload)

/** So many parts, in order of receipt, each with the whole minute by which it has come. */
export function inParts(messages: readonly Message[], parts: number): { readonly by: number; readonly messages: readonly Message[] }[] {
  const length = Math.ceil(messages.length / parts)
  return Array.from({ length: parts }, (_, index) => messages.slice(index * length, (index + 1) * length)).flatMap((part) => {
    const last = part.at(-1)
    return last ? [{ by: Math.ceil(last.at / minuteMs) * minuteMs, messages: part }] : []
  })
}
