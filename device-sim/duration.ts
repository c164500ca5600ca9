import { SimError } from './sim-error.ts'

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `15 min`, `24h`, `2d` → milliseconds. */
export function durationMs(text: string, what: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)$/.exec(text.trim()) ?? []
  if (amount !== undefined && unit !== undefined && Number(amount) > 0) return Number(amount) * (unitMs[unit] as number)
  throw new SimError(`${what} is "${text}", but must be a duration such as 90s, 15min, 24h or 2d.`)
}
