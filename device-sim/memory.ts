import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { DeviceMemory, SimulatedDevice } from './device.ts'
import { sentenceOf } from './sim-error.ts'

const deviceMemory = z.object({
  at: z.number(),
  values: z.record(z.string(), z.union([z.number(), z.string()])),
  memory: z.record(z.string(), z.unknown()),
})
const file = z.object({ seed: z.number(), devices: z.record(z.string(), deviceMemory) })

/** What the meters of a fleet show, kept in a file over restarts: a drop of a total would look like a new meter. */
export class Memory {
  readonly #path: string | undefined
  readonly #seed: number
  readonly #warn: (sentence: string) => void
  #remembered = new Map<string, DeviceMemory>()
  readonly #devices = new Set<SimulatedDevice>()

  /** Without a path nothing is kept. */
  constructor(path: string | undefined, seed: number, warn: (sentence: string) => void) {
    this.#path = path
    this.#seed = seed
    this.#warn = warn
  }

  /** Meters that begin anew are no reason not to start: a missing or spoiled file, or one of another seed, is as none. */
  read(): void {
    if (this.#path === undefined) return
    try {
      const { seed, devices } = file.parse(JSON.parse(readFileSync(this.#path, 'utf8')))
      if (seed === this.#seed) this.#remembered = new Map(Object.entries(devices))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#warn(`${this.#path} cannot be used; the simulated meters begin anew.`)
    }
  }

  of(id: string): DeviceMemory | undefined {
    return this.#remembered.get(id)
  }

  /** From now on this device's memory is the device itself. */
  has(device: SimulatedDevice): void {
    this.#devices.add(device)
  }

  /** Whole or not at all. */
  write(now: number): void {
    if (this.#path === undefined) return
    for (const device of this.#devices) this.#remembered.set(device.id, device.memory(now))
    try {
      writeFileSync(`${this.#path}.new`, JSON.stringify({ seed: this.#seed, devices: Object.fromEntries(this.#remembered) }))
      renameSync(`${this.#path}.new`, this.#path)
    } catch (error) {
      this.#warn(`What the simulated meters show could not be kept: ${sentenceOf(error)}`)
    }
  }
}
