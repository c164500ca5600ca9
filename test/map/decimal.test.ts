import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, plus, rounded, times, zero } from '../../facilities/mapping/decimal.ts'

test.each([
  ['12.50', 12.5],
  ['-0.003', -0.003],
  ['1e3', 1_000],
  ['1.5e-3', 0.0015],
  ['.5', 0.5],
  ['1/60', 0.016667],
  ['-1/8', -0.125],
])('%s is a number', (text, value) => {
  expect(rounded(exact(text)!, 6)).toBe(value)
})

test.each(['', ' ', '-', '1,5', 'NaN', 'Infinity', '1/0', '1/', '/2', '1/2/3', '0x10', '12 kW', '1e9999'])('%j is none', (text) => {
  expect(exact(text)).toBeUndefined()
})

test('halves are rounded away from zero', () => {
  expect(['0.5', '-0.5', '2.5', '1.005'].map((text) => rounded(exact(text)!, text === '1.005' ? 2 : 0))).toEqual([1, -1, 3, 1.01])
})

test('a sum of prices is what it is on paper', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -100_000, max: 100_000 }), { maxLength: 200 }), (cents) => {
      const sum = cents.map((cent) => times(exact(String(cent))!, exact('1/100')!)).reduce(plus, zero)
      expect(rounded(sum, 2)).toBe(Number((cents.reduce((a, b) => a + b, 0) / 100).toFixed(2)) || 0)
    }),
  )
})
