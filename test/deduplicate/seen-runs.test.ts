import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentDigest } from '../../ingest/deduplicate/digest.ts'
import { hourMs, type RunChange, SeenRuns } from '../../ingest/deduplicate/seen-runs.ts'

/** The rows of the table as the changes would leave them. */
function applied(rows: Map<string, { hour: number; low: number; high: number }>, changes: readonly RunChange[]): void {
  for (const { run, formerLow, removed } of changes) {
    if (formerLow !== undefined) rows.delete(`${run.hour} ${formerLow}`)
    if (removed) rows.delete(`${run.hour} ${run.low}`)
    else rows.set(`${run.hour} ${run.low}`, { ...run })
  }
}

const arrivals = fc.array(fc.record({ seq: fc.integer({ min: 0, max: 40 }), hours: fc.integer({ min: 0, max: 30 }) }), { maxLength: 120 })

test('a number is a repeat exactly when it came within the window, in whatever order numbers come', () => {
  fc.assert(
    fc.property(arrivals, (sequence) => {
      const runs = new SeenRuns()
      const lastSeen = new Map<number, number>()
      let hour = 0
      for (const { seq, hours } of sequence) {
        hour += hours * hourMs
        const since = hour - 48 * hourMs
        const expected = (lastSeen.get(seq) ?? Number.NEGATIVE_INFINITY) >= since
        expect(runs.has(seq, since)).toBe(expected)
        if (expected) continue
        runs.add('b', seq, hour)
        lastSeen.set(seq, hour)
      }
    }),
  )
})

test('the rows kept tell the same as the runs in memory, after each change', () => {
  fc.assert(
    fc.property(arrivals, (sequence) => {
      const runs = new SeenRuns()
      const rows = new Map<string, { hour: number; low: number; high: number }>()
      let hour = 0
      for (const { seq, hours } of sequence) {
        hour += hours * hourMs
        if (runs.has(seq, hour - 48 * hourMs)) continue
        applied(rows, runs.add('b', seq, hour))
        const again = new SeenRuns([...rows.values()])
        for (let number = 0; number <= 40; number++) expect(again.has(number, 0)).toBe(runs.has(number, 0))
        expect(again.highest).toBe(runs.highest)
      }
    }),
  )
})

test('a number that is forgotten may come again, and its neighbours are still known', () => {
  fc.assert(
    fc.property(arrivals, fc.array(fc.integer({ min: 0, max: 40 })), (sequence, forgotten) => {
      const runs = new SeenRuns()
      const rows = new Map<string, { hour: number; low: number; high: number }>()
      for (const { seq } of sequence) if (!runs.has(seq, 0)) applied(rows, runs.add('b', seq, 0))
      for (const seq of forgotten) applied(rows, runs.forget('b', seq))

      const again = new SeenRuns([...rows.values()])
      for (let number = 0; number <= 40; number++) {
        const expected = sequence.some(({ seq }) => seq === number) && !forgotten.includes(number)
        expect(runs.has(number, 0)).toBe(expected)
        expect(again.has(number, 0)).toBe(expected)
      }
    }),
  )
})

test('consecutive numbers of an hour are one run', () => {
  const runs = new SeenRuns()

  const changes = Array.from({ length: 1_000 }, (_, seq) => runs.add('b', seq, 0))

  expect(new Set(changes.flat().map(({ run }) => run)).size).toBe(1)
  expect(runs.highest).toBe(999)
})

test('a digest does not depend on the order of fields, but on every value', () => {
  expect(contentDigest({ a: 1, b: 'x' })).toBe(contentDigest({ b: 'x', a: 1 }))
  expect(contentDigest({ a: 1 })).not.toBe(contentDigest({ a: '1' }))
  expect(contentDigest({ a: 1 })).not.toBe(contentDigest({ a: 2 }))
  expect(Number.isSafeInteger(contentDigest({ a: 1 }))).toBe(true)
})
