/** Reads what facts say minute by minute: words and for how many minutes each holds. */
import type { DayPart } from '../facts/parts.ts'

export const minuteMs = 60_000

interface Run {
  readonly word: string
  /** Its first mark, ms, and the first after it. */
  readonly from: number
  readonly to: number
}

/** `G57B3`: a letter and how often. */
export const stateRuns = (day: DayPart): Iterable<Run> => runsFrom(day, day.facts.serviceRuns?.matchAll(/(\D)(\d+)/g))

/** `0x30 ?x18 -x12`: a number of lanes, or unknown, or not registered. */
export const stockRuns = (day: DayPart): Iterable<Run> => runsFrom(day, day.facts.stockRuns?.matchAll(/([^\sx]+)x(\d+)/g))

function* runsFrom({ start }: DayPart, found: Iterable<RegExpExecArray> = []): Iterable<Run> {
  let from = Math.ceil(start / minuteMs) * minuteMs
  for (const [, word = '', times] of found) {
    const to = from + Number(times) * minuteMs
    yield { word, from, to }
    from = to
  }
}
