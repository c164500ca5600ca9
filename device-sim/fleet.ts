import type { Broker } from './broker.ts'
import type { Clock } from './clock.ts'
import type { SimulatedDevice } from './device.ts'
import { type Counts, Member } from './member.ts'
import { Schedule } from './schedule.ts'

export interface FleetDevice {
  readonly device: SimulatedDevice
  readonly username?: string
  readonly password?: string
}

export interface FleetSettings {
  readonly broker: Broker
  readonly qos: 0 | 1
  readonly clock: Clock
  readonly devices: readonly FleetDevice[]
  /** Lets a device live up to its first connection; called just before it. */
  readonly prepare: (device: SimulatedDevice, now: number) => void
  readonly complain: (device: string, fault: Error) => void
}

export interface Summary extends Counts {
  readonly devices: number
  readonly waiting: number
  readonly dropped: number
}

// One connection after the other: three hundred within fifteen seconds, a larger fleet at most two hundred a second.
const slowestStepMs = 50
const fastestStepMs = 5
const rampMs = 15_000

/** All devices of this process: connects them one after the other and lets each say what it has to say when it is due. */
export class Fleet {
  readonly #settings: FleetSettings
  readonly #schedule = new Schedule()
  readonly #counts: Counts = { connected: 0, sent: 0, acknowledged: 0, again: 0 }
  #members: Member[] = []

  constructor(settings: FleetSettings) {
    this.#settings = settings
  }

  start(): void {
    const { devices } = this.#settings
    const stepMs = Math.min(slowestStepMs, Math.max(fastestStepMs, rampMs / devices.length))
    const began = Date.now()
    for (const [index, { device, ...credentials }] of devices.entries()) {
      const member = new Member({ ...this.#settings, device, ...credentials, schedule: this.#schedule, counts: this.#counts })
      this.#members.push(member)
      this.#schedule.at(began + index * stepMs, () => member.start())
    }
  }

  async stop(): Promise<void> {
    this.#schedule.stop()
    await Promise.all(this.#members.map((member) => member.stop()))
  }

  summary(): Summary {
    const sum = (part: (member: Member) => number) => this.#members.reduce((total, member) => total + part(member), 0)
    return {
      ...this.#counts,
      devices: this.#members.length,
      waiting: sum(({ waiting }) => waiting),
      dropped: sum(({ dropped }) => dropped),
    }
  }
}
