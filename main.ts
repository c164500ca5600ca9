/**
 * `npm start` and `npm run serve`: prepares the data folder, and has the supervisor run the processes.
 * `--demo` adds the demo register and the simulated fleet.
 */
import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Address } from './settings/address-file.ts'
import { environmentWithFile } from './settings/environment.ts'
import { type SupervisorSettings, supervisorSettings } from './settings/processes.ts'
import { readSettings, SettingsError, unknownSettings } from './settings/read-settings.ts'
import { type Part, Supervisor } from './supervisor.ts'

interface Prepared {
  /** The administrator's password, when it was made just now. */
  readonly admin: string | null
  readonly facilities: number
  readonly devices: number
}

const here = import.meta.dirname
const usage = `Usage: npm start | npm run serve
  --demo   with the demo register and a simulated fleet (npm start)
  --help   this text
Settings are environment variables, explained in .env.example.`

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const partsOf = (demo: boolean, nodeRed: boolean): Part[] => [
  { name: 'ingest', entry: 'ingest/main.ts', serves: true },
  { name: 'gateway', entry: 'gateway/main.ts', serves: true },
  // Flows may loop or eat memory: they end their own process, and nothing else.
  ...(nodeRed ? [{ name: 'node-red', entry: 'gateway/node-red/main.ts', execArgv: ['--max-old-space-size=512'], heartbeat: true }] : []),
  ...(demo ? [{ name: 'device-sim', entry: 'device-sim/main.ts' }] : []),
]

/** Makes the folder, the register and the administrator; resolves with what register/main.ts says, and undefined when it failed. */
async function prepare(demo: boolean): Promise<Prepared | undefined> {
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

function introduce(settings: SupervisorSettings, made: Prepared, address: Address): void {
  const { KZ_BIND: host, KZ_DATA: folder } = settings
  const url = `http://${host}:${address.http ?? settings.KZ_HTTP_PORT}`
  const kept = join(folder, 'admin-password')
  const password = made.admin
    ? `password ${made.admin}   (shown once, kept in ${kept})`
    : `password as before   (${kept}, or KZ_ADMIN_PASSWORD)`
  say('')
  say(`  kezhong 刻钟    ${made.facilities} facilities, ${made.devices} devices`)
  say(`  API             ${url}/api/v1   documents: ${url}/docs`)
  say(`  MQTT            mqtt://${host}:${address.mqtt ?? settings.KZ_MQTT_PORT}   ws://${host}:${address.ws ?? settings.KZ_MQTT_WS_PORT}`)
  if (settings.KZ_NODERED_PORT !== 0) say(`  Node-RED        http://${host}:${settings.KZ_NODERED_PORT}`)
  say(`  administrator   user admin, ${password}`)
  say('')
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } })
  if (values.help) return say(usage)
  const settings = readSettings(supervisorSettings, environmentWithFile(process.env))
  for (const warning of unknownSettings(environmentWithFile(process.env))) say(warning)
  await mkdir(settings.KZ_DATA, { recursive: true, mode: 0o700 })
  const made = await prepare(values.demo)
  if (!made) throw new Error('the data folder could not be prepared')
  const supervisor = new Supervisor(partsOf(values.demo, settings.KZ_NODERED_PORT !== 0), settings.KZ_DATA)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void supervisor.stop().then(() => process.exit(0)))
  introduce(settings, made, await supervisor.start())
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(error instanceof SettingsError ? 2 : 1)
})
