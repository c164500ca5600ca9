import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatenate, LetterRuns, letterRuns, WordRuns, wordRuns } from '../../ingest/facts/runs.ts'

const encoded = (runs: LetterRuns | WordRuns, states: readonly string[]): string => {
  for (const state of states) runs.add(state)
  return runs.end()
}

it('says the states minute by minute', () => {
  expect(encoded(new LetterRuns(), ['G', 'G', 'B', '-'])).toBe('G2B1-1')
  expect(encoded(new WordRuns(), ['0', '12', '12', '?', '-'])).toBe('0x1 12x2 ?x1 -x1')
})

it.each([
  [() => new LetterRuns(), letterRuns, fc.constantFrom('G', 'B', 'U', '-')],
  [() => new WordRuns(), wordRuns, fc.oneof(fc.nat(300).map(String), fc.constantFrom('?', '-'))],
] as const)('gives back what it was made of, in one piece or in several', (make, read, state) => {
  fc.assert(
    fc.property(fc.array(fc.array(state, { minLength: 1 }), { minLength: 1 }), (parts) => {
      const whole = concatenate(parts.map((part) => encoded(make(), part)))

      expect(whole).toBe(encoded(make(), parts.flat()))
      expect([...read(whole)].flatMap((run) => Array(run.count).fill(run.state))).toEqual(parts.flat())
    }),
  )
})

it('joins nothing to nothing', () => {
  expect(concatenate([])).toBeNull()
  expect(concatenate([null, 'G3', null, 'G2'])).toBe('G5')
})
