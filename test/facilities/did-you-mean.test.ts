import fc from 'fast-check'
import { distance } from 'fastest-levenshtein'
import { expect, test } from 'vitest'
import { didYouMean } from '../../facilities/did-you-mean.ts'

const candidates = [{ id: 'temperature', names: ['温度', 'Temperature inside'] }, { id: 'door' }, { id: 'setPoint' }]

test.each([
  ['temprature', 'temperature'],
  ['温度', 'temperature'],
  ['Temperature inside', 'temperature'],
  ['DOOR', 'door'],
  ['dor', 'door'],
  ['setpiont', 'setPoint'],
  ['humidity', undefined],
  ['', undefined],
  ['x'.repeat(65), undefined],
])('%j: %s', (given, meant) => {
  expect(didYouMean(given, candidates)).toBe(meant)
})

test('the nearest is the one with the fewest slips', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '温'), minLength: 1, maxLength: 9 })

  fc.assert(
    fc.property(text, fc.array(text, { minLength: 1, maxLength: 5 }), (given, ids) => {
      const most = given.length < 4 ? 1 : Math.max(2, given.length / 3)
      const least = Math.min(...ids.map((id) => distance(given, id)))
      const expected = least <= most ? ids.find((id) => distance(given, id) === least) : undefined
      expect(
        didYouMean(
          given,
          ids.map((id) => ({ id })),
        ),
      ).toBe(expected)
    }),
  )
})
