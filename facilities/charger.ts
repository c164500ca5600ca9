import { z } from 'zod'
import { defineFacility, gauge, state, total } from './define.ts'
import { outdoors, peak, round, towards } from './rhythm.ts'
import { identifier } from './trade.ts'

/** One charging port. Words of `status` follow OCPP 1.6's StatusNotification, without its passing states. */
export const charger = defineFacility({
  kind: 'charger',
  label: { zh: '充电桩', en: 'EV charger' },
  every: '15 s',

  telemetry: {
    status: state(
      {
        available: { zh: '空闲', en: 'Available' },
        preparing: { zh: '准备中', en: 'Preparing' },
        charging: { zh: '充电中', en: 'Charging' },
        finishing: { zh: '结束中', en: 'Finishing' },
        faulted: { zh: '故障', en: 'Faulted' },
        unavailable: { zh: '停用', en: 'Unavailable' },
      },
      { zh: '状态', en: 'Status' },
    ),
    power: gauge('kW', [0, 1_000], { zh: '功率', en: 'Power' }),
    energy: total('kWh', { zh: '累计电量', en: 'Energy delivered' }),
    voltage: gauge('V', [0, 1_500], { zh: '电压', en: 'Voltage' }),
    current: gauge('A', [0, 1_000], { zh: '电流', en: 'Current' }),
    temperature: gauge('°C', [-40, 150], { zh: '温度', en: 'Temperature' }),
    soc: gauge('%', [0, 100], { zh: '车辆电量', en: 'State of charge' }),
  },

  events: {
    session: {
      label: { zh: '充电结束', en: 'Charging session' },
      payload: {
        session: identifier,
        started: z.iso.datetime({ offset: true }).optional(),
        ended: z.iso.datetime({ offset: true }).optional(),
        energyKwh: z.number().min(0).max(2_000),
        reason: z.string().max(80).optional(),
      },
    },
    start: {
      label: { zh: '启动结果', en: 'Start attempt' },
      /** `cancelled`: by the user, before anything could be delivered; such a start is no failure. */
      payload: { authorised: z.boolean(), delivered: z.boolean(), cancelled: z.boolean().optional() },
    },
  },

  commands: {
    start: { label: { zh: '启动充电', en: 'Start charging' }, arguments: {}, within: '30 s' },
    stop: { label: { zh: '停止充电', en: 'Stop charging' }, arguments: { reason: z.string().max(80).optional() }, within: '30 s' },
    reset: { label: { zh: '重启', en: 'Reset' }, arguments: { hard: z.boolean().optional() }, within: '2 min' },
  },

  alarms: {
    overheating: {
      label: { zh: '过热', en: 'Overheating' },
      severity: 'critical',
      when: { field: 'temperature', above: 85, clearsBelow: 75 },
    },
    faulted: { label: { zh: '故障', en: 'Faulted' }, severity: 'warning', when: { field: 'status', is: ['faulted'], for: '1 min' } },
  },

  service: [{ field: 'status', good: ['available', 'preparing', 'charging', 'finishing'], bad: ['faulted', 'unavailable'] }],
  use: 'session',
  roles: {
    availability: 'port',
    starts: { event: 'start', authorised: 'authorised', delivered: 'delivered', cancelled: 'cancelled' },
    sessions: { event: 'session', energyKwh: 'energyKwh' },
    energy: { field: 'energy', as: 'delivered' },
  },

  simulate: {
    start: { status: 'available', power: 0, energy: 1_250, voltage: 0, current: 0, temperature: 25, soc: 0 },
    memory: () => ({ started: 0, energyAtStart: 0, goal: 0, battery: 0, limit: 0 }),
    next(values, world) {
      const { memory } = world
      const idle = { power: 0, energy: values.energy, voltage: 0, current: 0, soc: 0, temperature: cooler(values.temperature, 0, world) }

      if (values.status === 'faulted') return { ...idle, status: world.happens(1.5) ? 'available' : 'faulted' }
      if (values.status === 'finishing') return { ...idle, soc: values.soc, status: world.happens(8) ? 'available' : 'finishing' }
      if (values.status !== 'charging') {
        if (world.happens(0.005)) return { ...idle, status: 'faulted' }
        if (!world.happens(arrivalsPerHour(world.hour))) return { ...idle, status: 'available' }
        const delivered = world.chance(0.97)
        world.emit('start', { authorised: true, delivered })
        if (!delivered) return { ...idle, status: 'available' }
        memory.started = world.now
        memory.energyAtStart = values.energy
        memory.goal = world.random(75, 98)
        memory.battery = world.random(40, 75) // kWh
        memory.limit = world.random(25, 58) // kW
        return { ...idle, status: 'charging', soc: round(world.random(12, 60), 1) }
      }

      // Cars take less and less above 80 %.
      const power = round(memory.limit * (values.soc > 80 ? 0.35 : 1) * world.random(0.97, 1), 2)
      const energy = round(values.energy + (power * world.seconds) / 3_600, 4)
      const soc = round(Math.min(100, values.soc + ((power * world.seconds) / 3_600 / memory.battery) * 100), 2)
      const full = soc >= memory.goal
      if (full || world.happens(0.2)) {
        world.emit('session', {
          session: `DEMO-${memory.started}`,
          started: new Date(memory.started).toISOString(),
          ended: new Date(world.now).toISOString(),
          energyKwh: round(energy - memory.energyAtStart, 4),
          reason: full ? 'full' : 'local',
        })
        return { ...idle, status: 'finishing', energy, soc }
      }
      const voltage = round(world.random(390, 410), 1)
      return {
        status: 'charging',
        power,
        energy,
        voltage,
        current: round((power * 1_000) / voltage, 2),
        temperature: cooler(values.temperature, power, world),
        soc,
      }
    },
  },
})

/** Mornings, after work, and the cheap hours of the night. */
const arrivalsPerHour = (hour: number): number => 0.05 + 0.4 * peak(hour, 9, 1.5) + 0.6 * peak(hour, 18.5, 2) + 0.4 * peak(hour, 23, 1.5)

/** Half a degree above the air for each kW. */
const cooler = (
  now: number,
  power: number,
  { hour, seconds, random }: { hour: number; seconds: number; random(low: number, high: number): number },
) => round(towards(now, outdoors(hour) + 3 + power / 2, seconds, 900) + random(-0.05, 0.05), 2)
