import { chanceOf, keyAt, keyOf } from '../../../device-sim/random.ts'
import { type Happening, worldAt } from '../../../facilities/world.ts'
import type { YearDevice } from './fleet.ts'
import type { Repetition } from './repeat-day.ts'

export const minuteMs = 60_000
const offsetMs = 8 * 3_600_000
/** It is silent for one of so many stretches of six hours, sends one of so many readings as bad, and gets one new meter in so many minutes. */
const rare = { silent: 200, bad: 2_000, reset: 200 * 1_440 }
const silenceMinutes = 360
/** So that a reading and its receipt lie in the same minute. */
const latestPhaseMs = 58_000

/** What is remembered of a device between two days. */
export interface DeviceMemory {
  readonly values: Record<string, number | string>
  readonly memory: object
}

export interface Minute {
  readonly ts: number
  readonly received: number
  readonly isBad: boolean
  readonly values: Readonly<Record<string, number | string>>
  readonly events: readonly Happening[]
}

/** A device and its minutes, by the simulator of its kind. Chance is looked up by device and minute: each run tells the same year. */
export class DeviceYear {
  readonly device: YearDevice
  private readonly key: number
  private readonly phase: number
  private values: Record<string, number | string>
  private readonly memory: object

  constructor(device: YearDevice, kept: DeviceMemory | undefined) {
    const { kind, id } = device
    this.device = device
    this.key = keyOf(`year/${id}`)
    this.phase = Math.floor(chanceOf(this.key)() * latestPhaseMs)
    this.values = { ...(kept?.values ?? kind.simulate.start) }
    this.memory = kept?.memory ?? kind.simulate.memory?.() ?? {}
  }

  get kept(): DeviceMemory {
    return { values: this.values, memory: this.memory }
  }

  /** Lets the meters go on from where days that were repeated left them. */
  moveOn(drift: Repetition['drift'], rounds: number): void {
    for (const [id, field, amount] of drift) if (id === this.device.id) this.values[field] = Number(this.values[field]) + rounds * amount
  }

  /** Undefined while it is silent. To be asked for one minute after another. */
  minute(start: number): Minute | undefined {
    const index = start / minuteMs
    const ts = start + this.phase
    const random = chanceOf(keyAt(this.key, index))
    const { world, happenings } = worldAt({ now: ts, seconds: 60, offsetMs, memory: this.memory, random })
    this.values = { ...this.values, ...this.device.kind.simulate.next(this.values, world) }
    if (random() * rare.reset < 1) this.resetMeters()
    const isBad = random() * rare.bad < 1
    const received = ts + 40 + Math.floor(random() * 900)
    if (this.isSilent(index)) return undefined
    return { ts, received, isBad, values: this.values, events: happenings }
  }

  private isSilent(index: number): boolean {
    return chanceOf(keyAt(~this.key, Math.floor(index / silenceMinutes)))() * rare.silent < 1
  }

  private resetMeters(): void {
    for (const [name, { type }] of Object.entries(this.device.kind.telemetry)) if (type === 'total') this.values[name] = 0
  }
}
