import { describe, expect, test } from 'vitest'
import type { Target, Value } from '../../ingest/indicators/indicators.ts'
import { ranking } from '../../ingest/indicators/rank.ts'
import { areInOrder, gapOf, standing, statusOf } from '../../ingest/indicators/status.ts'
import { nearestScopes } from '../../ingest/indicators/target-in-force.ts'

const lines = (target: Target['target'], warning: Target['warning']) => ({ target, warning }) as Target
const of = (value: number | null, coverage: number | null = null) => ({ value, coverage })

describe('the status', () => {
  test.each([
    ['up', 95, 'met'],
    ['up', 94.9, 'close'],
    ['up', 90, 'close'],
    ['up', 89.99, 'missed'],
  ] as const)('%s: %d is %s', (direction, value, status) => {
    expect(statusOf(of(value), direction, lines(95, 90))).toBe(status)
  })

  test.each([
    [5, 'met'],
    [5.1, 'close'],
    [8, 'close'],
    [8.1, 'missed'],
  ] as const)('down: %d is %s', (value, status) => {
    expect(statusOf(of(value), 'down', lines(5, 8))).toBe(status)
  })

  test.each([
    [0.9, 'missed'],
    [1, 'close'],
    [2, 'met'],
    [4, 'met'],
    [4.5, 'close'],
    [5.1, 'missed'],
  ] as const)('band: %d is %s', (value, status) => {
    expect(statusOf(of(value), 'band', lines([2, 4], [1, 5]))).toBe(status)
  })

  test('says what is missing before it judges', () => {
    expect(statusOf(of(99), 'up', undefined)).toBe('no-target')
    expect(statusOf(of(99, 0.899), 'up', lines(95, 90))).toBe('no-data')
    expect(statusOf(of(99, 0.9), 'up', lines(95, 90))).toBe('met')
    expect(statusOf(of(null, 0), 'up', lines(95, 90))).toBe('no-data')
    expect(statusOf(of(null), 'up', lines(95, 90))).toBe('not-applicable')
  })

  test('of a month made up later is close, not met', () => {
    expect(standing(of(80), of(96), 'up', lines(95, 90))).toEqual({ status: 'close', madeUp: true })
    expect(standing(of(92), of(96), 'up', lines(95, 90))).toEqual({ status: 'met', madeUp: false })
    expect(standing(of(96), of(80), 'up', lines(95, 90))).toEqual({ status: 'missed', madeUp: false })
  })

  test('the gap is positive when the line is met', () => {
    expect(gapOf(96, 'up', lines(95, 90))).toBe(1)
    expect(gapOf(6, 'down', lines(5, 8))).toBe(-1)
    expect(gapOf(2.5, 'band', lines([2, 4], [1, 5]))).toBe(0.5)
    expect(gapOf(5, 'band', lines([2, 4], [1, 5]))).toBe(-1)
    expect(gapOf(null, 'up', lines(95, 90))).toBeNull()
    expect(gapOf(96, 'up', undefined)).toBeNull()
  })

  test('lines have to suit their direction', () => {
    expect(areInOrder('up', lines(95, 90))).toBe(true)
    expect(areInOrder('up', lines(95, 97))).toBe(false)
    expect(areInOrder('down', lines(5, 8))).toBe(true)
    expect(areInOrder('down', lines(5, 3))).toBe(false)
    expect(areInOrder('band', lines([2, 4], [1, 5]))).toBe(true)
    expect(areInOrder('band', lines([2, 4], [3, 5]))).toBe(false)
    expect(areInOrder('band', lines(2, 1))).toBe(false)
    expect(areInOrder('up', lines([2, 4], [1, 5]))).toBe(false)
  })
})

test('the lines nearest to a scope come first', () => {
  const townOf = () => 'shaxi'
  expect(nearestScopes('city', townOf)).toEqual(['city'])
  expect(nearestScopes('kind:locker', townOf)).toEqual(['kind:locker', 'city'])
  expect(nearestScopes('facility:e1', townOf)).toEqual(['facility:e1', 'town:shaxi', 'city'])
  expect(nearestScopes('circle:taidong,kind:locker', townOf)).toEqual([
    'circle:taidong,kind:locker',
    'town:shaxi,kind:locker',
    'circle:taidong',
    'town:shaxi',
    'kind:locker',
    'city',
  ])
})

describe('the ranking', () => {
  const town = (value: number | null, more: Partial<Value> = {}) =>
    ({ value, isRanked: true, status: 'no-target', gap: null, ...more }) as Value
  const places = (values: Record<string, Value>, direction: 'up' | 'down' | 'band' = 'up', before: Record<string, Value> = {}) =>
    ranking(new Map(Object.entries(values)), new Map(Object.entries(before)), direction).map(({ town: name, rank, previousRank }) => [
      name,
      rank,
      previousRank,
    ])

  test('equal values share a place, and the next is further', () => {
    expect(places({ a: town(90), b: town(95), c: town(90), d: town(80) })).toEqual([
      ['b', 1, null],
      ['a', 2, null],
      ['c', 2, null],
      ['d', 4, null],
    ])
  })

  test('where less is better the least is first, and the place before is told', () => {
    const before = { a: town(1), b: town(2) }
    expect(places({ a: town(9), b: town(5) }, 'down', before)).toEqual([
      ['b', 1, 2],
      ['a', 2, 1],
    ])
  })

  test('too few facilities, too little data and nothing to count have no place', () => {
    const values = { a: town(99, { isRanked: false }), b: town(98, { status: 'no-data' }), c: town(null), d: town(50) }
    expect(places(values).map(([name, rank]) => [name, rank])).toEqual([
      ['d', 1],
      ['a', null],
      ['b', null],
      ['c', null],
    ])
  })

  test('of a band nearness decides, and only a line can tell', () => {
    expect(places({ a: town(9, { gap: -5 }), b: town(3, { gap: 1 }), c: town(2.5, { gap: 0.5 }), d: town(3) }, 'band')).toEqual([
      ['b', 1, null],
      ['c', 1, null],
      ['a', 3, null],
      ['d', null, null],
    ])
  })
})
