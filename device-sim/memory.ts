import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { DeviceMemory } from './device.ts'

const memorySchema = z.object({
  seed: z.number(),
  devices: z.record(
    z.string(),
    z.object({
      at: z.number(),
      values: z.record(z.string(), z.union([z.number(), z.string()])),
      memory: z.record(z.string(), z.unknown()),
    }),
  ),
})

/** What the devices remembered when the fleet of this seed was last seen; nothing when the file is missing, spoiled or of another seed. */
export function readMemory(path: string, seed: number): Map<string, DeviceMemory> {
  try {
    const read = memorySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    return new Map(read.seed === seed ? Object.entries(read.devices) : [])
  } catch {
    return new Map() // meters that begin anew are no reason not to start
  }
}

/** Whole or not at all. Throws what the file system says. */
export function writeMemory(path: string, seed: number, devices: Iterable<readonly [string, DeviceMemory]>): void {
  const draft = `${path}.new`
  writeFileSync(draft, JSON.stringify({ seed, devices: Object.fromEntries(devices) }))
  renameSync(draft, path)
}
