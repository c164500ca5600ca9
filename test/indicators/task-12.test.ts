import { describe, expect, it, test } from 'vitest'
import { comparedSites } from '../../ingest/indicators/task-12/compared-hours.ts'
import { type Hand, type HandSlice, handWorld, hour, minute, november } from './hand-world.ts'
import { exclusionsIn, outcomeFor, variant } from './outcome-for.ts'

const facilities = [
  { id: 'f1', town: 'loudong', circles: ['huiyang', 'yulong'] },
  { id: 'f2', town: 'shaxi', circles: ['shaxi-1'] },
]
const ports: Hand = { facilities, devices: { p1: 'charger@f1', p2: 'charger@f1', p3: 'charger@f2', l1: 'locker@f1' } }

describe('12-1 port availability', () => {
  const world = handWorld({
    ...ports,
    parts: [
      { device: 'p1', registered: 6_000, outage: 600, outageUnknown: 1_200, outageExcluded: 300, unknownExcluded: 120, suspended: 60 },
      { device: 'p2', registered: 6_000, outageUnknown: 6_000 },
      { device: 'p3', registered: 3_000, outage: 0 },
      { device: 'l1', registered: 6_000, outage: 6_000 },
    ],
  })

  it('is time available over time known, unknown as outage in the strict variant, which is the floor', () => {
    const value = outcomeFor(world, '12-1')

    // p1: 100 min, 20 unknown, 10 out, 5 of them excluded: 75/80; p3: 50/50. Strict: 100 − 10 − 20 + 5 + 2 = 77, p2 0, p3 50, of 250.
    expect(value).toMatchObject({ numerator: 125, denominator: 130, value: 12_500 / 130, coverage: 130 / 250, floor: 12_700 / 250 })
    expect(variant(value, 'strict')).toBe(value.floor)
    expect(value).toMatchObject({ facilities: 2, devices: 2, isRanked: false })
    expect(exclusionsIn(value)).toEqual({ 'state-unknown': [1, 0], suspended: [0, 1], 'excluded-outage': [0, 7] })
  })

  it('is the same in both circles of a facility, and of chargers alone', () => {
    const town = outcomeFor(world, '12-1', 'town:loudong')

    expect(town).toMatchObject({ numerator: 75, denominator: 80 })
    expect(outcomeFor(world, '12-1', 'circle:huiyang')).toEqual(town)
    expect(outcomeFor(world, '12-1', 'circle:yulong')).toEqual(town)
    expect(outcomeFor(world, '12-1', 'facility:f1')).toEqual(town)
    expect(outcomeFor(world, '12-1', 'kind:locker')).toMatchObject({ value: null, denominator: 0 })
  })

  it('names ports that are suspended or not in service', () => {
    const value = outcomeFor(handWorld({ ...ports, parts: [{ device: 'p1', suspended: 600 }, { device: 'p3' }] }), '12-1')

    expect(value).toMatchObject({ value: null, numerator: 0, denominator: 0, coverage: null, floor: null })
    expect(exclusionsIn(value)).toEqual({ suspended: [1, 0], 'not-in-service': [1, 0] })
  })
})

describe('12-2 circles with charging', () => {
  const circle = (id: string, town: string, isRecognised = true) => ({ id, town, isRecognised })
  const circles = [circle('huiyang', 'loudong'), circle('yulong', 'loudong'), circle('shaxi-1', 'shaxi', false), circle('empty', 'shaxi')]
  const hand: Hand = { ...ports, circles, parts: [{ device: 'p1', registered: 6_000, outage: 300 }] }

  it('counts recognised circles with a public port that is available enough', () => {
    const value = outcomeFor(handWorld(hand), '12-2')

    expect(value).toMatchObject({ value: 200 / 3, numerator: 2, denominator: 3, facilities: 3, isRanked: false })
    expect(exclusionsIn(value)).toEqual({ 'circle-not-recognised': [1, 0] })
    expect(outcomeFor(handWorld(hand), '12-2', 'town:shaxi')).toMatchObject({ value: 0, denominator: 1 })
    expect(outcomeFor(handWorld(hand), '12-2', 'circle:yulong')).toMatchObject({ value: 100, denominator: 1 })
  })

  it.each([
    ['the target of 12-1 is above it', { targets: { '12-1': 96 } }],
    ['the parameter is above it', { parameters: { availability: 95.1 } }],
    ['too little is known of it', { parts: [{ device: 'p1', registered: 6_000, outageUnknown: 660 }] }],
    ['it is not public', { facilities: facilities.map((facility) => ({ ...facility, isPublic: false })) }],
  ])('does not count a port when %s', (_, change) => {
    expect(outcomeFor(handWorld({ ...hand, ...change }), '12-2')).toMatchObject({ numerator: 0, denominator: 3 })
  })

  it('takes a port that moved within a circle as one', () => {
    const parts = [
      { device: 'p1', registered: 600, outage: 600 },
      { device: 'p1', at: 'f3', registered: 59_400 },
    ]
    const moved = { ...hand, facilities: [...facilities, { id: 'f3', town: 'loudong', circles: ['huiyang'] }], parts }

    expect(outcomeFor(handWorld(moved), '12-2', 'circle:huiyang')).toMatchObject({ numerator: 1 })
    expect(outcomeFor(handWorld(moved), '12-2', 'circle:yulong')).toMatchObject({ numerator: 0 })
  })
})

describe('12-3 time to restore', () => {
  const runs = (n: number, serviceRuns: string, device = 'p1') => ({ device, n, serviceRuns })
  const value = (hand: Hand, scope?: string) => outcomeFor(handWorld({ ...ports, ...hand }), '12-3', scope)

  it('is the median of the outages that ended, with P90 and open ones beside it', () => {
    const outcome = value({
      days: [runs(0, 'G60B30G60B90G1200'), runs(0, 'G1380B60', 'p3'), runs(1, 'B60G1380', 'p3'), runs(1, 'G1400B40', 'p2')],
      until: november.from + 48 * hour,
    })

    // 30, 90 and 120 minutes; p2 is out of order for 40 minutes at the end.
    expect(outcome).toMatchObject({ value: 1.5, numerator: null, denominator: 3, facilities: 2, devices: 2, coverage: null })
    expect([variant(outcome, 'p90'), variant(outcome, 'open'), variant(outcome, 'oldestOpen')]).toEqual([2, 1, 40 / 60])
  })

  it('takes the mean of the middle two', () => {
    expect(value({ days: [runs(0, 'G60B30G60B45G1245')] })).toMatchObject({ value: 37.5 / 60, denominator: 2 })
  })

  it('neither ends nor shortens an outage for unknown and unregistered minutes, and takes suspended ones off', () => {
    expect(value({ days: [runs(0, 'G60B30U30-30S40B10U5G1235')] })).toMatchObject({ value: 105 / 60, denominator: 1 })
  })

  it('begins with the first known mark of a port never seen in order', () => {
    expect(value({ days: [runs(0, '-600U60B30G750')] })).toMatchObject({ value: 0.5, denominator: 1 })
  })

  it('leaves out outages that touch an excluded one', () => {
    const excludedOutages = [{ device: 'p1', from: november.from + 70 * minute, to: november.from + 71 * minute }]

    const outcome = value({ days: [runs(0, 'G60B30G60B90G1200')], excludedOutages })

    expect(outcome).toMatchObject({ value: 1.5, denominator: 1 })
    expect(exclusionsIn(outcome)).toEqual({ 'excluded-outage': [1, 0] })
  })

  it('finds what began long before the window, reading further back only for the ports that need it', () => {
    const read: [number, readonly string[] | undefined][] = []
    const days = [
      runs(-100, 'G720B720', 'p2'),
      runs(-99, 'U1440', 'p2'),
      runs(-1, 'G1440'),
      runs(0, 'G60B60G1320'),
      runs(0, 'U60G1380', 'p2'),
    ]

    const outcome = value({ days, onDays: (lookback, devices) => read.push([lookback, devices]) })

    expect(outcome).toMatchObject({ value: (1 + 12 + 99 * 24 + 1) / 2, denominator: 2 })
    expect(read).toEqual([
      [2, undefined],
      [40, ['p2']],
      [400, ['p2']],
    ])
  })

  it('counts an outage that ended before the window no more, and an open one of a retired port not at all', () => {
    const days = [runs(-1, 'G60B60G1320'), runs(0, 'G1440'), runs(0, 'G60B1380', 'p2')]

    const outcome = value({ days, retired: ['p2'] })

    expect(outcome).toMatchObject({ value: null, denominator: 0 })
    expect(variant(outcome, 'open')).toBe(0)
  })

  it('counts where the port stood when it was in order again', () => {
    const days = [runs(0, 'G60B660'), { ...runs(0, 'B60G660'), at: 'f2', from: 720 }]

    expect(value({ days }, 'town:shaxi')).toMatchObject({ value: 12, denominator: 1 })
    expect(value({ days }, 'town:loudong')).toMatchObject({ value: null, denominator: 0 })
  })
})

test('12-4 is starts that delivered over those the user did not cancel', () => {
  const world = handWorld({
    ...ports,
    parts: [
      { device: 'p1', registered: 60, starts: 12, startsCancelled: 2, startsDelivered: 9 },
      { device: 'p2', registered: 60, starts: 1, startsCancelled: 1 },
      { device: 'p3', registered: 60, starts: 10, startsDelivered: 10 },
    ],
  })

  expect(outcomeFor(world, '12-4')).toMatchObject({ value: 95, numerator: 19, denominator: 20, devices: 2, coverage: null, floor: null })
  expect(exclusionsIn(outcomeFor(world, '12-4'))).toEqual({ 'nothing-counted': [1, 0] })
})

describe('12-5 energy reconciliation', () => {
  const devices = { p1: 'charger@f1', p2: 'charger@f1', m1: 'meter@f1', p3: 'charger@f2', m2: 'meter@f2' } as const
  const full = { registered: 3_600, expected: 60, distinct: 60, clockError: 0 }
  const at = (device: string, n: number, kwh: number, change = {}) => ({ device, n, ...full, energy: kwh * 1e6, ...change })
  const value = (slices: readonly HandSlice[], scope?: string) => {
    const parts = [...new Set(slices.map(({ device }) => device))].map((device) => ({ device, registered: 3_600 }))
    return outcomeFor(handWorld({ facilities, devices, parts, slices }), '12-5', scope)
  }

  it('is the absolute value of the difference of the sums, over the hours in which all is complete', () => {
    const slices = [
      at('p1', 0, 3),
      at('p2', 0, 4),
      at('m1', 0, 8),
      at('p1', 40, 1),
      at('p2', 40, 0),
      at('m1', 40, 2),
      at('p3', 0, 12),
      at('m2', 0, 10),
    ]

    expect(value(slices)).toMatchObject({ value: 0, numerator: 0, denominator: 20, facilities: 2 })
    expect(value(slices, 'facility:f1')).toMatchObject({ value: 20, numerator: 2, denominator: 10 })
    expect(value(slices, 'kind:charger')).toMatchObject({ value: 0, denominator: 20 })
    expect(variant(value(slices), 'hours')).toBe(3)
  })

  it.each([
    ['a slot is missing', { distinct: 59 }],
    ['nothing is expected', { expected: 0, distinct: 0 }],
    ['it is registered for a part', { registered: 3_540 }],
    ['its clock is off', { clockError: 180_001 }],
    ['its clock is unknown', { clockError: null }],
    ['a time was corrected', { clockMarked: 1 }],
    ['it is suspended', { registered: 0, suspended: 3_600 }],
    ['it moved within the hour', { registered: 1_800, minutes: 30 }],
  ])('leaves an hour out when of one device %s', (_, change) => {
    const slices = [at('p1', 0, 3), at('m1', 0, 4), at('p1', 1, 3), at('p2', 1, 3, change), at('m1', 1, 9)]

    const outcome = value(slices)

    expect(outcome).toMatchObject({ value: 25, numerator: 1, denominator: 4 })
    expect(exclusionsIn(outcome)).toEqual({ 'hours-incomplete': [0, 60] })
  })

  it('takes a clock that is off by three minutes', () => {
    expect(value([at('p1', 0, 3, { clockError: 180_000 }), at('m1', 0, 4)])).toMatchObject({ value: 25 })
  })

  it('reads hour by hour only devices of sites that have both', () => {
    const slices = [at('p1', 0, 3), at('m1', 0, 4), at('p3', 0, 1)]
    const parts = slices.map(({ device }) => ({ device, registered: 3_600 }))
    const world = handWorld({ facilities, devices, parts, slices })
    const read: string[] = []
    const watched = {
      ...world,
      slices: (...asked: Parameters<typeof world.slices>) => {
        read.push(...(asked[3] ?? []))
        return world.slices(...asked)
      },
    }

    expect([...comparedSites(watched, 3)].map(({ facility, hours }) => [facility, hours])).toEqual([
      ['f1', 1],
      ['f2', 0],
    ])
    expect(new Set(read)).toEqual(new Set(['p1', 'm1']))
  })

  it('names sites without a meter, and those of which no hour is complete', () => {
    const outcome = value([at('p1', 0, 3), at('p3', 0, 1, { distinct: 1 }), at('m2', 0, 1)])

    expect(outcome).toMatchObject({ value: null, numerator: 0, denominator: 0 })
    expect(exclusionsIn(outcome)).toEqual({ 'no-meter': [1, 0], 'hours-incomplete': [1, 0] })
  })
})
