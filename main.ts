/**
 * The supervisor: prepares the data folder, starts the processes, starts again the one that dies, and stops them in order.
 * `--demo` adds the demo register and the simulated fleet.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SupervisorSettings, supervisorSettings } from './settings/processes.ts'
import { readSettings, SettingsError, unknownSettings } from './settings/read-settings.ts'

interface Part {
  readonly name: string
  readonly entry: string
  readonly arguments: readonly string[]
}

interface Running extends Part {
  process?: ChildProcess
  startedAt: number
  failures: number
}

const here = import.meta.dirname
const firstPauseMs = 250
const longestPauseMs = 10_000
/** A process that has run this long has recovered: its next failure is a first one. */
const steadyMs = 30_000
const stopMs = 8_000

const usage = `Usage: npm start | npm run serve
  --demo   with the demo register and a simulated fleet (npm start)
  --help   this text
Settings are environment variables, explained in .env.example.`

const say = (line: string): void => void process.stdout.write(`${line}\n`)

function partsOf(demo: boolean): Running[] {
  const parts: Part[] = [
    { name: 'ingest', entry: 'ingest/main.ts', arguments: [] },
    { name: 'gateway', entry: 'gateway/main.ts', arguments: [] },
    ...(demo ? [{ name: 'device-sim', entry: 'device-sim/main.ts', arguments: [] }] : []),
  ]
  return parts.map((part) => ({ ...part, startedAt: 0, failures: 0 }))
}

/** Makes the folder, the register and the administrator; resolves with what register/main.ts says, and undefined when it failed. */
async function prepare(demo: boolean): Promise<{ admin: string | null; facilities: number; devices: number } | undefined> {
  const child = spawn(process.execPath, [join(here, 'register/main.ts'), ...(demo ? ['--demo'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  return code === 0 ? JSON.parse(output.trim().split('\n').at(-1) ?? '') : undefined
}

class Supervisor {
  private readonly parts: Running[]
  private stopping = false

  constructor(parts: Running[]) {
    this.parts = parts
  }

  start(): void {
    for (const part of this.parts) this.run(part)
  }

  /** The fleet first, ingest last: what the gateway has acknowledged meanwhile waits in the journal anyway. */
  async stop(): Promise<void> {
    if (this.stopping) return
    this.stopping = true
    for (const part of this.parts.toReversed()) await this.end(part)
  }

  private run(part: Running): void {
    part.startedAt = Date.now()
    const child = spawn(process.execPath, [join(here, part.entry), ...part.arguments], { stdio: ['ignore', 'inherit', 'inherit'] })
    part.process = child
    child.once('exit', (code, signal) => this.exited(part, code, signal))
  }

  private exited(part: Running, code: number | null, signal: NodeJS.Signals | null): void {
    delete part.process
    if (this.stopping) return
    part.failures = Date.now() - part.startedAt > steadyMs ? 1 : part.failures + 1
    const pause = Math.min(firstPauseMs * 2 ** (part.failures - 1), longestPauseMs)
    say(`${part.name} ended (${signal ?? `code ${code}`}); it is started again in ${pause / 1_000} s`)
    setTimeout(() => {
      if (!this.stopping) this.run(part)
    }, pause)
  }

  private async end({ process: child }: Running): Promise<void> {
    if (!child) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
    await exited
    clearTimeout(timer)
  }
}

function introduce(settings: SupervisorSettings, made: { admin: string | null; facilities: number; devices: number }): void {
  const { KZ_BIND: host, KZ_HTTP_PORT, KZ_MQTT_PORT, KZ_MQTT_WS_PORT, KZ_DATA } = settings
  say('')
  say(`  kezhong 刻钟   ${made.facilities} facilities, ${made.devices} devices`)
  say(`  API            http://${host}:${KZ_HTTP_PORT}/api/v1   documents: http://${host}:${KZ_HTTP_PORT}/docs`)
  say(`  MQTT           mqtt://${host}:${KZ_MQTT_PORT}   WebSocket: ws://${host}:${KZ_MQTT_WS_PORT}`)
  say(
    `  administrator  user admin, ${made.admin ? `password ${made.admin} (shown once; kept in ${join(KZ_DATA, 'admin-password')})` : `password as before (${join(KZ_DATA, 'admin-password')}, or KZ_ADMIN_PASSWORD)`}`,
  )
  say('')
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } })
  if (values.help) return say(usage)
  const settings = readSettings(supervisorSettings, process.env)
  for (const warning of unknownSettings(process.env)) say(warning)
  await mkdir(settings.KZ_DATA, { recursive: true, mode: 0o700 })
  const made = await prepare(values.demo)
  if (!made) throw new Error('the data folder could not be prepared')
  introduce(settings, made)
  const supervisor = new Supervisor(partsOf(values.demo))
  supervisor.start()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void supervisor.stop().then(() => process.exit(0)))
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(error instanceof SettingsError ? 2 : 1)
})
