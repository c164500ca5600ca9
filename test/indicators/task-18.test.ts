import { describe, expect, it, test } from 'vitest'
import { type Hand, type HandDay, handWorld, hour, november } from './hand-world.ts'
import { exclusionsIn, outcomeFor, variant } from './outcome-for.ts'

const facilities = [
  { id: 'f1', town: 'loudong', circles: ['a', 'b'], retentionHours: 24 },
  { id: 'f2', town: 'shaxi', circles: ['b'] },
]
const devices = { v1: 'vending@f1', v2: 'vending@f2', z1: 'freezer@f2', l1: 'locker@f1', l2: 'locker@f2', p1: 'charger@f1' } as const

test('18-1 is sale lines with a trace code over sale lines, and by amount', () => {
  const parts = [
    { device: 'v1', registered: 60, saleLines: 10, tracedLines: 4, saleFen: 1_000, tracedFen: 700 },
    { device: 'z1', registered: 60, saleFen: -200, tracedFen: -100 },
    { device: 'v2', registered: 60 },
  ]
  const outcome = outcomeFor(handWorld({ facilities, devices, parts }), '18-1')

  expect(outcome).toMatchObject({ value: 40, numerator: 4, denominator: 10, devices: 1 })
  expect(outcome.variants).toMatchObject([{ id: 'amount', value: 75, numerator: 600, denominator: 800 }])
  expect(exclusionsIn(outcome)).toEqual({ 'nothing-counted': [1, 0] })
  expect(variant(outcomeFor(handWorld({ facilities, devices, parts: parts.slice(1) }), '18-1'), 'amount')).toBeNull()
})

describe('18-2 restock within 24 h', () => {
  const runs = (n: number, stockRuns: string, device = 'v1'): HandDay => ({ device, n, stockRuns })
  const outcome = (days: readonly HandDay[], scope?: string, hand: Hand = {}) =>
    outcomeFor(handWorld({ facilities, devices, days, ...hand }), '18-2', scope)

  it('takes each lane for an episode, and what is filled first for the oldest', () => {
    // Two lanes empty at 0:00, two more at 12:00 of day 0; one filled at 23:00, three at 13:00 of day 1.
    const days = [runs(0, '2x720 4x660 3x60'), runs(1, '3x780 0x660')]

    expect(outcome([runs(-3, '0x1440'), ...days])).toMatchObject({ value: 25, numerator: 1, denominator: 4, devices: 1 })
  })

  it('counts one filled exactly 24 hours later as in time', () => {
    expect(outcome([runs(0, '0x60 1x1380'), runs(1, '1x60 0x1380')])).toMatchObject({ numerator: 1, denominator: 1 })
    expect(outcome([runs(0, '0x60 1x1380'), runs(1, '1x61 0x1379')])).toMatchObject({ numerator: 0, denominator: 1 })
  })

  it('changes nothing for unknown and unregistered minutes', () => {
    expect(outcome([runs(0, '0x60 1x60 ?x60 1x60 -x600 1x60 0x540')])).toMatchObject({ numerator: 1, denominator: 1 })
  })

  it('counts an episode in the window in which its 24 hours end', () => {
    expect(outcome([runs(-1, '0x60 1x1380'), runs(0, '1x120 0x1320')])).toMatchObject({ numerator: 0, denominator: 1 })
    expect(outcome([runs(-2, '0x1439 1x1'), runs(-1, '1x120 0x1320')])).toMatchObject({ value: null, denominator: 0 })
    expect(outcome([runs(29, '0x60 1x1380')])).toMatchObject({ value: null, denominator: 0 })
  })

  it('goes on from before the window, however long nothing was known', () => {
    const read: number[] = []

    expect(
      outcome([runs(-50, '0x60 3x1380'), runs(3, '4x60 1x1380')], 'city', { onDays: (lookback) => read.push(lookback) }),
    ).toMatchObject({
      numerator: 0,
      denominator: 1,
    })
    expect(read).toEqual([2, 40, 400])
  })

  it('counts where the machine stood when the 24 hours ended', () => {
    const days = [runs(0, '0x60 1x1380'), { ...runs(1, '1x1440'), at: 'f2' }]

    expect(outcome(days, 'town:shaxi')).toMatchObject({ denominator: 1 })
    expect(outcome(days, 'town:loudong')).toMatchObject({ denominator: 0 })
  })

  it('counts no further than the facts go', () => {
    expect(outcome([runs(0, '0x60 1x1380'), runs(1, '1x30')], 'city', { until: november.from + 24.5 * hour })).toMatchObject({
      denominator: 0,
    })
  })
})

test('18-3 is book less differences over book, of the sums, and never below zero', () => {
  const parts = [
    { device: 'v1', registered: 60, countBook: 100, countDifference: 10 },
    { device: 'v2', registered: 60, countBook: 20, countDifference: 50 },
  ]
  const world = handWorld({ facilities, devices, parts })

  expect(outcomeFor(world, '18-3')).toMatchObject({ value: 50, numerator: 60, denominator: 120, devices: 2 })
  expect(outcomeFor(world, '18-3', 'town:shaxi')).toMatchObject({ value: 0, numerator: 0, denominator: 20 })
})

test('18-4 is parcels overdue over those due, and names facilities without a retention time', () => {
  const parts = [
    { device: 'l1', registered: 60, parcelsDue: 20, parcelsOverdue: 1 },
    { device: 'l2', registered: 60, deposits: 4 },
  ]
  const outcome = outcomeFor(handWorld({ facilities, devices, parts }), '18-4')

  expect(outcome).toMatchObject({ value: 5, numerator: 1, denominator: 20, facilities: 1 })
  expect(exclusionsIn(outcome)).toEqual({ 'no-retention': [1, 0] })
})

describe('18-5 low-use sites', () => {
  const sites = ['s1', 's2', 's3', 's4', 's5']
  const uses: Record<string, number> = { s1: 100, s2: 10, s3: 11, s4: 1, s5: 2 }
  const days = sites.flatMap((site) =>
    Array.from({ length: site === 's4' ? 27 : 28 }, (_, n) => ({
      device: `v-${site}`,
      n,
      registered: 60,
      uses: n === 0 ? (uses[site] ?? 0) : 0,
    })),
  )
  const hand: Hand = {
    facilities: sites.map((id) => ({ id, town: id === 's5' ? 'shaxi' : 'loudong' })),
    devices: Object.fromEntries(sites.map((id) => [`v-${id}`, `vending@${id}`])) as Hand['devices'] & {},
    days,
  }

  it('counts those below 20 % of the median of the city, of their kind, with at least 28 days', () => {
    const outcome = outcomeFor(handWorld(hand), '18-5')

    // Over 28 days: 100, 10, 11 and 2; median 10.5, of which 20 % are 2.1.
    expect(outcome).toMatchObject({ value: 25, numerator: 1, denominator: 4, facilities: 4 })
    expect(exclusionsIn(outcome)).toEqual({ 'too-few-days': [1, 0] })
    expect(outcomeFor(handWorld(hand), '18-5', 'town:shaxi,kind:vending')).toMatchObject({ value: 100, denominator: 1 })
  })

  it('does not count one that is exactly at the share, nor days without registered time', () => {
    const at = days.map((one) => (one.device === 'v-s5' && one.n === 1 ? { ...one, uses: 1 } : one))
    const off = days.map((one) => (one.device === 'v-s5' && one.n === 1 ? { ...one, registered: 0 } : one))

    expect(outcomeFor(handWorld({ ...hand, days: at }), '18-5')).toMatchObject({ numerator: 0, denominator: 4 })
    expect(outcomeFor(handWorld({ ...hand, days: off }), '18-5')).toMatchObject({ numerator: 0, denominator: 3 })
  })

  it('takes share and days as parameters, and leaves out what is retired', () => {
    expect(outcomeFor(handWorld({ ...hand, parameters: { share: 96 } }), '18-5')).toMatchObject({ numerator: 2, denominator: 4 })
    expect(outcomeFor(handWorld({ ...hand, parameters: { days: 27 } }), '18-5')).toMatchObject({ denominator: 5 })
    const inService = (hand.facilities ?? []).filter(({ id }) => id !== 's5')
    expect(outcomeFor(handWorld({ ...hand, facilities: inService }), '18-5')).toMatchObject({ denominator: 3 })
  })
})
