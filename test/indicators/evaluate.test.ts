import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { definitions, indicatorOf } from '../../ingest/indicators/definitions.ts'
import { contributions, evaluate, outcomeOf } from '../../ingest/indicators/evaluate.ts'
import type { Contribution, Indicator, Outcome } from '../../ingest/indicators/indicator.ts'
import { city, formatScope, matches, scopesOf } from '../../ingest/indicators/scope.ts'
import { type Hand, type HandPart, handWorld, hour, november } from './hand-world.ts'

const onlineRate = indicatorOf('16-2') as Indicator
const towns = ['loudong', 'shaxi', 'liuhe']
const circleIds = ['a', 'b', 'c']
const kinds = ['locker', 'vending', 'store', 'charger', 'freezer', 'meter']

/** A city of a few facilities, whose devices say anything that facts can say. */
const cities = fc
  .record({
    places: fc.array(fc.record({ town: fc.constantFrom(...towns), circles: fc.subarray(circleIds) }), { minLength: 1, maxLength: 8 }),
    devices: fc.array(
      fc.record({ kind: fc.constantFrom(...kinds), home: fc.nat(7), shares: fc.array(fc.nat(100), { minLength: 30, maxLength: 30 }) }),
      {
        maxLength: 20,
      },
    ),
  })
  .map(({ places, devices }): Hand => {
    const facilities = places.map((place, index) => ({ id: `f${index}`, ...place }))
    const ids = devices.map(({ kind, home }, index) => [`d${index}`, `${kind}@f${home % facilities.length}`] as const)
    return { facilities, devices: Object.fromEntries(ids), parts: devices.map(({ shares }, index) => partOf(`d${index}`, shares)) }
  })

function partOf(device: string, shares: readonly number[]): HandPart {
  const minutes = (index: number) => (shares[index] ?? 0) * 60
  const of = (whole: number, index: number) => Math.floor(((shares[index] ?? 0) * whole) / 6_000) * 60
  const registered = minutes(0) * 10
  const [outage, good, cold] = [of(registered, 1), of(registered, 2), of(registered, 3)]
  const starts = shares[5] ?? 0
  return {
    device,
    registered,
    suspended: minutes(4),
    online: of(registered, 6),
    service: registered,
    good,
    bad: of(registered - good, 7),
    outage,
    outageUnknown: of(registered - outage, 8),
    outageExcluded: of(outage, 9),
    coldGood: cold,
    coldBad: registered - cold,
    laneMinutes: minutes(10),
    emptyLaneMinutes: of(minutes(10), 11),
    expected: starts,
    distinct: Math.min(starts, shares[12] ?? 0),
    readings: starts,
    timely: Math.min(starts, shares[13] ?? 0),
    saleLines: starts,
    tracedLines: Math.min(starts, shares[14] ?? 0),
    countBook: starts,
    countDifference: Math.min(starts, shares[15] ?? 0),
    heard: shares[16] ?? 0,
    parcelsDue: starts,
    parcelsOverdue: Math.min(starts, shares[17] ?? 0),
    starts,
    startsDelivered: starts,
  }
}

const perDevice = ['12-1', '12-4', '16-2', '16-3', '16-6', '16-7', '17-2', '17-3', '17-4', '18-1', '18-3', '18-4'].map(
  (id) => indicatorOf(id) as Indicator,
)
const sums = ({ numerator, denominator }: Outcome) => [numerator, denominator]
const added = (outcomes: readonly Outcome[], of: (outcome: Outcome) => number | null) =>
  outcomes.reduce((sum, one) => sum + (of(one) ?? 0), 0)

describe.each(perDevice)('of any city, $id', (indicator) => {
  it('is the ratio of sums over any split of what counts', () => {
    fc.assert(
      fc.property(cities, fc.infiniteStream(fc.nat(2)), (hand, stream) => {
        const world = handWorld(hand)
        const all = contributions(indicator, world)
        const split = Map.groupBy(all, () => stream.next().value)
        const whole = outcomeOf(indicator, world, all)
        const pieces = [...split.values()].map((piece) => outcomeOf(indicator, world, piece))

        expect(sums(whole)).toEqual([added(pieces, ({ numerator }) => numerator), added(pieces, ({ denominator }) => denominator)])
        if (whole.value !== null) expect(whole.value).toBe(((whole.numerator ?? 0) * 100) / whole.denominator)
        expect(whole.value === null).toBe(whole.denominator === 0)
      }),
      { numRuns: 40 },
    )
  })

  it('is for the city what its towns are together, and for a town what its kinds are', () => {
    fc.assert(
      fc.property(cities, (hand) => {
        const world = handWorld(hand)
        const ids = [...towns.map((town) => ({ town })), ...towns.flatMap((town) => kinds.map((kind) => ({ town, kind })))]
        const outcomes = evaluate(indicator, world, [city, ...ids])
        const of = (scope: object) => outcomes.get(formatScope(scope)) as Outcome
        const whole = of(city)
        const parts = towns.map((town) => of({ town }))

        for (const name of ['numerator', 'denominator', 'facilities'] as const) {
          expect(whole[name]).toBe(added(parts, (outcome) => outcome[name]))
        }
        for (const town of towns) {
          const inKinds = kinds.map((kind) => of({ town, kind }))
          expect(sums(of({ town }))).toEqual([
            added(inKinds, ({ numerator }) => numerator),
            added(inKinds, ({ denominator }) => denominator),
          ])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('keeps value, coverage and floor between nothing and all', () => {
    fc.assert(
      fc.property(cities, (hand) => {
        const world = handWorld(hand)
        for (const { value, coverage, floor } of evaluate(indicator, world, everyScope(contributions(indicator, world))).values()) {
          for (const per of [value, floor, coverage === null ? null : coverage * 100]) {
            if (per !== null) expect(per).toBeGreaterThanOrEqual(0)
            if (per !== null) expect(per).toBeLessThanOrEqual(100)
          }
        }
      }),
      { numRuns: 20 },
    )
  })
})

test('for each scope it is what the contributions that match it give', () => {
  fc.assert(
    fc.property(cities, (hand) => {
      const world = handWorld(hand)
      for (const indicator of definitions) {
        const all = contributions(indicator, world)
        const scopes = everyScope(all)
        const outcomes = evaluate(indicator, world, scopes)
        for (const scope of scopes) {
          const matching = all.filter((one) => matches(one, scope))
          expect(outcomes.get(formatScope(scope))).toEqual(outcomeOf(indicator, world, matching))
        }
      }
    }),
    { numRuns: 20 },
  )
})

function everyScope(all: readonly Contribution[]) {
  return [
    city,
    ...(['T', 'L', 'F', 'facility'] as const).flatMap((granularity) => scopesOf(all, granularity)),
    ...towns.map((town) => ({ town, kind: 'freezer' })),
  ]
}

test('a facility in two circles counts in both, and in town and city once', () => {
  const facilities = [{ id: 'f1', town: 'loudong', circles: ['a', 'b'] }]
  const world = handWorld({ facilities, devices: { z1: 'freezer@f1' }, parts: [{ device: 'z1', registered: 600, online: 300 }] })

  const outcomes = evaluate(onlineRate, world, [city, { town: 'loudong' }, { circle: 'a' }, { circle: 'b' }])

  for (const outcome of outcomes.values()) expect(outcome).toMatchObject({ value: 50, numerator: 5, denominator: 10, facilities: 1 })
})

describe('ranking', () => {
  const ranked = (count: number, registered: number, until?: number) => {
    const ids = Array.from({ length: count }, (_, index) => index)
    const world = handWorld({
      facilities: ids.map((id) => ({ id: `f${id}` })),
      devices: Object.fromEntries(ids.map((id) => [`z${id}`, `freezer@f${id}` as const])),
      parts: ids.map((id) => ({ device: `z${id}`, registered })),
      ...(until !== undefined && { until }),
    })
    return evaluate(onlineRate, world, [city]).get('city')?.isRanked
  }

  it('takes five facilities', () => {
    expect([ranked(4, 86_400), ranked(5, 86_400)]).toEqual([false, true])
  })

  it('takes 1 % of what is counted of the window for each', () => {
    // 30 days: 432 minutes; the first ten hours: 6 minutes.
    expect([ranked(5, 431 * 60), ranked(5, 432 * 60)]).toEqual([false, true])
    expect([ranked(5, 5 * 60, november.from + 10 * hour), ranked(5, 6 * 60, november.from + 10 * hour)]).toEqual([false, true])
  })
})
