// How often a device speaks, and for how long it was listened to.
import type { Duration } from '../../facilities/define.ts'
import type { Sample } from './samples.ts'
import { median, type TimeStamp } from './time-stamp.ts'

export interface Pace {
  /** Undefined when the samples have no times. */
  readonly every: Duration | undefined
  /** Of all devices together. */
  readonly hours: number
}

const longestMs = 24 * 3_600_000

export function paceOf(samples: readonly Sample[], time: TimeStamp | undefined): Pace {
  const all = times(samples, time)
  const readings = times(
    samples.filter(({ event }) => event === ''),
    time,
  )
  const gaps = [...readings.values()].flatMap((of) => of.slice(1).map((at, index) => at - (of[index] ?? at))).filter((gap) => gap > 0)
  const ms = median(gaps)
  const spans = [...all.values()].map((of) => (of.at(-1) ?? 0) - (of[0] ?? 0))
  const heard = spans.reduce((sum, span) => sum + span, 0) / 3_600_000
  // Without times a reading a minute, as is usual.
  const hours = heard > 0 ? heard : samples.length / 60
  return { every: ms === undefined ? undefined : duration(Math.min(ms, longestMs)), hours }
}

/** By device, in order. */
function times(samples: readonly Sample[], time: TimeStamp | undefined): Map<string, number[]> {
  const bySource = new Map<string, number[]>()
  for (const { source, received, fields } of samples) {
    const at = time?.read(fields.get(time.path)) ?? received
    if (at === undefined) continue
    const of = bySource.get(source) ?? []
    of.push(at)
    bySource.set(source, of)
  }
  for (const of of bySource.values()) of.sort((one, other) => one - other)
  return bySource
}

/** A network adds a little to each interval: those of people are round. */
function duration(ms: number): Duration {
  const seconds = ms / 1_000
  if (seconds < 1.5) return '1 s'
  const minutes = near(seconds / 60)
  if (seconds >= 115 && minutes !== undefined) return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
  const round = [2, 3, 5, 10, 15, 20, 30, 45, 60, 90].find((each) => Math.abs(seconds - each) <= each * 0.06)
  return `${round ?? Math.round(seconds)} s`
}

const near = (amount: number): number | undefined =>
  Math.abs(amount - Math.round(amount)) <= 0.06 * amount ? Math.round(amount) : undefined
