import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBatch, encodeBatch } from '../../journal/batch-codec.ts'
import type { Entry } from '../../journal/journal.ts'
import { entry, numbered, plain, texts } from './entries.ts'

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 }), fc.constant('\ud83e'))
const fits = (key: string): boolean => Buffer.byteLength(key) <= 255

const entries: fc.Arbitrary<Entry[]> = fc.array(
  fc
    .record({
      at: fc.double({ noNaN: true, noDefaultInfinity: true }),
      key: fc.oneof(text, fc.string({ unit: 'binary', minLength: 60, maxLength: 255 })).filter(fits),
      topic: text,
      payload: fc.uint8Array({ maxLength: 200 }),
      headers: fc.option(fc.dictionary(text, text, { maxKeys: 4 }), { nil: undefined }),
    })
    .map(({ headers, ...rest }) => (headers ? { ...rest, headers } : rest)),
  { maxLength: 12 },
)

/** Half a surrogate pair has no UTF-8. */
const wellFormed = (one: Entry): Entry => ({ ...one, key: one.key.toWellFormed(), topic: one.topic.toWellFormed() })

describe('a batch as bytes', () => {
  it('gives back any entries, numbered from its first offset', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (batch, first) => {
        const decoded = decodeBatch(encodeBatch(batch), first)

        expect(decoded.map(plain)).toEqual(batch.map(wellFormed).map(plain))
        expect(decoded.map(({ offset }) => offset)).toEqual(batch.map((_, index) => first + index))
      }),
      { numRuns: 500 },
    )
  })

  it('is joined with another by joining the bytes', () => {
    fc.assert(
      fc.property(entries, entries, (one, other) => {
        const joined = decodeBatch(Buffer.concat([encodeBatch(one), encodeBatch(other)]), 0)

        expect(joined.map(plain)).toEqual([...one, ...other].map(wellFormed).map(plain))
      }),
    )
  })

  it('gives as much of it as is wanted', () => {
    const body = encodeBatch(numbered(10))
    const wanted = (from: number, most: number, bytes = 1_000) => texts(decodeBatch(body, 100, { from, entries: most, bytes }))

    expect(wanted(104, 2)).toEqual(['number 4', 'number 5'])
    expect(wanted(0, 1)).toEqual(['number 0'])
    expect(wanted(108, 5)).toEqual(['number 8', 'number 9'])
    expect(wanted(110, 5)).toEqual([])
    expect(wanted(103, 5, 9)).toEqual(['number 3', 'number 4'])
  })

  it('gives payloads that are views, not copies', () => {
    const body = encodeBatch([entry('view')])

    expect(decodeBatch(body, 0)[0]?.payload.buffer).toBe(body.buffer)
  })

  it('names what is too large for it, and the bound', () => {
    expect(() => encodeBatch([entry('', { key: '柜'.repeat(86) })])).toThrow(
      new RangeError('the key of a journal entry may have 255 bytes, this one has at least 258'),
    )
    expect(() => encodeBatch([entry('', { topic: 't'.repeat(70_000) })])).toThrow(/topic .* 65535 bytes/)
    expect(encodeBatch([entry('', { key: '柜'.repeat(85), topic: '柜'.repeat(21_845) })]).length).toBe(4 + 8 + 1 + 255 + 2 + 65_535 + 2)
  })
})
