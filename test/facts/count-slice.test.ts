import { describe, expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import { offsetOf } from '../../facilities/zone.ts'
import type { DeviceBasis } from '../../ingest/facts/basis.ts'
import type { Facts } from '../../ingest/facts/columns.ts'
import { countDay, emptyCarry } from '../../ingest/facts/count-day.ts'
import { countSlice, excludedOutages } from '../../ingest/facts/count-slice.ts'
import { type CountingRules, countingRules } from '../../ingest/facts/counting-rules.ts'
import { Receipts } from '../../ingest/facts/material.ts'
import { dayAt, slicesOf } from '../../ingest/facts/slicing.ts'
import { Suspensions } from '../../ingest/facts/suspensions.ts'
import type { StoredEvent, StoredRow } from '../../ingest/store/store.ts'
import type { Exemption, FacilityTerms } from '../../register/register.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** A Monday, eight in the morning in Shanghai. */
const start = Date.UTC(2026, 2, 2)
const place = { facility: 'east', town: 'shaxi', circle: '' }

interface Given {
  readonly kind?: string
  readonly basis?: Partial<DeviceBasis>
  readonly terms?: DeviceBasis['terms'][number]['terms']
  readonly facility?: FacilityTerms
  readonly everyMs?: number
  /** Minutes after the start, values, and what else a row has. */
  readonly rows?: readonly (readonly [
    number,
    Record<string, number | string>,
    Partial<{ received: number; quality: 0 | 1 | 2; reason: string }>?,
  ])[]
  readonly events?: readonly (readonly [number, string, StoredEvent['values']])[]
  /** Minutes of receipts; negative zero and below are before the slice. `gone`: those whose last message was a leave. */
  readonly heard?: readonly number[]
  readonly gone?: readonly number[]
  readonly span?: { readonly start: number; readonly end: number }
  readonly now?: number
  readonly rules?: Partial<CountingRules>
}

function basisOf({ kind = 'freezer', basis, terms, facility, everyMs = minute }: Given): DeviceBasis {
  return {
    device: 'd',
    kind: builtIn.get(kind) as FacilityKind,
    commissioned: [0],
    retired: Number.POSITIVE_INFINITY,
    stays: [{ since: Number.NEGATIVE_INFINITY, place }],
    intervals: [{ since: 0, everyMs }],
    terms: terms ? [{ since: 0, terms }] : [],
    facilityTerms: new Map([['east', facility ? [{ since: 0, terms: facility }] : []]]),
    exemptions: [],
    offset: offsetOf('Asia/Shanghai'),
    ...basis,
  }
}

function count(given: Given, carry?: (number | string | null)[]): Facts {
  const basis = basisOf(given)
  const rules = { ...countingRules, ...given.rules }
  const span = given.span ?? { start, end: start + hour }
  const fields = Object.keys(basis.kind.telemetry)
  const rows = (given.rows ?? []).map(([at, values, { received = 0, quality = 0, reason = null as string | null } = {}], n) => {
    const ts = start + at * minute
    return [ts, n, received || ts + 500, quality, reason, ...fields.map((field) => values[field] ?? null)] as unknown as StoredRow
  })
  const events = (given.events ?? []).map(
    ([at, event, values], n): StoredEvent => ({ ts: start + at * minute, n, received: 0, quality: 'good', event, values }),
  )
  const receipts = new Receipts(start - day, start + 2 * day)
  for (const at of given.heard ?? []) receipts.add(start + at * minute, false)
  for (const at of given.gone ?? []) receipts.add(start + at * minute, true)
  const counting = {
    basis,
    suspensions: new Suspensions(basis, rules),
    outages: excludedOutages(basis),
    rules,
    now: given.now ?? start + 10 * day,
  }
  return countSlice(counting, span, { rows, events, receipts }, carry ?? emptyCarry(basis.kind))
}

const exemption = (sort: Exemption['sort'], from: number, to?: number, more: Partial<Exemption> = {}): Exemption => ({
  id: '1',
  facility: 'east',
  sort,
  from,
  ...(to !== undefined && { to }),
  document: 'D',
  date: '2026-03-01',
  reason: '',
  author: 'a',
  recorded: 0,
  ...more,
})

describe('online', () => {
  it('holds for g from the mark of the receipt, that mark included', () => {
    // D of a minute: g is five minutes.
    expect(count({ heard: [10] })).toMatchObject({ online: 300, heard: 1 })
    expect(count({ heard: [-4] })).toMatchObject({ online: 60, heard: 0 })
    expect(count({ heard: [-5] })).toMatchObject({ online: 0 })
    expect(count({ heard: [10], everyMs: 2.4 * minute })).toMatchObject({ online: 8 * 60 })
  })

  it('ends with a leave, and begins again with what comes after', () => {
    expect(count({ heard: [10], gone: [12] })).toMatchObject({ online: 120, heard: 2 })
    expect(count({ heard: [10, 14], gone: [12] })).toMatchObject({ online: 120 + 300 })
    expect(count({ gone: [-1] })).toMatchObject({ online: 0 })
  })

  it('asks only minutes in the register, heard all', () => {
    const basis = { commissioned: [start + 30 * minute] }
    expect(count({ heard: [10, 28, 40], basis })).toMatchObject({ registered: 1_800, online: 180 + 300, heard: 3 })
    expect(count({ heard: [28], basis: { retired: start + 30 * minute } })).toMatchObject({ registered: 1_800, online: 120 })
  })
})

describe('a state', () => {
  const running = { compressor: 'running' }

  it('holds less than g after its reading', () => {
    expect(count({ rows: [[-4.999, running]] })).toMatchObject({ good: 60, unknown: 3_540, serviceRuns: 'G1U59' })
    expect(count({ rows: [[-5, running]] })).toMatchObject({ good: 0 })
    expect(
      count({
        rows: [
          [10, running],
          [12, { compressor: 'faulted' }],
        ],
      }),
    ).toMatchObject({ serviceRuns: 'U10G2B5U43', outage: 300, outageUnknown: 53 * 60 })
  })

  it('is that of the latest reading with the field; a partial one without it changes nothing, and a bad one is not there', () => {
    expect(
      count({
        rows: [
          [0, running],
          [3, { temperature: -20 }],
          [4, { compressor: 'faulted' }, { quality: 2 }],
        ],
      }),
    ).toMatchObject({ serviceRuns: 'G5U55', badReadings: 1, readings: 2 })
    expect(count({ rows: [[0, running, { quality: 1 }]] })).toMatchObject({ serviceRuns: 'G5U55' })
  })

  it('is bad as soon as one field is, good when each is, else unknown', () => {
    const rows: Given['rows'] = [
      [0, { door: 'closed', payment: 'ok', power: 'mains' }],
      [10, { door: 'closed', payment: 'ok' }],
      [20, { payment: 'down' }],
    ]
    expect(count({ kind: 'store', rows })).toMatchObject({ good: 300, bad: 300, unknown: 3_000, service: 3_600 })
  })

  it('counts in declared hours as service, and in the whole of the register as an outage', () => {
    const hours = [{ days: [1], from: '08:30', to: '08:45' }]
    const facts = count({
      facility: { hours },
      rows: [
        [29, { compressor: 'faulted' }],
        [33, running],
      ],
    })
    expect(facts).toMatchObject({ service: 900, bad: 3 * 60, good: 5 * 60, unknown: 7 * 60, outage: 240, registered: 3_600 })
    expect(count({ facility: { hours: [{ days: [2], from: '00:00', to: '24:00' }] } })).toMatchObject({ service: 0 })
  })

  it('knows excluded outages, and a suspension wins over them', () => {
    const exemptions = [
      exemption('excluded-outage', start, start + 20 * minute),
      exemption('suspension', start + 10 * minute, start + 15 * minute),
    ]
    const facts = count({
      kind: 'charger',
      basis: { exemptions },
      rows: [
        [0, { status: 'faulted' }],
        [15, { status: 'faulted' }],
      ],
    })
    expect(facts).toMatchObject({
      suspended: 300,
      registered: 3_300,
      outage: 600,
      outageExcluded: 600,
      unknownExcluded: 300,
      serviceRuns: 'B5U5S5B5U40',
    })
  })
})

describe('suspensions', () => {
  it('count for a fifth of a month at most: the earliest minutes of it', () => {
    const exemptions = [exemption('suspension', Date.UTC(2026, 2, 1, -8), Date.UTC(2026, 3, 1, -8))]
    const limit = Date.UTC(2026, 2, 1, -8) + (31 * 24 * 60 * minute) / 5
    const at = (time: number) => count({ basis: { exemptions }, span: { start: time, end: time + hour }, now: time + day })

    expect(at(limit - hour)).toMatchObject({ suspended: 3_600, registered: 0 })
    expect(at(Math.floor(limit / hour) * hour)).toMatchObject({
      suspended: (limit % hour) / 1_000,
      registered: 3_600 - (limit % hour) / 1_000,
    })
    expect(at(Date.UTC(2026, 2, 20))).toMatchObject({ suspended: 0, registered: 3_600 })
  })

  it('do not use up their share before the device is in service, nor where it does not stand', () => {
    const exemptions = [exemption('suspension', 0), exemption('suspension', 0, undefined, { facility: 'west' })]
    expect(count({ basis: { exemptions, commissioned: [start] } })).toMatchObject({ suspended: 3_600 })
    expect(count({ basis: { exemptions: exemptions.slice(1) } })).toMatchObject({ suspended: 0 })
    expect(
      count({ basis: { exemptions: [exemption('suspension', start, start + hour, { facility: 'west', device: 'd' })] } }),
    ).toMatchObject({ suspended: 3_600 })
  })
})

describe('the temperature', () => {
  const at = (temperature: number) => ({ temperature })

  it('is a mean of ten minutes; else the latest that still holds; else unknown', () => {
    expect(
      count({
        rows: [
          [0, at(-18)],
          [5, at(-10)],
        ],
      }),
    ).toMatchObject({ coldRuns: 'G5B10U45', coldGood: 300, coldBad: 600, coldSevere: 300 })
    expect(count({ rows: [[0, at(-20)]], everyMs: 5 * minute })).toMatchObject({ coldRuns: 'G15U45' })
    expect(count({ rows: [[-9.999, at(-20)]] })).toMatchObject({ coldRuns: 'G1U59' })
    expect(count({ rows: [[-10, at(-20)]] })).toMatchObject({ coldRuns: 'U60' })
  })

  it('at the limit is within it, to the last digit', () => {
    const rows = [-15.9, -16.1, -16.3, -15.7].map((each, index) => [index, at(each)] as const)
    expect(count({ rows: rows.map(([, values]) => [0, values] as const) })).toMatchObject({ coldRuns: 'G10U50' })
    expect(count({ rows: [[0, at(-15.999999)]] })).toMatchObject({ coldRuns: 'B10U50' })
    expect(count({ rows: [[0, at(-12)]] })).toMatchObject({ coldBad: 600, coldSevere: 0 })
    expect(count({ rows: [[0, at(-16)]], rules: { coldTolerance: 1 } })).toMatchObject({ coldBad: 600 })
  })

  it('is held against the limits of the device before those of the kind, and not judged without any', () => {
    expect(count({ kind: 'vending', rows: [[0, at(30)]] })).toMatchObject({ coldBad: 0, coldUnknown: 0, coldRuns: null })
    expect(
      count({
        kind: 'vending',
        terms: { limits: 'chilled' },
        rows: [
          [0, at(8)],
          [20, at(-0.1)],
        ],
      }),
    ).toMatchObject({ coldRuns: 'G10U10B10U30' })
    expect(count({ terms: { limits: { low: 2, high: 4, severe: 6 } }, rows: [[0, at(7)]] })).toMatchObject({
      coldBad: 600,
      coldSevere: 600,
    })
  })
})

describe('slots', () => {
  it('are filled by readings of their time that came in time, told from their own clock', () => {
    const rows: Given['rows'] = [
      [0, { temperature: -20 }],
      [0.5, { temperature: -20 }],
      [1, { temperature: -20 }, { quality: 2 }],
      [2, { temperature: -20 }, { quality: 1, reason: 'clock' }],
      [3, { temperature: -20 }, { quality: 1, reason: 'clock: never-set, time of receipt; slow' }],
      [4, { temperature: -20 }, { quality: 1, reason: 'clock: behind 1 h corrected' }],
      [5, { temperature: -20 }, { received: start + 5 * minute + 2 * day }],
      [6, { temperature: -20 }, { received: start + 6 * minute + 2 * day + 1 }],
    ]
    expect(count({ rows })).toMatchObject({ expected: 60, distinct: 3, readings: 6, badReadings: 1, clockMarked: 3, timely: 4 })
  })

  it('that do not divide an hour belong to the slice in which they begin, and count once they have ended', () => {
    const every = 7 * minute
    const first = Math.ceil(start / every) * every
    const begins = (from: number, to: number) => Math.ceil(to / every) - Math.ceil(from / every)
    const lastEnds = (Math.ceil((start + hour) / every) * every - start) / minute
    const beyond: Given['rows'] = [
      [lastEnds - 0.1, { temperature: 1 }],
      [lastEnds, { temperature: 1 }],
    ]

    expect(count({ everyMs: every, rows: beyond })).toMatchObject({
      expected: begins(start, start + hour),
      distinct: 1,
      readings: lastEnds - 0.1 < 60 ? 1 : 0,
    })
    expect(count({ everyMs: every, now: first + every - minute })).toMatchObject({ expected: 0 })
    expect(count({ everyMs: every, now: first + every })).toMatchObject({ expected: 1 })
    const two = [count({ everyMs: every }), count({ everyMs: every, span: { start: start + hour, end: start + 2 * hour } })]
    expect(two.reduce((sum, { expected }) => sum + expected, 0)).toBe(begins(start, start + 2 * hour))
  })

  it('are counted for each channel that was declared', () => {
    const rows: Given['rows'] = [
      [0, { temperature: -20, door: 'open' }],
      [1, { door: 'open' }],
      [1.2, { temperature: 1 }],
      [2, { energy: 5 }],
    ]
    expect(count({ rows, terms: { channels: ['temperature', 'door'] } })).toMatchObject({ expected: 120, distinct: 4 })
  })

  it('are not expected where their minute is not in the register', () => {
    const everyMs = 15_000
    expect(count({ everyMs, basis: { commissioned: [start + 30 * minute] } })).toMatchObject({ expected: 120 })
    expect(count({ everyMs, basis: { commissioned: [start + 30 * minute + 1] } })).toMatchObject({ expected: 116 })
  })
})

describe('readings', () => {
  it('make steps of the total: the first from the last one before, a drop counts the new value, each rounded', () => {
    const rows: Given['rows'] = [
      [1, { energy: 10.0000004 }],
      [2, { temperature: 1 }],
      [3, { energy: 10.5 }],
      [4, { energy: 99 }, { quality: 2 }],
      [5, { energy: 0.25 }],
    ]
    const carry = emptyCarry(builtIn.get('freezer') as FacilityKind)
    expect(count({ rows }, carry)).toMatchObject({ energy: 500_000 + 250_000, changes: 2 })
    expect(carry).toEqual([1, null, null, null, 0.25, null])
    expect(count({ rows: [[0, { energy: 1 }]] }, carry)).toMatchObject({ energy: 750_000, changes: 1 })
  })

  it('have a digest of their values and minutes', () => {
    const rows: Given['rows'] = [[1, { temperature: -20, door: 'open' }]]
    const { digest } = count({ rows })
    expect(count({ rows: [[1.3, { temperature: -20, door: 'open' }]] }).digest).toBe(digest)
    expect(count({ rows: [[2, { temperature: -20, door: 'open' }]] }).digest).not.toBe(digest)
    expect(count({ rows: [[1, { temperature: -20.1, door: 'open' }]] }).digest).not.toBe(digest)
    expect(count({}).digest).toBeNull()
  })

  it('tell how far the clock is off at least', () => {
    expect(
      count({
        rows: [
          [1, { temperature: 1 }, { received: start + minute + 900 }],
          [2, { temperature: 1 }, { received: start + 2 * minute - 300 }],
        ],
      }),
    ).toMatchObject({ clockError: 300 })
    expect(count({})).toMatchObject({ clockError: null })
  })
})

describe('events', () => {
  it('count sales line by line, refunds as money alone', () => {
    const lines = JSON.stringify([
      { sku: 'a', quantity: 1, amountFen: 500, trace: 'T1' },
      { sku: 'b', quantity: 1, amountFen: 300 },
      { sku: 'c', quantity: -1, amountFen: -200, trace: 'T2' },
    ])
    const events: Given['events'] = [
      [0, 'sale', { amountFen: 999, lines }],
      [59.999, 'sale', { amountFen: 100, trace: 'T3' }],
      [30, 'sale', { amountFen: -100, trace: 'T3' }],
      [60, 'sale', { amountFen: 7 }],
    ]
    expect(count({ events })).toMatchObject({ uses: 3, saleLines: 3, tracedLines: 2, saleFen: 600, tracedFen: 300 })
  })

  it('are hidden by no suspension, but are none before commissioning', () => {
    const events: Given['events'] = [[10, 'sale', { amountFen: 1 }]]
    expect(count({ events, basis: { exemptions: [exemption('suspension', start, start + hour)] } })).toMatchObject({
      uses: 1,
      suspended: 3_600,
    })
    expect(count({ events, basis: { commissioned: [start + 11 * minute] } })).toMatchObject({ uses: 0 })
  })

  it('count starts, sessions and stock counts', () => {
    const start_ = (authorised: boolean, delivered: boolean, cancelled?: boolean) =>
      [1, 'start', { authorised, delivered, ...(cancelled !== undefined && { cancelled }) }] as const
    const events: Given['events'] = [
      start_(true, true),
      start_(true, false),
      start_(true, false, true),
      start_(false, false),
      start_(true, true, true),
      [2, 'session', { session: 's', energyKwh: 0.1 + 0.2 }],
    ]
    expect(count({ kind: 'charger', events })).toMatchObject({
      starts: 4,
      startsDelivered: 2,
      startsCancelled: 1,
      sessionEnergy: 300_000,
      uses: 1,
    })
    expect(
      count({
        kind: 'vending',
        events: [
          [1, 'count', { lane: '1', book: 5, counted: 3 }],
          [2, 'count', { lane: '2', book: 5, counted: 6 }],
        ],
      }),
    ).toMatchObject({ countBook: 10, countDifference: 3 })
  })

  it('count parcels where their time ends, over slices', () => {
    const deposit = (at: number, parcel: string) => [at, 'deposit', { parcel }] as const
    const pickup = (at: number, parcel: string) => [at, 'pickup', { parcel }] as const
    const events: Given['events'] = [
      deposit(-24 * 60, 'a'),
      deposit(-23 * 60 - 1, 'b'),
      pickup(-60, 'b'),
      deposit(-23.5 * 60, 'c'),
      pickup(30, 'c'),
      deposit(-23.5 * 60, 'd'),
      pickup(30.001, 'd'),
      deposit(-23 * 60, 'e'),
      deposit(-23.2 * 60, 'f'),
      pickup(-23.3 * 60, 'f'),
    ]
    const given: Given = { kind: 'locker', events: events.toSorted(([one], [other]) => one - other), facility: { retentionHours: 24 } }
    expect(count(given)).toMatchObject({ parcelsDue: 5, parcelsOverdue: 3, deposits: 0 })
    expect(count({ ...given, now: start + 29 * minute })).toMatchObject({ parcelsDue: 1, parcelsOverdue: 1 })
    expect(count({ ...given, facility: {} })).toMatchObject({ parcelsDue: 0 })
  })
})

it('lanes and compartments count where both numbers are known', () => {
  expect(
    count({
      kind: 'vending',
      rows: [
        [0, { lanes: 40, emptyLanes: 2 }],
        [3, { emptyLanes: 3 }],
      ],
    }),
  ).toMatchObject({ laneMinutes: 200, emptyLaneMinutes: 3 * 2 + 2 * 3, stockKnown: 300, stockRuns: '2x3 3x2 ?x55' })
  const rows: Given['rows'] = [
    [0, { compartments: 80, faulty: 4 }],
    [2, { compartments: 84, faulty: 2 }],
    [59, { faulty: 1 }],
  ]
  expect(count({ kind: 'locker', rows })).toMatchObject({
    compartmentMinutes: 160 + 420,
    faultyMinutes: 8 + 10,
    compartmentsKnown: 420,
    compartmentsLast: 84,
    faultyLeast: 2,
  })
  expect(count({ rows: [[0, { door: 'open' }]] })).toMatchObject({ doorOpen: 300 })
})

it('a running hour counts the marks so far', () => {
  expect(count({ now: start })).toMatchObject({ registered: 60, serviceRuns: 'U1' })
  expect(count({ now: start + 59 * minute + 59_999 })).toMatchObject({ registered: 3_600 })
})

describe('slices', () => {
  it('are hours, cut at moves and where a local day begins, also in zones of half hours', () => {
    const offset = offsetOf('Asia/Kolkata')
    const at = dayAt(start, offset)
    const moved = start + 90_500
    const basis = basisOf({
      basis: {
        offset,
        commissioned: [0, 0],
        stays: [
          { since: Number.NEGATIVE_INFINITY, place },
          { since: moved, place: { ...place, facility: 'west' } },
        ],
      },
    })

    const slices = slicesOf(basis, at, at.end)

    expect([at.start, at.end].map((time) => new Date(time).toISOString().slice(11, 16))).toEqual(['18:30', '18:30'])
    expect([slices[0], slices.at(-1)].map((slice) => [(slice?.start ?? 0) - at.start, (slice?.end ?? 0) - at.start])).toEqual([
      [0, 30 * minute],
      [day - 30 * minute, day],
    ])
    expect(slices.filter(({ start: from, end }) => from >= start && end <= start + hour)).toEqual([
      { start, end: moved },
      { start: moved, end: start + hour },
    ])
    const counting = { basis, suspensions: new Suspensions(basis, countingRules), outages: [], rules: countingRules, now: at.end }
    const counted = countDay(
      counting,
      { from: at.start, to: at.end, slices },
      { rows: [], events: [], receipts: new Receipts(start - day, start + day) },
      emptyCarry(basis.kind),
    )
    expect(counted.slices.map((slice) => slice.place.facility).filter((facility) => facility === 'east')).toHaveLength(7)
    expect(counted.slices.reduce((sum, { facts }) => sum + (facts[0] as number), 0)).toBe(day / 1_000)
  })

  it('are there from the one of commissioning to the one of retirement', () => {
    const basis = basisOf({ basis: { commissioned: [start + 90 * minute], retired: start + 150 * minute } })
    expect(slicesOf(basis, dayAt(start, basis.offset), start + day).map((slice) => (slice.start - start) / hour)).toEqual([1, 2])
  })
})

describe('nonsense within what a kind allows', () => {
  it('is cut at what no device tells, so that it can be kept and summed up', () => {
    const kind = 'meter'
    const rows = [
      [1, { energyImport: 0 }],
      [2, { energyImport: 1e12 }],
      [3, { energyImport: 5 }],
    ] as const
    expect(count({ kind, rows }).energy).toBe(1e12)
    const sales = [[1, 'sale', { amountFen: -1e300 }]] as const
    expect(count({ kind: 'vending', events: sales }).saleFen).toBe(-1e12)
  })
})
