/** A few devices for the last days of November, put together by chance: whatever may come together does. */
import { chanceOf, keyOf } from '../../../device-sim/random.ts'
import type { DeviceStatements, Exemption, FacilityStatements, Limits, Statements } from '../reference/statements.ts'
import { kinds } from '../reference/vocabulary.ts'
import type { Fault, Plan, SimulatedWorld } from './plan.ts'
import { day, hour, minute, november } from './times.ts'
import { messagesOf } from './utter.ts'

const begin = november(28)
const end = november(31)
const sites = ['north', 'south', 'west']
const towns = ['loudong', 'shaxi', 'liuhe']
const circles = ['huiyang', 'yulong', 'taisheng']

class Dice {
  readonly random: () => number

  constructor(seed: string) {
    this.random = chanceOf(keyOf(seed))
  }

  whole = (low: number, high: number): number => Math.floor(low + this.random() * (high + 1 - low))
  one = <Option>(options: readonly Option[]): Option => options[this.whole(0, options.length - 1)] as Option
  happens = (chance: number): boolean => this.random() < chance
  /** Some on whole minutes, some not. */
  time = (from = begin, to = end): number => {
    const time = this.whole(from, to - 1)
    return this.happens(0.4) ? time - (time % minute) : time
  }
  span = (longest: number): { from: number; to: number } => {
    const from = this.time()
    return { from, to: Math.min(from + this.whole(minute, longest), end + hour) }
  }
  times = <Made>(most: number, make: () => Made): Made[] => Array.from({ length: this.whole(0, most) }, make)
}

export function smallWorld(seed: string): SimulatedWorld {
  const dice = new Dice(seed)
  const facilities = sites.map((id) => facilityOf(id, dice))
  const plans = Array.from({ length: dice.whole(3, 5) }, (_, index) => planOf(`d${index}`, dice))
  const statements: Statements = {
    towns,
    circles: ['huiyang', 'yulong', 'taisheng', 'lijing', 'taidong'].map((id) => ({ id, town: 'loudong', isRecognised: true })),
    communities: [{ id: 'here', name: '此处', town: 'shaxi' }],
    facilities,
    devices: plans.map(({ device }) => device),
    exemptions: dice.times(3, () => exemptionOf(plans, dice)),
  }
  const messages = plans.flatMap((plan) => messagesOf(plan, dice.random)).sort((one, other) => one.at - other.at)
  return { statements, messages, window: { from: november(1), to: november(31) }, since: november(27) }
}

function facilityOf(id: string, dice: Dice): FacilityStatements {
  const place = (since: number) => ({ since, town: dice.one(towns), circles: circles.filter(() => dice.happens(0.4)).sort() })
  const terms = (since: number) => ({
    since,
    ...(dice.happens(0.5) && { retentionHours: dice.whole(1, 30) }),
    ...(dice.happens(0.5) && { households: dice.whole(1, 200) }),
    ...(dice.happens(0.3) && { isPublic: dice.happens(0.5) }),
    ...(dice.happens(0.5) && { hours: [{ days: [1, 3, 5, 6, 7].filter(() => dice.happens(0.8)), from: '06:30', to: '21:15' }] }),
  })
  const registered = begin - dice.whole(0, 20) * hour
  return {
    id,
    registered,
    places: [place(registered), ...(dice.happens(0.3) ? [place(dice.time())] : [])],
    terms: [terms(registered), ...(dice.happens(0.4) ? [terms(dice.time())] : [])],
    ...(dice.happens(0.2) && { commissioned: dice.time(begin - day, end - day) }),
    ...(dice.happens(0.5) && { community: dice.one(['here', '此处', 'nowhere']) }),
  }
}

function planOf(id: string, dice: Dice): Plan {
  const kind = dice.one(Object.keys(kinds))
  const every = dice.one([60, 90, 100, 120, 300, 420])
  const registered = dice.happens(0.7) ? begin - hour : dice.time()
  const byBirth = dice.happens(0.3)
  const device: DeviceStatements = {
    id,
    kind,
    registered,
    stays: [
      { since: registered, facility: dice.one(sites) },
      ...(dice.happens(0.4) ? [{ since: dice.time(registered), facility: dice.one(sites) }] : []),
    ],
    terms: [
      { since: registered, ...(!byBirth && { every }), ...limitsOf(kind, dice) },
      ...(dice.happens(0.3) ? [{ since: dice.time(registered), every: dice.one([60, 180, 420]), ...limitsOf(kind, dice) }] : []),
    ],
    ...(dice.happens(0.2) && { commissioned: dice.time() }),
    ...(dice.happens(0.2) && { retired: dice.time(begin + day) }),
  }
  return {
    device,
    style: dice.one(['numbered', 'numbered', 'timed', 'bare']),
    everyMs: every * 1_000,
    phaseMs: dice.one([0, dice.whole(0, every * 1_000 - 1)]),
    from: begin - dice.whole(0, 10) * hour,
    to: end + 3 * hour,
    births: dice.times(byBirth ? 2 : 0, () => ({ at: dice.time(), every: dice.one([60, 120, 600]) })),
    faults: dice.times(5, () => faultOf(kind, dice)),
    odds: dice.happens(0.2)
      ? {}
      : { duplicate: 0.02, late: 0.02, bad: 0.01, uncertain: 0.02, partial: 0.05, impossible: 0.005, broken: 0.003, event: 0.02 },
  }
}

function limitsOf(kind: string, dice: Dice): { limits?: Limits; channels?: readonly string[] } {
  const { cold, fields = {} } = kinds[kind] ?? {}
  return {
    ...(cold && dice.happens(0.6) && { limits: dice.one<Limits>(['frozen', 'chilled', { high: -17 }, { low: -25, high: 9, severe: 10 }]) }),
    ...(dice.happens(0.2) && { channels: Object.keys(fields).slice(0, dice.whole(1, 3)) }),
  }
}

function faultOf(kind: string, dice: Dice): Fault {
  const { from, to } = dice.span(10 * hour)
  return dice.one<() => Fault>([
    () => ({ sort: 'silent', from, to, ...(dice.happens(0.6) && { will: dice.one(['lost', 'offline'] as const) }) }),
    () => ({ sort: 'buffered', from, to, ...(dice.happens(0.5) && { inArrays: true }) }),
    () => ({ sort: 'values', from, to, values: wordsOf(kind, dice) }),
    () => ({ sort: 'values', from, to, values: wordsOf(kind, dice) }),
    () => ({ sort: 'clock', from, to, aheadMs: dice.one([9 * minute + 1, 2 * minute + 3, -7 * minute - 13, -3 * hour - 17, 2 * day]) }),
    () => ({ sort: 'wrong-kind', from, to: Math.min(to, from + 10 * minute), kind: 'lamp' }),
    () => ({ sort: 'reset', from, to: from + 5 * minute }),
  ])()
}

/** A word of a state, or a temperature about the limits. */
function wordsOf(kind: string, dice: Dice): Record<string, number | string> {
  const { service = [], cold } = kinds[kind] ?? {}
  if (cold && dice.happens(0.5)) return { temperature: dice.one([-18, -16, -15.9, -12, 8, 8.01]) }
  const [field] = service.length > 0 ? [dice.one(service)] : []
  return field ? { [field.field]: dice.one([...field.good, ...field.bad, ...field.bad]) } : {}
}

function exemptionOf(plans: readonly Plan[], dice: Dice): Exemption {
  const { from, to } = dice.span(day)
  const plan = dice.one(plans)
  const facility = plan.device.stays[0]?.facility ?? ''
  const sort = dice.one(['suspension', 'excluded-outage'] as const)
  return { sort, facility, from, to, ...(dice.happens(0.5) && { device: plan.device.id }) }
}
