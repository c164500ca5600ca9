import { z } from 'zod'
import { count, defineFacility, gauge, state, type World } from './define.ts'
import { clamp, outdoors, peak, round, towards, whole } from './rhythm.ts'
import { identifier } from './trade.ts'

/** Number or code on the parcel, never of the person it is for: a mobile number (11 digits from 13 to 19) is refused. */
const parcel = identifier.regex(/^(?!(\+?86)?1[3-9]\d{9}$)/)
const compartment = z.int().min(1).max(2_000)
const hours = z.number().min(0).max(10_000)

interface Parcel {
  readonly parcel: string
  readonly compartment: number
  readonly since: number
  overdue: boolean
}

/** One parcel locker with all its compartments. free + faulty + occupied = compartments. */
export const locker = defineFacility({
  kind: 'locker',
  label: { zh: '智能信包箱', en: 'Parcel locker' },
  every: '60 s',

  telemetry: {
    compartments: count([0, 2_000], { zh: '格口总数', en: 'Compartments' }),
    free: count([0, 2_000], { zh: '空闲格口', en: 'Free compartments' }),
    faulty: count([0, 2_000], { zh: '故障格口', en: 'Faulty compartments' }),
    overdue: count([0, 2_000], { zh: '滞留件数', en: 'Overdue parcels' }),
    power: state(
      {
        mains: { zh: '市电', en: 'Mains' },
        battery: { zh: '备用电池', en: 'Battery' },
        off: { zh: '断电', en: 'Off' },
      },
      { zh: '供电', en: 'Power supply' },
    ),
    doorOpen: count([0, 2_000], { zh: '未关箱门', en: 'Doors open' }),
    temperature: gauge('°C', [-40, 100], { zh: '柜内温度', en: 'Temperature inside' }),
  },

  events: {
    deposit: { label: { zh: '投件', en: 'Parcel deposited' }, payload: { parcel, compartment: compartment.optional() } },
    /** `hours` is how long it lay. */
    pickup: {
      label: { zh: '取件', en: 'Parcel picked up' },
      payload: { parcel, compartment: compartment.optional(), hours: hours.optional() },
    },
    /** Once, when the parcel has lain longer than the operator's declared time. */
    overdue: {
      label: { zh: '超期滞留', en: 'Parcel overdue' },
      payload: { parcel, compartment: compartment.optional(), hours: hours.optional() },
    },
  },

  commands: {
    open: { label: { zh: '开箱', en: 'Open compartment' }, arguments: { compartment }, within: '30 s' },
  },

  alarms: {
    powerOff: { label: { zh: '断电', en: 'Power off' }, severity: 'critical', when: { field: 'power', is: ['off'] } },
    onBattery: {
      label: { zh: '市电中断', en: 'Running on battery' },
      severity: 'warning',
      when: { field: 'power', is: ['battery'], for: '5 min' },
    },
    doorLeftOpen: {
      label: { zh: '箱门未关', en: 'Door left open' },
      severity: 'warning',
      when: { field: 'doorOpen', above: 0, for: '10 min' },
    },
    full: { label: { zh: '格口已满', en: 'Full' }, severity: 'info', when: { field: 'free', below: 1, clearsAbove: 2, for: '30 min' } },
    manyFaulty: {
      label: { zh: '故障格口多', en: 'Many compartments faulty' },
      severity: 'warning',
      when: { field: 'faulty', above: 4, clearsBelow: 3 },
    },
    manyOverdue: {
      label: { zh: '滞留件多', en: 'Many parcels overdue' },
      severity: 'info',
      when: { field: 'overdue', above: 20, clearsBelow: 10 },
    },
    overheating: {
      label: { zh: '柜内过热', en: 'Overheating' },
      severity: 'warning',
      when: { field: 'temperature', above: 60, clearsBelow: 55, for: '5 min' },
    },
  },

  service: [{ field: 'power', good: ['mains', 'battery'], bad: ['off'] }],
  use: 'pickup',
  roles: {
    businessType: 'smart-locker',
    compartments: { total: 'compartments', faulty: 'faulty' },
    parcels: { deposit: 'deposit', pickup: 'pickup', parcel: 'parcel' },
  },

  simulate: {
    start: { compartments: 84, free: 84, faulty: 0, overdue: 0, power: 'mains', doorOpen: 0, temperature: 24 },
    memory: () => ({ inside: [] as Parcel[], filled: false }),
    next({ compartments, faulty, power, temperature }, world) {
      const { memory } = world
      if (!memory.filled) fill(memory.inside, world)
      memory.filled = true

      const broken = clamp(faulty + (world.happens(0.01) ? 1 : 0) - (world.happens(0.1) ? 1 : 0), 0, compartments - memory.inside.length)
      let doorOpen = 0
      if (memory.inside.length + broken < compartments && world.happens(depositsPerHour(world.hour))) {
        const put = newParcel(memory.inside, compartments, world)
        memory.inside.push(put)
        world.emit('deposit', { parcel: put.parcel, compartment: put.compartment })
        doorOpen++
      }
      if (world.happens(memory.inside.length * pickupsPerParcel(world.hour))) {
        const [taken] = memory.inside.splice(whole(world, 0, memory.inside.length - 1), 1)
        if (taken) world.emit('pickup', { parcel: taken.parcel, compartment: taken.compartment, hours: lain(taken, world.now) })
        doorOpen++
      }
      for (const late of memory.inside.filter((one) => !one.overdue && lain(one, world.now) >= 24)) {
        late.overdue = true
        world.emit('overdue', { parcel: late.parcel, compartment: late.compartment, hours: lain(late, world.now) })
      }

      return {
        compartments,
        free: compartments - broken - memory.inside.length,
        faulty: broken,
        overdue: memory.inside.filter((one) => one.overdue).length,
        power: world.happens(power === 'mains' ? 0.005 : 4) ? (power === 'mains' ? 'battery' : 'mains') : power,
        doorOpen,
        temperature: round(towards(temperature, outdoors(world.hour) + 4, world.seconds, 3_600) + world.random(-0.05, 0.05), 1),
      }
    },
  },
})

/** Couriers come before noon and again in the afternoon; people after work. */
const depositsPerHour = (hour: number): number => 0.2 + 15 * peak(hour, 10.5, 1.8) + 8 * peak(hour, 15, 1.2)
const pickupsPerParcel = (hour: number): number => 0.003 + 0.08 * peak(hour, 12.5, 1) + 0.6 * peak(hour, 19, 2)

const lain = ({ since }: Parcel, now: number): number => round((now - since) / 3_600_000, 2)

/** A simulation may begin at any hour: with what the day has brought by then. */
function fill(inside: Parcel[], world: World<string, unknown>): void {
  const expected = 6 + 55 * peak(world.hour, 15.5, 3)
  for (let left = whole(world, expected * 0.7, expected); left > 0; left--) {
    inside.push({ ...newParcel(inside, 84, world), since: world.now - Math.round(world.random(0, 8) * 3_600_000) })
  }
}

function newParcel(inside: readonly Parcel[], compartments: number, world: World<string, unknown>): Parcel {
  const occupied = new Set(inside.map((one) => one.compartment))
  const free = Array.from({ length: compartments }, (_, index) => index + 1).filter((number) => !occupied.has(number))
  return {
    parcel: `DEMO${whole(world, 100_000_000_000, 999_999_999_999)}`,
    compartment: free[whole(world, 0, free.length - 1)] ?? 1,
    since: world.now,
    overdue: false,
  }
}
