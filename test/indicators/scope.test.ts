import { expect, test } from 'vitest'
import { formatScope, matches, parseScope, scopeIdsOf, scopesOf } from '../../ingest/indicators/scope.ts'

test.each(['city', 'town:shaxi', 'circle:taidong', 'kind:locker', 'facility:f-1', 'town:shaxi,kind:locker', 'circle:taidong,kind:locker'])(
  '%s is a scope and is written as it was read',
  (text) => {
    const scope = parseScope(text)

    expect(scope && formatScope(scope)).toBe(text)
  },
)

test('the order in which a scope is written does not matter', () => {
  expect(formatScope(parseScope('kind:locker,town:shaxi') ?? {})).toBe('town:shaxi,kind:locker')
})

test.each([
  '',
  'shaxi',
  'town:',
  'town:Shaxi',
  'city,kind:locker',
  'town:a,town:b',
  'town:a,circle:b',
  'facility:a,kind:b',
  'town:a,kind:b,circle:c',
  'device:x',
  'town:a:b',
  'toString:a',
])('%j is no scope', (text) => {
  expect(parseScope(text)).toBeUndefined()
})

const locker = { town: 'shaxi', circles: ['a', 'b'], kind: 'locker', facility: 'f1' }
const store = { town: 'liuhe', circles: [], kind: 'store', facility: 'f2' }

test('what stands in two circles counts in both, and in each scope of its own', () => {
  expect(scopeIdsOf(locker)).toEqual([
    'city',
    'town:shaxi',
    'circle:a',
    'circle:b',
    'kind:locker',
    'town:shaxi,kind:locker',
    'circle:a,kind:locker',
    'circle:b,kind:locker',
    'facility:f1',
  ])
  for (const id of scopeIdsOf(locker)) {
    expect(matches(locker, parseScope(id) ?? { town: 'none' })).toBe(true)
    expect(matches(store, parseScope(id) ?? { town: 'none' })).toBe(id === 'city')
  }
})

test('what has no town counts for the city and its kind', () => {
  expect(scopeIdsOf({ town: '', circles: [], kind: 'locker' })).toEqual(['city', 'kind:locker'])
})

test('the scopes of a granularity are those that something counts in', () => {
  const ids = (granularity: Parameters<typeof scopesOf>[1]) => scopesOf([locker, store], granularity).map(formatScope)

  expect(ids('C')).toEqual(['city'])
  expect(ids('T')).toEqual(['town:liuhe', 'town:shaxi'])
  expect(ids('L')).toEqual(['circle:a', 'circle:b'])
  expect(ids('F')).toEqual(['kind:locker', 'kind:store'])
  expect(ids('facility')).toEqual(['facility:f1', 'facility:f2'])
})
