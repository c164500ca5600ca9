import { expect } from 'vitest'
import type { Outcome } from '../../../ingest/indicators/indicator.ts'
import type { Expected } from './read-case.ts'

/** Every number that the paper gives, digit for digit as far as it is written there; of exclusions, that there are no others. */
export function holdAgainstPaper(scope: string, outcome: Outcome | undefined, paper: Expected): void {
  if (!outcome) throw new Error(`${scope} has no value`)
  const found: Record<string, unknown> = {}
  const wanted: Record<string, unknown> = {}
  const hold = (name: string, number: number | null | undefined, written: string | null | undefined) => {
    if (written === undefined) return
    found[name] = asWritten(number, written)
    wanted[name] = written
  }
  for (const name of ['value', 'numerator', 'denominator', 'coverage', 'floor', 'facilities', 'devices'] as const) {
    hold(name, outcome[name], paper[name])
  }
  for (const [id, variant] of Object.entries(paper.variants ?? {})) {
    const given = outcome.variants.find((one) => one.id === id)
    for (const name of ['value', 'numerator', 'denominator'] as const) hold(`${id} ${name}`, given?.[name], variant[name])
  }
  if (paper.exclusions) {
    found.exclusions = Object.fromEntries(outcome.exclusions.map(({ code, count, minutes }) => [code, { count, minutes }]))
    wanted.exclusions = Object.fromEntries(
      Object.entries(paper.exclusions).map(([code, { count = 0, minutes = 0 }]) => [
        code,
        { count: Number(count), minutes: Number(minutes) },
      ]),
    )
  }
  expect(found, scope).toEqual(wanted)
}

/** The number, as the paper writes it when it is the same number; else so that the difference shows. */
function asWritten(number: number | null | undefined, written: string | null): string {
  if (number === null || number === undefined) return String(number)
  return isSame(number, String(written)) ? String(written) : String(number)
}

function isSame(number: number, written: string): boolean {
  const [over, under] = written.split('/').map(Number)
  if (under !== undefined) return Math.abs(number * under - (over ?? Number.NaN)) < 1e-9
  const [, decimals = ''] = written.split('.')
  return decimals === '' ? number === Number(written) : number.toFixed(decimals.length) === Number(written).toFixed(decimals.length)
}
