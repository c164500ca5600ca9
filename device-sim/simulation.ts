import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue } from '../facilities/catalogue.ts'
import { type Offset, offsetOf, startOfDay } from '../facilities/zone.ts'
import type { SimSettings } from '../settings/processes.ts'
import { type Broker, brokerOf } from './broker.ts'
import { type Clock, clockFrom, startOf } from './clock.ts'
import { Complaints, explainConnection } from './complaints.ts'
import { type SimulatedDevice, simulatedDevice } from './device.ts'
import { Fleet, type FleetDevice, type Summary } from './fleet.ts'
import { Memory } from './memory.ts'
import type { SimOptions } from './options.ts'
import { roster } from './roster.ts'

const memoryMs = 60_000
const dayMs = 86_400_000
const largestWithPast = 1_000 // living through the day so far takes some milliseconds of computing for each device

/** A fleet with its clock, its meters' memory and its complaints. */
export class Simulation {
  readonly #broker: Broker
  readonly #clock: Clock
  readonly #offset: Offset
  readonly #devices: readonly FleetDevice[]
  readonly #memory: Memory
  readonly #complaints: Complaints
  readonly #fleet: Fleet
  readonly #startsAt: string
  #timer: NodeJS.Timeout | undefined

  /** Throws a SimError when there is nothing to simulate or no password for it. */
  constructor(options: SimOptions, settings: SimSettings, catalogue: Catalogue, warn: (sentence: string) => void, now = Date.now()) {
    const { seed, speed, credentials, qos } = options
    const passwords = credentials === undefined ? demoPasswordHint(settings) : `--credentials ${credentials}`
    this.#broker = brokerOf(options.url, settings)
    this.#clock = clockFrom(startOf(now, speed, options.forMs, options.pastMs), now, speed)
    this.#offset = offsetOf(settings.KZ_TIMEZONE)
    this.#startsAt = speed === 1 ? '' : `, from ${new Date(this.#clock.startsAt).toISOString()} at ${speed} times the speed`
    this.#devices = fleetDevices(options, settings, catalogue, this.#offset, now.toString(36))
    this.#memory = new Memory(memoryPath(options, settings), seed, warn)
    this.#complaints = new Complaints(explainConnection(this.#broker.shown, passwords), warn)
    this.#fleet = new Fleet({
      broker: this.#broker,
      qos,
      clock: this.#clock,
      devices: this.#devices,
      prepare: (device, at) => this.#prepare(device, at),
      complain: (device, fault) => this.#complaints.add(device, fault),
    })
  }

  get title(): string {
    return `${this.#devices.length} simulated devices → ${this.#broker.shown}${this.#startsAt}`
  }

  start(): void {
    this.#memory.read()
    this.#timer = setInterval(() => this.#remember(), memoryMs)
    this.#fleet.start()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#remember()
    await this.#fleet.stop()
    this.#complaints.stop()
  }

  summary(): Summary {
    return this.#fleet.summary()
  }

  /** Goes on where the meters stood when they were last seen, or at the beginning of the day. */
  #prepare(device: SimulatedDevice, now: number): void {
    const last = this.#memory.of(device.id)
    const isKnown = last !== undefined && last.at <= now
    if (isKnown) device.remember(last)
    const since = isKnown ? last.at : this.#devices.length <= largestWithPast ? startOfDay(now, this.#offset) : now
    device.liveUntil(Math.max(since, now - dayMs), now)
    this.#memory.has(device)
  }

  #remember(): void {
    this.#memory.write(this.#clock.simulated(Date.now()))
  }
}

function fleetDevices(options: SimOptions, settings: SimSettings, catalogue: Catalogue, offset: Offset, run: string): FleetDevice[] {
  return roster({ ...options, catalogue, dataFolder: settings.KZ_DATA }).map(({ id, kind, model, vendor, ...credential }) => ({
    device: simulatedDevice({ id, kind, model, vendor, seed: options.seed, faults: options.faults, offset, run }),
    ...credential,
  }))
}

/** In compressed time the meters would be ahead of themselves at the next start. */
function memoryPath({ memory, speed }: SimOptions, { KZ_DATA }: SimSettings): string | undefined {
  if (memory === 'none' || speed !== 1) return undefined
  if (memory !== undefined) return memory
  return existsSync(KZ_DATA) ? join(KZ_DATA, 'device-sim.json') : undefined
}

const demoPasswordHint = ({ KZ_DATA }: SimSettings): string => `that ${join(KZ_DATA, 'demo-secret')} (KZ_DATA) is the gateway's own`
