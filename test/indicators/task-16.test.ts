import { describe, expect, it, test } from 'vitest'
import { type Hand, handWorld } from './hand-world.ts'
import { exclusionsIn, outcomeFor, variant } from './outcome-for.ts'

const facilities = [
  { id: 'f1', town: 'loudong', circles: ['a', 'b'] },
  { id: 'f2', town: 'shaxi', circles: ['b'] },
]

describe('16-1 circles with enough business types', () => {
  const devices = { z1: 'freezer@f1', l1: 'locker@f1', v1: 'vending@f2', c1: 'charger@f2' } as const
  const circles = ['a', 'b', 'c'].map((id) => ({ id, town: id === 'c' ? 'shaxi' : 'loudong', isRecognised: false }))
  const all = Object.keys(devices)
  const parts = all.map((device) => ({ device, registered: 36_000, online: 28_800 }))
  const days = Array.from({ length: 10 }, (_, n) => all.map((device) => ({ device, n, registered: 3_600, readings: n < 8 ? 1 : 0 }))).flat()
  const hand: Hand = { facilities, devices, circles, parts, days }

  it('counts the circles with three types, of facilities that are effective', () => {
    const value = outcomeFor(handWorld(hand), '16-1')

    expect(value).toMatchObject({ value: 100 / 3, numerator: 1, denominator: 3, facilities: 3 })
    expect(outcomeFor(handWorld(hand), '16-1', 'circle:b')).toMatchObject({ value: 100 })
    expect(outcomeFor(handWorld(hand), '16-1', 'town:shaxi')).toMatchObject({ value: 0, denominator: 1 })
  })

  const withoutOneDay = days.map((one) => (one.n === 0 && /v1|c1/.test(one.device) ? { ...one, readings: 0 } : one))
  it.each([
    ['online for less than 80 %', { parts: parts.map((part) => (part.device === 'v1' ? { ...part, online: 28_740 } : part)) }],
    ['without a reading on more than 20 % of its days', { days: withoutOneDay }],
    ['retired', { retired: ['v1'] }],
  ])('does not count a facility that is %s', (_, change) => {
    expect(outcomeFor(handWorld({ ...hand, ...change }), '16-1')).toMatchObject({ numerator: 0, denominator: 3 })
  })

  it('takes a use for activity, and the number of types as a parameter', () => {
    const used = days.map((one) => ({ ...one, readings: 0, uses: one.readings }))

    expect(outcomeFor(handWorld({ ...hand, days: used }), '16-1')).toMatchObject({ numerator: 1 })
    expect(outcomeFor(handWorld({ ...hand, parameters: { types: 2 } }), '16-1')).toMatchObject({ numerator: 2 })
    expect(outcomeFor(handWorld({ ...hand, parameters: { types: 4 } }), '16-1')).toMatchObject({ numerator: 0 })
  })
})

test('16-2 is online over registered time, of all devices', () => {
  const world = handWorld({
    facilities,
    devices: { z1: 'freezer@f1', m1: 'meter@f2', l1: 'locker@f2' },
    parts: [
      { device: 'z1', registered: 6_000, online: 5_400, suspended: 600 },
      { device: 'z1', at: 'f2', registered: 3_000, online: 3_000 },
      { device: 'm1', registered: 1_000 * 60 },
      { device: 'l1', suspended: 60 },
    ],
  })

  expect(outcomeFor(world, '16-2')).toMatchObject({
    value: 14_000 / 1_150,
    numerator: 140,
    denominator: 1_150,
    facilities: 2,
    devices: 2,
    coverage: null,
  })
  expect(exclusionsIn(outcomeFor(world, '16-2'))).toEqual({ suspended: [1, 10] })
  expect(outcomeFor(world, '16-2', 'town:loudong')).toMatchObject({ value: 90, numerator: 90, denominator: 100 })
  expect(outcomeFor(world, '16-2', 'kind:freezer')).toMatchObject({ numerator: 140, denominator: 150, facilities: 2, devices: 1 })
  expect(outcomeFor(world, '16-2', 'town:shaxi,kind:freezer')).toMatchObject({ value: 100, denominator: 50 })
})

test('16-3 is time within limits over time known, with coverage and floor', () => {
  const world = handWorld({
    facilities,
    devices: { z1: 'freezer@f1', z2: 'freezer@f2', v1: 'vending@f2', v2: 'vending@f2', z3: 'freezer@f2', l1: 'locker@f1' },
    parts: [
      { device: 'z1', registered: 6_000, service: 6_000, coldGood: 4_800, coldBad: 600, coldUnknown: 600, coldSevere: 120, doorOpen: 180 },
      { device: 'z2', registered: 6_000, service: 6_000, coldUnknown: 6_000, suspended: 60 },
      { device: 'v1', registered: 6_000, service: 6_000 },
      { device: 'v2', registered: 600, service: 600, coldGood: 600 },
      { device: 'z3', registered: 600 },
    ],
  })
  const value = outcomeFor(world, '16-3')

  expect(value).toMatchObject({ numerator: 90, denominator: 100, value: 90, coverage: 0.5 * (100 / 105), floor: 9_000 / 210, devices: 2 })
  expect([variant(value, 'severe'), variant(value, 'doorOpen')]).toEqual([2, 3])
  expect(exclusionsIn(value)).toEqual({ 'no-limits': [1, 0], 'no-service-hours': [1, 0], 'state-unknown': [1, 0] })
})

describe('16-4 compartments per household', () => {
  const devices = { l1: 'locker@f1', l2: 'locker@f1', l3: 'locker@f2', z1: 'freezer@f3' } as const
  const sites = [{ ...facilities[0], id: 'f1', households: 200 }, { id: 'f2' }, { id: 'f3', households: 50 }]
  const last = 30 * 24 - 24
  const slices = [
    { device: 'l1', n: last - 1, compartmentsLast: 100, faultyLeast: 0 },
    { device: 'l1', n: last, compartmentsLast: 30, faultyLeast: 2 },
    { device: 'l1', n: last + 5, compartmentsLast: 40, faultyLeast: 5 },
    { device: 'l1', n: last + 6 },
  ]

  it('takes the last number known in the last 24 h less those faulty throughout, and names lockers without', () => {
    const value = outcomeFor(handWorld({ facilities: sites, devices, slices }), '16-4')

    expect(value).toMatchObject({ numerator: 38, denominator: 200, value: 19, facilities: 1 })
    expect(exclusionsIn(value)).toEqual({ 'no-households': [1, 0], 'compartments-unknown': [1, 0] })
  })

  it('is 0 where no locker reports, and not applicable where no households are registered', () => {
    expect(outcomeFor(handWorld({ facilities: sites, devices }), '16-4', 'circle:a')).toMatchObject({
      value: 0,
      numerator: 0,
      denominator: 200,
    })
    expect(outcomeFor(handWorld({ facilities: sites, devices }), '16-4', 'town:shaxi')).toMatchObject({ value: null, denominator: 0 })
  })
})

test('16-5 is pick-ups per serviceable compartment-day', () => {
  const world = handWorld({
    facilities,
    devices: { l1: 'locker@f1', l2: 'locker@f2', l3: 'locker@f2' },
    parts: [
      { device: 'l1', registered: 86_400, uses: 30, compartmentMinutes: 1_440 * 40, faultyMinutes: 1_440 * 10, suspended: 60 },
      { device: 'l2', registered: 86_400, uses: 15, compartmentMinutes: 720, faultyMinutes: 0 },
      { device: 'l3', registered: 86_400, uses: 15 },
    ],
  })

  expect(outcomeFor(world, '16-5')).toMatchObject({ value: 45 / 30.5, numerator: 45, denominator: 30.5, devices: 2 })
  expect(exclusionsIn(outcomeFor(world, '16-5'))).toEqual({ 'state-unknown': [1, 0], suspended: [0, 1] })
})

test('16-6 is empty over all lane-minutes, with the coverage of the stock', () => {
  const world = handWorld({
    facilities,
    devices: { v1: 'vending@f1', v2: 'vending@f2' },
    parts: [
      { device: 'v1', registered: 6_000, service: 6_000, laneMinutes: 4_000, emptyLaneMinutes: 200, stockKnown: 4_800 },
      { device: 'v2', registered: 6_000, service: 6_000 },
    ],
  })

  expect(outcomeFor(world, '16-6')).toMatchObject({ value: 5, numerator: 200, denominator: 4_000, coverage: 0.4, floor: null, devices: 1 })
  expect(exclusionsIn(outcomeFor(world, '16-6'))).toEqual({ 'state-unknown': [1, 0] })
})

test('16-7 is time ready over time known of the declared hours, of stores alone', () => {
  const world = handWorld({
    facilities,
    devices: { s1: 'store@f1', p1: 'charger@f1' },
    parts: [
      { device: 's1', registered: 12_000, service: 6_000, good: 5_400, bad: 180, unknown: 420 },
      { device: 'p1', registered: 12_000, service: 6_000, bad: 6_000 },
    ],
  })

  expect(outcomeFor(world, '16-7')).toMatchObject({
    value: 9_000 / 93,
    numerator: 90,
    denominator: 93,
    coverage: 0.93,
    floor: 90,
    devices: 1,
  })
})
