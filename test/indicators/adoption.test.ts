import { describe, expect, it, test } from 'vitest'
import { adoptionOf } from '../../ingest/indicators/adoption.ts'
import { suspectsOf } from '../../ingest/indicators/adoption-suspects.ts'
import type { SuspectSort } from '../../ingest/indicators/indicators.ts'
import { type Hand, type HandDay, handWorld, hour, november } from './hand-world.ts'

const facilities = [
  { id: 'f1', town: 'loudong', circles: ['a', 'b'] },
  { id: 'f2', town: 'shaxi', circles: ['b'] },
]
const devices = { z1: 'freezer@f1', z2: 'freezer@f2', l1: 'locker@f2', m1: 'meter@f1' } as const
const none = { 'heartbeat-only': 0, frozen: 0, identical: 0, 'counted-twice': 0 }

const sorts = (hand: Hand, sort: SuspectSort) =>
  suspectsOf(handWorld({ facilities, devices, ...hand }))
    .filter((suspect) => suspect.sort === sort)
    .map(({ device, others }) => [device, ...others])

test('installed is what is registered, online what was heard, used what was used, or told something where there is no use', () => {
  const parts = [
    { device: 'z1', heard: 9, readings: 5 },
    { device: 'z1', at: 'f2', heard: 9, uses: 1 },
    { device: 'l1', heard: 3, readings: 3 },
    { device: 'm1', heard: 1, readings: 1 },
    { device: 'gone', heard: 1, uses: 1 },
  ]
  const circles = [
    { id: 'b', town: 'shaxi', isRecognised: true },
    { id: 'c', town: 'shaxi', isRecognised: true },
  ]
  const world = handWorld({ facilities, devices, circles, parts })

  expect(adoptionOf(world, 'city')).toEqual([{ scope: 'city', installed: 4, online: 3, used: 2, suspects: none }])
  expect(adoptionOf(world, 'town')).toEqual([
    { scope: 'town:loudong', installed: 2, online: 2, used: 2, suspects: none },
    { scope: 'town:shaxi', installed: 2, online: 1, used: 0, suspects: none },
  ])
  expect(adoptionOf(world, 'circle')).toEqual([
    { scope: 'circle:b', installed: 4, online: 3, used: 2, suspects: none },
    { scope: 'circle:c', installed: 0, online: 0, used: 0, suspects: none },
  ])
  expect(adoptionOf(world, 'kind').find(({ scope }) => scope === 'kind:freezer')).toMatchObject({ installed: 2, online: 1, used: 1 })
})

describe('heartbeat-only', () => {
  const beats = { device: 'z1', heard: 1_440, registered: 2 * 86_400 }

  it('is a device heard for a day of minutes that never told anything', () => {
    expect(sorts({ parts: [{ ...beats, badReadings: 9 }] }, 'heartbeat-only')).toEqual([['z1']])
    expect(adoptionOf(handWorld({ facilities, devices, parts: [beats] }), 'town')[0]).toMatchObject({ suspects: { 'heartbeat-only': 1 } })
  })

  it.each([
    ['was heard for less', { heard: 1_439 }],
    ['is newer than two days', { registered: 2 * 86_400 - 60 }],
    ['has a reading', { readings: 1 }],
    ['was used', { uses: 1 }],
  ])('is not one that %s', (_, change) => {
    expect(sorts({ parts: [{ ...beats, ...change }] }, 'heartbeat-only')).toEqual([])
  })
})

describe('frozen', () => {
  const still = (change: Partial<HandDay> = {}) =>
    [27, 28, 29].map((n): HandDay => ({ device: 'z1', n, readings: 24, ...(n === 27 && change) }))

  it('is a device whose readings of the last three days never change', () => {
    expect(sorts({ days: [{ device: 'z1', n: 26, readings: 24, changes: 9 }, ...still()] }, 'frozen')).toEqual([['z1']])
  })

  it('is not one that changed once, nor one with too few readings, nor one that is frozen no more', () => {
    expect(sorts({ days: still({ changes: 1 }) }, 'frozen')).toEqual([])
    expect(sorts({ days: still({ readings: 23 }) }, 'frozen')).toEqual([])
    expect(sorts({ days: [20, 21, 22, 23].map((n) => ({ device: 'z1', n, readings: 96 })) }, 'frozen')).toEqual([])
  })

  it('takes in the day in which the three days begin while the month runs', () => {
    const until = november.from + 28 * 24 * hour - 6 * hour

    expect(
      sorts({ days: [24, 25, 26, 27].map((n) => ({ device: 'z1', n, readings: 24, changes: n === 24 ? 1 : 0 })), until }, 'frozen'),
    ).toEqual([])
    expect(sorts({ days: [24, 25, 26, 27].map((n) => ({ device: 'z1', n, readings: 24 })), until }, 'frozen')).toEqual([['z1']])
  })
})

describe('identical', () => {
  const same = (device: string, n = 3, digest = 'd', changes = 24): HandDay => ({ device, n, digest, changes })

  it('are devices of a kind that told the same for a day', () => {
    expect(sorts({ days: [same('z1'), same('z2'), same('l1')] }, 'identical')).toEqual([
      ['z1', 'z2'],
      ['z2', 'z1'],
    ])
  })

  it('are not those that told the same on different days, or something else, or next to nothing', () => {
    expect(sorts({ days: [same('z1'), same('z2', 4)] }, 'identical')).toEqual([])
    expect(sorts({ days: [same('z1'), same('z2', 3, 'e')] }, 'identical')).toEqual([])
    expect(sorts({ days: [same('z1'), same('z2', 3, 'd', 23)] }, 'identical')).toEqual([])
    expect(sorts({ days: [same('z1'), same('z2')], retired: ['z2'] }, 'identical')).toEqual([])
  })

  it('says on how many days, in both languages', () => {
    const [first] = suspectsOf(handWorld({ facilities, devices, days: [3, 4].flatMap((n) => [same('z1', n), same('z2', n)]) }))

    expect(first).toMatchObject({
      sort: 'identical',
      device: 'z1',
      kind: 'freezer',
      facility: 'f1',
      town: 'loudong',
      reason: {
        zh: '有 2 天的全部读数与同类的另 1 台设备完全相同',
        en: 'On 2 days every reading is the same as that of 1 other device of its kind',
      },
    })
  })
})

describe('counted twice', () => {
  const at = (id: string, operator: string | undefined, latitude: number, longitude: number, name = id) => ({
    id,
    name,
    ...(operator !== undefined && { operator }),
    latitude,
    longitude,
  })
  /** 0.0004 degrees are 45 m north, 38 m east. */
  const east = at('f1', 'one', 31.5, 121.1)

  it('are devices of a kind at two places within 50 m of different operators', () => {
    expect(sorts({ facilities: [east, at('f2', 'two', 31.5004, 121.1)] }, 'counted-twice')).toEqual([
      ['z1', 'z2'],
      ['z2', 'z1'],
    ])
    expect(sorts({ facilities: [east, at('f2', 'two', 31.5, 121.1005)] }, 'counted-twice')).toHaveLength(2)
  })

  it.each([
    ['further away', at('f2', 'two', 31.5004, 121.1004)],
    ['of the same operator', at('f2', 'one', 31.5, 121.1)],
    ['of an operator nobody entered', at('f2', undefined, 31.5, 121.1)],
  ])('are not those at a place %s', (_, other) => {
    expect(sorts({ facilities: [east, other] }, 'counted-twice')).toEqual([])
  })

  it('are those of facilities of the same name, however far', () => {
    const [first] = suspectsOf(handWorld({ devices, facilities: [east, at('f2', 'two', 31.6, 121.1, 'f1')] }))

    expect(first).toMatchObject({ sort: 'counted-twice', others: ['z2'], reason: { zh: expect.stringContaining('同名') } })
  })

  it('are those that tell the same at two facilities, or of two vendors', () => {
    const days = ['z1', 'z2'].map((device) => ({ device, n: 3, digest: 'd', changes: 24 }))

    expect(sorts({ days }, 'counted-twice')).toHaveLength(2)
    expect(sorts({ days, devices: { z1: 'freezer@f1', z2: 'freezer@f1' } }, 'counted-twice')).toEqual([])
  })

  it('are found among thousands of places, also where most share one point, one name and one series', () => {
    const count = 3_000
    const ids = Array.from({ length: count }, (_, index) => index)
    const spread = ids.map((index) => at(`p${index}`, `o${index % 7}`, 31.4 + (index % 100) * 0.004, 121 + index * 0.00005))
    const heaped = ids.map((index) => at(`q${index}`, `o${index % 7}`, 31.5, 121, '自助点'))
    const machines = Object.fromEntries(ids.map((index) => [`v${index}`, `vending@q${index}` as const]))
    const days = ids.map((index) => ({ device: `v${index}`, n: 3, digest: 'd', changes: 24 }))
    const hand = handWorld({ devices: machines, facilities: [...spread, ...heaped], days })
    const began = performance.now()

    const suspects = suspectsOf(hand).filter(({ sort }) => sort === 'identical')

    expect(suspects).toHaveLength(count)
    expect(suspects[0]?.others.length).toBe(50)
    expect(suspects[0]?.reason.en).toContain('2999 other devices')
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})
