import { z } from 'zod'
import { defineFacility, gauge, total } from './define.ts'
import { clamp, peak, round, towards } from './rhythm.ts'

const voltage = (phase: string) => gauge('V', [0, 500], { zh: `${phase}相电压`, en: `Voltage of phase ${phase}` })
const current = (phase: string) => gauge('A', [-2_000, 2_000], { zh: `${phase}相电流`, en: `Current of phase ${phase}` })

// GB/T 12325 allows 220 V -10 % / +7 %; the upper alarm leaves it 3 % more, so that the nightly rise raises none.
const low = <const Field extends string>(field: Field, phase: string) =>
  ({
    label: { zh: `${phase}相欠压`, en: `Undervoltage on phase ${phase}` },
    severity: 'warning',
    when: { field, below: 198, clearsAbove: 202, for: '1 min' },
  }) as const
const high = <const Field extends string>(field: Field, phase: string) =>
  ({
    label: { zh: `${phase}相过压`, en: `Overvoltage on phase ${phase}` },
    severity: 'warning',
    when: { field, above: 242, clearsBelow: 238, for: '1 min' },
  }) as const

/** One electricity meter, one phase (A) or three. What flows out of the site has a negative sign; a large current transformer is a megawatt. */
export const meter = defineFacility({
  kind: 'meter',
  label: { zh: '电能表', en: 'Electricity meter' },
  every: '60 s',

  telemetry: {
    energyImport: total('kWh', { zh: '正向有功电量', en: 'Energy imported' }),
    energyExport: total('kWh', { zh: '反向有功电量', en: 'Energy exported' }),
    power: gauge('kW', [-1_000, 1_000], { zh: '有功功率', en: 'Active power' }),
    voltageA: voltage('A'),
    voltageB: voltage('B'),
    voltageC: voltage('C'),
    currentA: current('A'),
    currentB: current('B'),
    currentC: current('C'),
    powerFactor: gauge('', [-1, 1], { zh: '功率因数', en: 'Power factor' }),
    frequency: gauge('Hz', [0, 100], { zh: '频率', en: 'Frequency' }),
  },

  events: {
    outage: { label: { zh: '停电', en: 'Outage' }, payload: { phase: z.enum(['A', 'B', 'C', 'all']).optional() } },
    restored: { label: { zh: '来电', en: 'Power restored' }, payload: { seconds: z.number().min(0).max(31_622_400).optional() } },
  },

  commands: {},

  alarms: {
    undervoltageA: low('voltageA', 'A'),
    undervoltageB: low('voltageB', 'B'),
    undervoltageC: low('voltageC', 'C'),
    overvoltageA: high('voltageA', 'A'),
    overvoltageB: high('voltageB', 'B'),
    overvoltageC: high('voltageC', 'C'),
    lowFrequency: {
      label: { zh: '频率偏低', en: 'Frequency low' },
      severity: 'warning',
      when: { field: 'frequency', below: 49.5, clearsAbove: 49.8, for: '1 min' },
    },
    highFrequency: {
      label: { zh: '频率偏高', en: 'Frequency high' },
      severity: 'warning',
      when: { field: 'frequency', above: 50.5, clearsBelow: 50.2, for: '1 min' },
    },
  },

  roles: { energy: { field: 'energyImport', as: 'metered' } },

  simulate: {
    start: {
      energyImport: 18_400,
      energyExport: 320,
      power: 4,
      voltageA: 229,
      voltageB: 229,
      voltageC: 229,
      currentA: 6,
      currentB: 6,
      currentC: 6,
      powerFactor: 0.95,
      frequency: 50,
    },
    memory: () => ({ load: 4, cloud: 0.3, grid: 229, outSince: 0 }),
    next({ energyImport, energyExport }, world) {
      const { memory, seconds, hour } = world
      if (outage(memory, world)) return { energyImport, energyExport, ...dead }

      memory.load = towards(memory.load, kilowatts(hour) * world.random(0.7, 1.3), seconds, 600)
      memory.cloud = clamp(memory.cloud + world.random(-0.05, 0.05), 0, 0.9)
      memory.grid = clamp(towards(memory.grid, 229, seconds, 7_200) + world.random(-0.6, 0.6), 215, 238)

      const power = round(memory.load - 6 * sun(hour) * (1 - memory.cloud), 4)
      const kilowattHours = (Math.abs(power) * seconds) / 3_600
      const factor = round(world.random(0.92, 0.99), 3)
      const phase = (share: number) => {
        // A wire between transformer and meter: the more it carries, the less arrives.
        const volts = round(memory.grid - power * share + world.random(-0.4, 0.4), 1)
        return { volts, amperes: round((power * share * 1_000) / (volts * factor), 3) }
      }
      const [a, b, c] = [phase(0.36), phase(0.33), phase(0.31)]
      return {
        energyImport: round(energyImport + (power > 0 ? kilowattHours : 0), 4),
        energyExport: round(energyExport + (power < 0 ? kilowattHours : 0), 4),
        power,
        voltageA: a.volts,
        voltageB: b.volts,
        voltageC: c.volts,
        currentA: a.amperes,
        currentB: b.amperes,
        currentC: c.amperes,
        powerFactor: power < 0 ? -factor : factor,
        frequency: round(50 + world.random(-0.03, 0.03), 2),
      }
    },
  },
})

/** What a meter with a battery of its own says while the mains are away. */
const dead = { power: 0, voltageA: 0, voltageB: 0, voltageC: 0, currentA: 0, currentB: 0, currentC: 0, powerFactor: 0, frequency: 0 }

/** Whether the mains are away; twice a year or so they are, for half an hour. */
function outage(
  memory: { outSince: number },
  world: { happens(perHour: number): boolean; now: number; emit(event: 'outage' | 'restored', fields: { seconds?: number }): void },
): boolean {
  if (memory.outSince === 0) {
    if (!world.happens(0.0005)) return false
    memory.outSince = world.now
    world.emit('outage', {})
    return true
  }
  if (!world.happens(2)) return true
  world.emit('restored', { seconds: Math.round((world.now - memory.outSince) / 1_000) })
  memory.outSince = 0
  return false
}

/** Load of a small shop or a house for several families. */
const kilowatts = (hour: number): number => 1.5 + 1.8 * peak(hour, 7.5, 1.2) + 2.2 * peak(hour, 12, 2) + 5 * peak(hour, 19.5, 2.2)

/** What the sun gives a roof, 0 to 1, between six and six. */
const sun = (hour: number): number => Math.max(0, Math.sin((Math.PI * (hour - 6)) / 12))
