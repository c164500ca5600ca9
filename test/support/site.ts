import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { Accounts } from '../../register/accounts.ts'
import { Register } from '../../register/register.ts'
import { whenDone } from './clean-up.ts'
import { type ProcessOptions, type RunningProcess, startProcess } from './process.ts'
import { tempFolder } from './temp-folder.ts'

export const adminPassword = 'a password for tests'

/** A data folder with a register, one facility and some devices, as the processes would find it. */
export interface Site {
  readonly folder: string
  readonly passwords: ReadonlyMap<string, string>
}

/** `devices`: id → kind. */
export async function makeSite(devices: Readonly<Record<string, string>>): Promise<Site> {
  const folder = await tempFolder()
  const register = new Register(join(folder, 'register.sqlite'))
  const accounts = new Accounts(join(folder, 'register.sqlite'))
  register.start()
  accounts.start()
  await accounts.ensureAdmin(adminPassword)
  register.addFacility({ id: 'estate-01', name: '测试小区', town: 'shaxi', circles: [], demo: true })
  const passwords = new Map<string, string>()
  for (const [id, kind] of Object.entries(devices)) {
    register.addDevice({ id, kind, facility: 'estate-01', demo: true })
    passwords.set(id, (await register.issueCredential(id)).password)
  }
  accounts.stop()
  register.stop()
  return { folder, passwords }
}

export interface RunningGateway {
  readonly process: RunningProcess
  readonly mqtt: number
  readonly ws: number
  /** What it says of itself. */
  health(): Promise<{ ok: boolean; connections: number; counters: Record<string, number>; journal: { ok: boolean; waiting: number } }>
}

/** The gateway as its own process, on free ports unless `env` says otherwise. */
export async function startGateway(site: Site, env: ProcessOptions['env'] = {}): Promise<RunningGateway> {
  const process = startProcess('gateway/main.ts', { env: { KZ_DATA: site.folder, KZ_MQTT_PORT: '0', KZ_MQTT_WS_PORT: '0', ...env } })
  await process.waitForLine(/gateway listens/)
  const ports = JSON.parse(await readFile(join(site.folder, 'gateway.json'), 'utf8')) as { mqtt: number; ws: number }
  const health = async () => (await fetch(`http://127.0.0.1:${ports.ws}/health`)).json() as ReturnType<RunningGateway['health']>
  return { process, ...ports, health }
}

/** A client of one of the site's devices, or of `admin`; rejects when it is not let in. */
export async function connectDevice(site: Site, port: number, id: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = mqtt.connect({
    host: '127.0.0.1',
    port,
    protocolVersion: 4,
    username: id,
    password: id === 'admin' ? adminPassword : (site.passwords.get(id) ?? ''),
    reconnectPeriod: 0,
    ...options,
  })
  whenDone(() => new Promise<void>((resolve) => client.end(true, {}, () => resolve())))
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve())
    client.once('error', reject)
    client.once('close', () => reject(new Error('the connection was closed')))
  })
  // Later errors (a broken connection) are the test's business, not the process's end.
  client.on('error', () => {})
  return client
}

/** Resolves when the connection has ended, however. */
export const closeOf = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()))

/** The next message a client receives: topic and payload. */
export const messageTo = (client: MqttClient): Promise<[string, Buffer]> =>
  new Promise((resolve) => client.once('message', (topic, payload) => resolve([topic, payload])))

export interface RunningIngest {
  readonly process: RunningProcess
  /** Of the API: http://127.0.0.1:PORT/api/v1 */
  readonly url: string
}

/** Ingest as its own process, on a free port unless `env` says otherwise. */
export async function startIngest(site: Site, env: ProcessOptions['env'] = {}): Promise<RunningIngest> {
  const process = startProcess('ingest/main.ts', { env: { KZ_DATA: site.folder, KZ_HTTP_PORT: '0', KZ_NODERED_PORT: '0', ...env } })
  await process.waitForLine(/API listens/)
  const { http } = JSON.parse(await readFile(join(site.folder, 'ingest.json'), 'utf8')) as { http: number }
  return { process, url: `http://127.0.0.1:${http}/api/v1` }
}

export type Ask = <Answer>(path: string, init?: RequestInit) => Promise<Answer>

const json = { 'content-type': 'application/json' }

/** The cookie of the administrator who has signed in. */
export async function sessionOf({ url }: Pick<RunningIngest, 'url'>, password = adminPassword): Promise<string> {
  const body = JSON.stringify({ user: 'admin', password })
  const answer = await fetch(`${url}/session`, { method: 'POST', headers: json, body })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** Signs in as the administrator; the function returned asks the API and throws what it answers when that is a problem. */
export async function signIn({ url }: Pick<RunningIngest, 'url'>, password = adminPassword): Promise<Ask> {
  const cookie = await sessionOf({ url }, password)
  return async <Answer>(path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...(init.body ? json : {}), cookie, ...init.headers } })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }
}
