// Source of a simulator that says what was seen: the same ranges, rates and steps.
import { digitsOf, highest, lowest, stepsOf } from './column.ts'
import { numeral, quoted } from './literal.ts'
import type { DraftState } from './state.ts'
import type { DraftNumber } from './telemetry.ts'

export interface Simulated {
  /** Its value at the start, and the next one, as source. */
  readonly start: string
  readonly next: string
  /** Whether chance has a part in it. */
  readonly lively: boolean
}

const rateOf = (changes: number, hours: number): number =>
  Number(Math.min(Math.max(hours > 0 ? changes / hours : 1, 0.1), 600).toPrecision(2))

export function simulatedNumber(name: string, guess: DraftNumber, changes: number, hours: number): Simulated {
  const all = guess.series.flat()
  const digits = digitsOf(all)
  const unit = 10 ** -digits
  const [low, high] = [Math.ceil(lowest(all) / unit) * unit, Math.floor(highest(all) / unit) * unit].map((end) =>
    Number(end.toFixed(digits)),
  ) as [number, number]
  const last = Math.min(high, Math.max(low, Number((all.at(-1) ?? low).toFixed(digits))))
  if (guess.type === 'total') return simulatedTotal(name, guess, digits, hours)
  if (high <= low) return { start: numeral(low), next: `values.${name}`, lively: false }
  if (guess.type === 'count') {
    const range = `whole(world, ${numeral(low)}, ${numeral(high)})`
    return { start: numeral(last), next: `world.happens(${numeral(rateOf(changes, hours))}) ? ${range} : values.${name}`, lively: true }
  }
  const { meanStep } = stepsOf({ series: new Map(guess.series.map((of, index) => [String(index), of])) })
  const step = Math.max(2 * meanStep, unit)
  const isJumpy = 2 * step >= high - low
  const next = isJumpy
    ? `round(world.random(${numeral(low)}, ${numeral(high)}), ${digits})`
    : `clamp(round(values.${name} + world.random(${numeral(-Number(step.toPrecision(2)))}, ${numeral(Number(step.toPrecision(2)))}), ${digits}), ${numeral(low)}, ${numeral(high)})`
  return { start: numeral(last), next, lively: true }
}

/** By the mean of what it grew, and at least a little. */
function simulatedTotal(name: string, { series }: DraftNumber, digits: number, hours: number): Simulated {
  const grown = series.reduce(
    (sum, of) => sum + of.slice(1).reduce((inner, number, index) => inner + Math.max(0, number - (of[index] ?? number)), 0),
    0,
  )
  const unit = 10 ** -digits
  const perHour = Math.max(hours > 0 ? grown / hours : 0, unit / 10)
  const last = Number((series.at(-1)?.at(-1) ?? 0).toFixed(digits))
  const perStep = perHour / Math.max(1, (series[0]?.length ?? 1) / Math.max(hours / series.length, 1e-3))
  const start = numeral(last)
  // Where less than two digits' worth comes to each reading, rounding would swallow it: then it moves by one at a time.
  if (perStep < 2 * unit && perHour / unit < 1_000) {
    const times = numeral(Math.max(0.1, Number((perHour / unit).toPrecision(2))))
    return { start, next: `round(values.${name} + (world.happens(${times}) ? ${numeral(unit)} : 0), ${digits})`, lively: true }
  }
  const most = numeral(Number((2 * perHour).toPrecision(2)))
  return {
    start,
    next: `round(values.${name} + (world.random(0, ${most}) * world.seconds) / 3_600, ${Math.min(digits + 2, 6)})`,
    lively: true,
  }
}

export function simulatedState(name: string, { seen }: DraftState, changes: number, hours: number): Simulated {
  const words = seen.slice(0, 6)
  const start = quoted(words[0] ?? '')
  if (words.length < 2) return { start, next: `values.${name}`, lively: false }
  const list = words.map(quoted).join(', ')
  return { start, next: `world.happens(${numeral(rateOf(changes * 1.5, hours))}) ? oneOf(world, [${list}]) : values.${name}`, lively: true }
}

/** Of a device that never changed anything in all that was captured: something has to happen in a simulated day. */
export function enlivened(name: string, guess: DraftNumber | DraftState): string {
  if (guess.type === 'state')
    return `world.happens(1) ? oneOf(world, [${guess.words
      .slice(0, 2)
      .map(({ word }) => quoted(word))
      .join(', ')}]) : values.${name}`
  const value = guess.series.flat()[0] ?? 0
  if (guess.type === 'count') return `world.happens(1) ? whole(world, ${numeral(value)}, ${numeral(value + 1)}) : values.${name}`
  const [low, high] = guess.limits
  const spread = Math.min((high - low) / 100, 0.1)
  return `round(world.random(${numeral(Math.max(low, value - spread))}, ${numeral(Math.min(high, value + spread))}), 6)`
}
