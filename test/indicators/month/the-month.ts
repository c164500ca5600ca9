/** November 2026 in four towns: eighteen devices of all kinds, and whatever can go wrong with them. */
import { chanceOf, keyOf } from '../../../device-sim/random.ts'
import { circles } from '../../../seeds/circles.ts'
import { towns } from '../../../seeds/towns.ts'
import type { DeviceStatements, Exemption, FacilityStatements, Statements } from '../reference/statements.ts'
import type { Plan, SimulatedWorld } from './plan.ts'
import { day, hour, minute, november } from './times.ts'
import { messagesOf } from './utter.ts'

const registered = november(-40)
const begin = november(-1)
const end = november(31) + 12 * hour

const facility = (id: string, town: string, there: readonly string[], more: Partial<FacilityStatements> = {}): FacilityStatements => ({
  id,
  registered,
  places: [{ since: registered, town, circles: there }],
  terms: [{ since: registered }],
  ...more,
})

const weekdays = { days: [1, 2, 3, 4, 5], from: '07:00', to: '22:00' }
const weekend = { days: [6, 7], from: '09:30', to: '24:00' }

const facilities: readonly FacilityStatements[] = [
  facility('station-1', 'loudong', ['huiyang', 'yulong']),
  facility('station-2', 'chengxiang', ['cheng-1'], {
    terms: [{ since: registered }, { since: november(10), isPublic: false }],
  }),
  facility('shop-1', 'loudong', ['yulong'], {
    terms: [
      { since: registered, hours: [weekdays, weekend] },
      { since: november(18) + 10 * hour + 20 * minute, hours: [{ ...weekdays, from: '06:15' }] },
    ],
    community: 'east',
  }),
  facility('shop-2', 'shaxi', ['sha-1'], {
    places: [
      { since: registered, town: 'shaxi', circles: ['sha-1'] },
      { since: november(21) + 9 * hour + 40 * minute, town: 'shaxi', circles: ['sha-1', 'sha-2'] },
    ],
  }),
  facility('estate-1', 'loudong', ['taisheng'], {
    terms: [{ since: registered, households: 120, retentionHours: 24 }],
    community: '东区社区',
  }),
  facility('estate-2', 'liuhe', [], {
    terms: [{ since: registered }, { since: november(9), households: 77, retentionHours: 48 }],
    community: 'nobody-knows-it',
  }),
  facility('estate-3', 'liuhe', ['liu-1']),
  facility('mall-1', 'chengxiang', ['cheng-1', 'cheng-2'], { community: 'west' }),
  facility('works-1', 'shaxi', [], { commissioned: november(12) + 5 * hour + 17 * minute }),
]

const odds: Plan['odds'] = {
  duplicate: 0.01,
  late: 0.01,
  bad: 0.005,
  uncertain: 0.01,
  partial: 0.05,
  impossible: 0.003,
  broken: 0.001,
  event: 0.01,
}

const at = (date: number, hours: number, minutes = 0): number => november(date) + hours * hour + minutes * minute

interface Shape {
  readonly kind: string
  readonly facility: string
  readonly everyMs?: number
  readonly device?: Partial<DeviceStatements>
  readonly plan?: Partial<Omit<Plan, 'device'>>
}

function planned(id: string, { kind, facility: there, everyMs = 5 * minute, device = {}, plan = {} }: Shape): Plan {
  const statements: DeviceStatements = {
    id,
    kind,
    registered,
    stays: [{ since: registered, facility: there }],
    terms: [{ since: registered, every: everyMs / 1_000 }],
    ...device,
  }
  return {
    device: statements,
    style: 'numbered',
    everyMs,
    phaseMs: (keyOf(id) >>> 0) % everyMs,
    from: begin,
    to: end,
    births: [],
    faults: [],
    odds,
    ...plan,
  }
}

const faulted = (from: number, to: number, status = 'faulted') => ({ sort: 'values' as const, from, to, values: { status } })

const plans: readonly Plan[] = [
  planned('port-1', {
    kind: 'charger',
    facility: 'station-1',
    plan: {
      phaseMs: 0,
      faults: [
        faulted(at(3, 8), at(3, 17, 12)),
        faulted(at(0, 22), at(1, 6)),
        faulted(at(30, 20), at(31, 8), 'unavailable'),
        { sort: 'silent', from: at(8, 3), to: at(8, 9), will: 'lost' },
        { sort: 'reset', from: at(14, 7), to: at(14, 7, 5) },
      ],
    },
  }),
  planned('port-2', {
    kind: 'charger',
    facility: 'station-1',
    device: { terms: [] },
    plan: {
      style: 'timed',
      births: [
        { at: at(2, 4), every: 300 },
        { at: at(16, 11, 23), every: 420 },
      ],
      faults: [faulted(at(12, 10), at(12, 20)), { sort: 'buffered', from: at(20, 1), to: at(23, 4) }],
    },
  }),
  planned('port-3', {
    kind: 'charger',
    facility: 'station-1',
    plan: {
      faults: [
        { sort: 'clock', from: at(4, 6), to: at(5, 6), aheadMs: 8 * minute + 7 },
        { sort: 'clock', from: at(9, 6), to: at(9, 18), aheadMs: -4 * minute - 11 },
        { sort: 'clock', from: at(15, 6), to: at(15, 9), aheadMs: 3 * day },
        { sort: 'buffered', inArrays: true, from: at(25, 6), to: at(25, 11) },
      ],
    },
  }),
  planned('port-4', {
    kind: 'charger',
    facility: 'station-2',
    plan: { faults: [faulted(at(4, 10), at(6, 1)), faulted(at(13, 10), at(13, 11))] },
  }),
  planned('port-5', {
    kind: 'charger',
    facility: 'station-2',
    device: {
      stays: [
        { since: registered, facility: 'station-2' },
        { since: at(17, 14, 20) + 30_500, facility: 'station-1' },
      ],
    },
    plan: { faults: [faulted(at(7, 9), at(7, 15)), faulted(at(19, 3), at(19, 4, 7)), { sort: 'silent', from: at(7, 11), to: at(7, 12) }] },
  }),
  planned('meter-1', { kind: 'meter', facility: 'station-1', plan: { odds: { ...odds, partial: 0, late: 0.002 } } }),
  planned('meter-2', { kind: 'meter', facility: 'works-1', everyMs: 7 * minute, plan: { style: 'timed' } }),
  planned('store-1', {
    kind: 'store',
    facility: 'shop-1',
    plan: {
      faults: [
        { sort: 'values', from: at(6, 12), to: at(6, 15), values: { payment: 'down' } },
        { sort: 'values', from: at(10, 20), to: at(11, 9), values: { door: 'locked' } },
        { sort: 'silent', from: at(22, 18), to: at(23, 9), will: 'offline' },
      ],
    },
  }),
  planned('store-2', {
    kind: 'store',
    facility: 'shop-2',
    everyMs: 7 * minute,
    plan: { style: 'bare', faults: [{ sort: 'values', from: at(16, 2), to: at(16, 4), values: { power: 'off' } }] },
  }),
  planned('vending-1', {
    kind: 'vending',
    facility: 'shop-1',
    everyMs: minute,
    device: { terms: [{ since: registered }, { since: at(5, 0, 30), limits: 'chilled' }] },
    plan: {
      faults: [
        { sort: 'values', from: at(13, 6), to: at(13, 14), values: { temperature: 9 } },
        { sort: 'values', from: at(28, 6), to: at(30, 14), values: { emptyLanes: 3 } },
      ],
      odds: { ...odds, event: 0.002 },
    },
  }),
  planned('vending-2', {
    kind: 'vending',
    facility: 'shop-2',
    plan: { style: 'timed', faults: [{ sort: 'silent', from: at(2, 0), to: at(3, 3) }, faulted(at(18, 0), at(18, 9))] },
  }),
  planned('vending-3', {
    kind: 'vending',
    facility: 'mall-1',
    device: {
      stays: [
        { since: registered, facility: 'mall-1' },
        { since: at(11, 9, 40) + 17_250, facility: 'shop-2' },
      ],
    },
    plan: { faults: [{ sort: 'wrong-kind', kind: 'freezer', from: at(24, 9), to: at(24, 10) }] },
  }),
  planned('freezer-1', {
    kind: 'freezer',
    facility: 'shop-1',
    everyMs: minute,
    device: { terms: [] },
    plan: {
      style: 'timed',
      faults: [
        { sort: 'values', from: at(9, 3), to: at(9, 5), values: { temperature: -11.9, door: 'open' } },
        { sort: 'values', from: at(10, 3), to: at(10, 5), values: { temperature: -16 } },
        { sort: 'buffered', from: at(26, 8), to: at(26, 13) },
      ],
      odds: { ...odds, event: 0.002 },
    },
  }),
  planned('freezer-2', {
    kind: 'freezer',
    facility: 'mall-1',
    device: {
      terms: [
        { since: registered, every: 300, channels: ['temperature', 'humidity'], limits: { low: -30, high: -17.5, severe: -10 } },
        { since: at(20, 13, 7), every: 360, limits: { high: -18 } },
      ],
    },
  }),
  planned('locker-1', {
    kind: 'locker',
    facility: 'estate-1',
    plan: { faults: [{ sort: 'values', from: at(29, 12), to: at(30, 22), values: { faulty: 3 } }], odds: { ...odds, event: 0.03 } },
  }),
  planned('locker-2', { kind: 'locker', facility: 'estate-1', device: { retired: at(20, 15, 33) + 20_000 } }),
  planned('locker-3', {
    kind: 'locker',
    facility: 'estate-2',
    everyMs: 7 * minute,
    plan: { style: 'timed', odds: { ...odds, event: 0.03 }, faults: [{ sort: 'silent', from: at(29, 22), to: at(31, 3) }] },
  }),
  planned('locker-4', {
    kind: 'locker',
    facility: 'estate-1',
    device: { registered: at(14, 10, 11) + 400, stays: [{ since: at(14, 10, 11) + 400, facility: 'estate-1' }] },
    plan: { from: at(13, 20), faults: [{ sort: 'buffered', from: at(14, 2), to: at(14, 11) }] },
  }),
]

const exemptions: readonly Exemption[] = [
  { sort: 'suspension', facility: 'station-2', device: 'port-4', from: at(5, 9, 13), to: at(16, 2) },
  { sort: 'suspension', facility: 'shop-2', from: at(8, 6) + 30_000, to: at(8, 18) },
  { sort: 'suspension', facility: 'estate-3', from: at(27, 0), to: at(32, 0) },
  { sort: 'excluded-outage', facility: 'station-2', device: 'port-5', from: at(7, 10), to: at(7, 13) },
  { sort: 'excluded-outage', facility: 'station-1', from: at(12, 9), to: at(12, 12) },
]

const statements: Statements = {
  towns: towns.map(({ id }) => id),
  circles: [
    ...circles.filter(({ demo }) => !demo).map(({ id, town, recognised }) => ({ id, town, isRecognised: recognised })),
    { id: 'cheng-1', town: 'chengxiang', isRecognised: true },
    { id: 'cheng-2', town: 'chengxiang', isRecognised: false },
    { id: 'sha-1', town: 'shaxi', isRecognised: false },
    { id: 'sha-2', town: 'shaxi', isRecognised: true },
    { id: 'liu-1', town: 'liuhe', isRecognised: false },
  ],
  communities: [
    { id: 'east', name: '东社区', town: 'loudong' },
    { id: 'estate', name: '东区社区', town: 'loudong' },
    { id: 'west', name: '西社区', town: 'chengxiang' },
    { id: 'north', name: '北社区', town: 'shaxi' },
  ],
  facilities,
  devices: plans.map(({ device }) => device),
  exemptions,
}

/** Somebody the register does not know. */
const stranger = { device: 'stranger-1', topic: 'kz/v1/freezer/stranger-1/telemetry', payload: '{"temperature":-20}' }

export function theMonth(seed: string): SimulatedWorld {
  const known = plans.flatMap((plan) => messagesOf(plan, chanceOf(keyOf(`${seed} ${plan.device.id}`))))
  const strange = [3, 3.1, 9].map((date) => ({ ...stranger, at: november(date) }))
  const messages = [...known, ...strange].sort((one, other) => one.at - other.at)
  return { statements, messages, window: { from: november(1), to: november(31) }, since: begin }
}
