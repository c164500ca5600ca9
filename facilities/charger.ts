import { z } from 'zod'
import { defineFacility, gauge, state, total } from './define.ts'

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
        session: z.string().min(1).max(64),
        started: z.iso.datetime({ offset: true }).optional(),
        ended: z.iso.datetime({ offset: true }).optional(),
        energyKwh: z.number().min(0).max(2_000),
        reason: z.string().max(80).optional(),
      },
    },
    start: {
      label: { zh: '启动结果', en: 'Start attempt' },
      payload: { authorised: z.boolean(), delivered: z.boolean() },
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

  service: { field: 'status', good: ['available', 'preparing', 'charging', 'finishing'], bad: ['faulted', 'unavailable'] },
  use: 'session',

  simulate: {
    start: { status: 'available', power: 0, energy: 1_250, voltage: 0, current: 0, temperature: 25, soc: 0 },
    memory: () => ({ started: 0, energyAtStart: 0 }),
    next(values, world) {
      if (values.status !== 'charging') {
        const arrives = world.happens(world.hour > 7 && world.hour < 23 ? 0.5 : 0.08)
        const status = arrives ? 'charging' : 'available'
        if (arrives) {
          world.memory.started = world.now
          world.memory.energyAtStart = values.energy
          world.emit('start', { authorised: true, delivered: true })
        }
        return { status, power: 0, voltage: 0, current: 0, soc: arrives ? Math.round(world.random(10, 60)) : 0, temperature: cool(values, world) }
      }
      const power = round(values.soc > 80 ? world.random(8, 25) : world.random(30, 60), 2)
      const energy = round(values.energy + (power * world.seconds) / 3_600, 4)
      const soc = Math.min(100, round(values.soc + (power * world.seconds) / 3_600 / 0.6, 2))
      const done = soc >= 95 || world.happens(0.3)
      if (done) {
        world.emit('session', {
          session: `${world.memory.started}`,
          started: new Date(world.memory.started).toISOString(),
          ended: new Date(world.now).toISOString(),
          energyKwh: round(energy - world.memory.energyAtStart, 4),
          reason: soc >= 95 ? 'full' : 'local',
        })
      }
      return {
        status: done ? 'available' : 'charging',
        power: done ? 0 : power,
        energy,
        voltage: round(world.random(390, 410), 1),
        current: round((power * 1_000) / 400, 2),
        temperature: round(values.temperature + (25 + power / 2 - values.temperature) / 60, 2),
        soc,
      }
    },
  },
})

const cool = (values: { temperature: number }, world: { random(low: number, high: number): number }): number =>
  round(values.temperature + (25 - values.temperature) / 60 + world.random(-0.05, 0.05), 2)

const round = (value: number, digits: number): number => Number(value.toFixed(digits))
