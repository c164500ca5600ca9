import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { simSettings } from '../settings/processes.ts'
import { readSettings } from '../settings/read-settings.ts'
import { clockFrom, startOf } from './clock.ts'
import { Complaints, explainConnection } from './complaints.ts'
import { type SimulatedDevice, simulatedDevice } from './device.ts'
import { Fleet, type Summary } from './fleet.ts'
import { localBroker } from './local-broker.ts'
import { readMemory, writeMemory } from './memory.ts'
import { help, simOptions } from './options.ts'
import { roster } from './roster.ts'
import { sentenceOf } from './sim-error.ts'
import { offsetOf, startOfDay } from './zone.ts'

const summaryMs = 10_000
const memoryMs = 60_000
const dayMs = 86_400_000
const largestWithPast = 1_000 // living through the day so far takes about 2 ms of computing for each device

function run(): void {
  const options = simOptions(process.argv.slice(2))
  if (!options) {
    console.log(help)
    return
  }
  const settings = readSettings(simSettings, process.env)
  const { seed, speed, credentials } = options
  const url = options.url ?? localBroker(settings)
  const entries = roster({ ...options, dataFolder: settings.KZ_DATA })
  const wallStart = Date.now()
  const clock = clockFrom(startOf(wallStart, speed, options.forMs, options.pastMs), wallStart, speed)
  const offset = offsetOf(settings.KZ_TIMEZONE)
  const run = wallStart.toString(36)
  const devices = entries.map(({ id, kind, model, vendor, ...credential }) => ({
    device: simulatedDevice({ id, kind, model, vendor, seed, faults: options.faults, offset, run }),
    ...credential,
  }))

  const memoryFile = memoryPath(options.memory, settings.KZ_DATA, speed)
  const remembered = memoryFile ? readMemory(memoryFile, seed) : new Map()
  const prepare = (device: SimulatedDevice, now: number) => {
    const memory = remembered.get(device.id)
    if (memory && memory.at <= now) device.remember(memory)
    const since = memory?.at ?? (devices.length <= largestWithPast ? startOfDay(now, offset) : now)
    device.liveUntil(Math.max(since, now - dayMs), now)
    lived.add(device)
  }
  const lived = new Set<SimulatedDevice>()

  const passwords =
    credentials === undefined
      ? `that ${join(settings.KZ_DATA, 'demo-secret')} (KZ_DATA) is the gateway's own`
      : `--credentials ${credentials}`
  const complaints = new Complaints(explainConnection(url, passwords), (sentence) => console.error(sentence))
  const fleet = new Fleet({ url, qos: options.qos, clock, devices, prepare, complain: (device, fault) => complaints.add(device, fault) })

  const keepMemory = () => {
    if (!memoryFile) return
    const now = clock.simulated(Date.now())
    writeMemory(memoryFile, seed, [...remembered, ...[...lived].map((device) => [device.id, device.memory(now)] as const)])
  }
  const timers = [setInterval(() => guarded(keepMemory), memoryMs)]
  if (process.stdout.isTTY || options.verbose) timers.push(setInterval(() => console.log(line(fleet.summary())), summaryMs))

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    for (const timer of timers) clearInterval(timer)
    const last = fleet.summary()
    guarded(keepMemory)
    await fleet.stop()
    complaints.stop()
    console.log(line(last))
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  if (options.forMs !== undefined) setTimeout(() => void stop(), options.forMs)

  console.log(
    `${devices.length} simulated devices → ${url}, seed ${seed}${speed === 1 ? '' : `, from ${new Date(clock.startsAt).toISOString()} at ${speed} times the speed`}`,
  )
  fleet.start()
}

function memoryPath(given: string | undefined, dataFolder: string, speed: number): string | undefined {
  if (given === 'none' || speed !== 1) return undefined
  if (given !== undefined) return given
  return existsSync(dataFolder) ? join(dataFolder, 'device-sim.json') : undefined
}

function line({ devices, connected, sent, acknowledged, waiting, dropped }: Summary): string {
  const lost = dropped === 0 ? '' : `, ${dropped} dropped because a device could not keep more`
  return `devices ${devices}, connected ${connected}, sent ${sent}, acknowledged ${acknowledged}, waiting ${waiting}${lost}`
}

function guarded(work: () => void): void {
  try {
    work()
  } catch (error) {
    console.error(`The meters' values could not be kept: ${sentenceOf(error)}`)
  }
}

try {
  run()
} catch (error) {
  console.error(sentenceOf(error))
  process.exit(1)
}
