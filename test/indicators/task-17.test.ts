import { describe, expect, it, test } from 'vitest'
import { type Hand, handWorld, hour, november } from './hand-world.ts'
import { exclusionsIn, outcomeFor } from './outcome-for.ts'

const facilities = [
  { id: 'f1', town: 'loudong', circles: ['a', 'b'] },
  { id: 'f2', town: 'shaxi', circles: ['b'] },
  { id: 'f3', town: 'shaxi' },
]

describe('17-1 connection rate', () => {
  const devices = { z1: 'freezer@f1', l1: 'locker@f1', z2: 'freezer@f2' } as const
  const end = 30 * 24
  const slices = [
    { device: 'z1', n: end - 1, heard: 1 },
    { device: 'z2', n: end - 25, heard: 60 },
    { device: 'z2', n: end - 24 },
  ]

  it('counts each facility once, and one without devices as not connected', () => {
    const world = handWorld({ facilities, devices, slices })

    expect(outcomeFor(world, '17-1')).toMatchObject({ value: 100 / 3, numerator: 1, denominator: 3, facilities: 3 })
    expect(outcomeFor(world, '17-1', 'town:shaxi')).toMatchObject({ value: 0, denominator: 2 })
    expect(outcomeFor(world, '17-1', 'circle:b')).toMatchObject({ value: 50, denominator: 2 })
    expect(outcomeFor(world, '17-1', 'facility:f1')).toMatchObject({ value: 100, denominator: 1 })
  })

  it('looks within a kind at the devices of that kind alone', () => {
    const world = handWorld({ facilities, devices, slices })

    expect(outcomeFor(world, '17-1', 'kind:freezer')).toMatchObject({ numerator: 1, denominator: 2 })
    expect(outcomeFor(world, '17-1', 'kind:locker')).toMatchObject({ numerator: 0, denominator: 1 })
  })

  it('leaves out facilities that are suspended throughout, each once', () => {
    const outcome = outcomeFor(handWorld({ facilities, devices, slices, suspended: ['f1', 'f3'] }), '17-1')

    expect(outcome).toMatchObject({ value: 0, denominator: 1, facilities: 1 })
    expect(exclusionsIn(outcome)).toEqual({ suspended: [2, 0] })
  })

  it('ends with what is counted while the month runs', () => {
    const until = november.from + 48 * hour

    expect(outcomeFor(handWorld({ facilities, devices, until, slices: [{ device: 'z2', n: 24, heard: 1 }] }), '17-1')).toMatchObject({
      numerator: 1,
    })
    expect(outcomeFor(handWorld({ facilities, devices, until, slices: [{ device: 'z2', n: 23, heard: 1 }] }), '17-1')).toMatchObject({
      numerator: 0,
    })
  })
})

const four = { z1: 'freezer@f1', l1: 'locker@f1', z2: 'freezer@f2', m1: 'meter@f3' } as const

test('17-2 is slots filled over slots expected', () => {
  const parts = [
    { device: 'z1', registered: 6_000, expected: 100, distinct: 90, suspended: 120 },
    { device: 'l1', registered: 6_000, expected: 100, distinct: 70 },
    { device: 'z2', suspended: 6_000 },
  ]
  const outcome = outcomeFor(handWorld({ facilities, devices: four, parts }), '17-2')

  expect(outcome).toMatchObject({ value: 80, numerator: 160, denominator: 200, facilities: 1, devices: 2 })
  expect(exclusionsIn(outcome)).toEqual({ suspended: [1, 2] })
})

test('17-3 is timely over valid readings', () => {
  const parts = [
    { device: 'z1', registered: 6_000, readings: 40, timely: 30 },
    { device: 'l1', readings: 10, timely: 10 },
    { device: 'z2', registered: 6_000 },
  ]
  const outcome = outcomeFor(handWorld({ facilities, devices: four, parts }), '17-3')

  expect(outcome).toMatchObject({ value: 80, numerator: 40, denominator: 50, devices: 2 })
  expect(exclusionsIn(outcome)).toEqual({ 'nothing-counted': [1, 0] })
})

test('17-4 is devices as registered over those registered or heard', () => {
  const world = handWorld({
    facilities,
    devices: { ...four, old: 'meter@f3' },
    retired: ['old'],
    parts: [
      { device: 'z1', at: 'f2', heard: 3 },
      { device: 'z1' },
      { device: 'l1', heard: 9 },
      { device: 'z2', heard: 0 },
      { device: 'm1', heard: 1 },
      { device: 'old', heard: 1 },
    ],
    mistaken: ['l1'],
    strangers: [
      { device: 'x1', kind: 'freezer', town: '' },
      { device: 'x2', kind: 'meter', town: 'shaxi' },
    ],
  })

  expect(outcomeFor(world, '17-4')).toMatchObject({ value: 200 / 6, numerator: 2, denominator: 6, facilities: 3, devices: 6 })
  expect(outcomeFor(world, '17-4', 'town:loudong')).toMatchObject({ numerator: 1, denominator: 2 })
  expect(outcomeFor(world, '17-4', 'town:shaxi')).toMatchObject({ numerator: 1, denominator: 3 })
  expect(outcomeFor(world, '17-4', 'kind:freezer')).toMatchObject({ numerator: 1, denominator: 3 })
})

describe('17-5 community coverage', () => {
  const community = (id: string, name: string, town: string) => ({ id, name, town })
  const communities = [
    community('huiyang', '惠阳社区', 'loudong'),
    community('north', '北村', 'shaxi'),
    community('south', '南村', 'shaxi'),
  ]
  const hand: Hand = {
    communities,
    facilities: [
      { id: 'f1', town: 'loudong', community: '惠阳社区' },
      { id: 'f2', town: 'shaxi', community: 'north' },
      { id: 'f3', town: 'loudong', community: '南村' },
    ],
    devices: four,
    parts: ['z1', 'z2', 'm1'].map((device) => ({ device, registered: 600, online: 600 })),
    days: ['z1', 'z2', 'm1'].map((device) => ({ device, n: 0, registered: 600, readings: 1 })),
  }

  it('counts communities with an effective facility, named by id or name, of their own town', () => {
    expect(outcomeFor(handWorld(hand), '17-5')).toMatchObject({ value: 200 / 3, numerator: 2, denominator: 3, facilities: 3 })
    expect(outcomeFor(handWorld(hand), '17-5', 'town:shaxi')).toMatchObject({ numerator: 1, denominator: 2 })
  })

  it('does not count one whose facility is not effective', () => {
    const parts = ['z1', 'z2'].map((device) => ({ device, registered: 600, online: 420 }))

    expect(outcomeFor(handWorld({ ...hand, parts }), '17-5')).toMatchObject({ numerator: 0, denominator: 3 })
    expect(outcomeFor(handWorld({ ...hand, parts, parameters: { onlineShare: 70 } }), '17-5')).toMatchObject({ numerator: 2 })
  })

  it('is not applicable while no communities are registered', () => {
    expect(outcomeFor(handWorld({ ...hand, communities: [] }), '17-5')).toMatchObject({ value: null, denominator: 0 })
  })
})
