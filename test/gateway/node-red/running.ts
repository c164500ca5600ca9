import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Accounts, type Role } from '../../../register/accounts.ts'
import { Register } from '../../../register/register.ts'
import { type ProcessOptions, type RunningProcess, repository, startProcess } from '../../support/process.ts'
import type { Site } from '../../support/site.ts'
import { waitFor } from '../../support/wait-for.ts'

/** A node of a flow, as Node-RED keeps it. */
export interface FlowNode {
  id: string
  type: string
  [property: string]: unknown
}

export interface Flows {
  /** Deploys these flows in the place of all others. */
  deploy(nodes: readonly FlowNode[]): Promise<void>
  /** Asks Node-RED with the token of an engineer. */
  ask(path: string, init?: RequestInit): Promise<Response>
}

export interface RunningNodeRed extends Flows {
  readonly process: RunningProcess
  /** http://127.0.0.1:PORT */
  readonly url: string
}

/** An API token of this role. */
export function tokenFor({ folder }: Pick<Site, 'folder'>, role: Role): string {
  const accounts = new Accounts(join(folder, 'register.sqlite'))
  accounts.start()
  const { token } = accounts.createToken({ name: `test ${role}`, role })
  accounts.stop()
  return token
}

/** Binds these devices to Node-RED. */
export function bind({ folder }: Site, ...devices: string[]): void {
  const register = new Register(join(folder, 'register.sqlite'))
  register.start()
  for (const device of devices) register.updateDevice(device, { adapter: 'node-red' })
  register.stop()
}

/** Node-RED as its own process, on a free port. */
export async function startNodeRed(site: Site, env: ProcessOptions['env'] = {}): Promise<RunningNodeRed> {
  const process = startProcess('gateway/node-red/main.ts', { env: { KZ_DATA: site.folder, KZ_NODERED_PORT: '0', ...env } })
  await process.waitForLine(/Node-RED listens/, 60_000)
  const url = `http://127.0.0.1:${JSON.parse(readFileSync(join(site.folder, 'node-red.json'), 'utf8')).http}`
  return { process, url, ...flowsAt(url, tokenFor(site, 'engineer')) }
}

export function flowsAt(url: string, token: string): Flows {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
  return {
    ask,
    async deploy(nodes) {
      const headers = { 'content-type': 'application/json', 'node-red-api-version': 'v2' }
      // Node-RED answers before it has started them: the last flow shows that it has.
      const mark = randomUUID()
      const flows = [...nodes, ...markFlow(mark)]
      const answer = await ask('/flows', { method: 'POST', headers, body: JSON.stringify({ flows }) })
      if (!answer.ok) throw new Error(`deploy: ${answer.status} ${await answer.text()}`)
      await waitFor(async () => (await ask(`/in/${mark}`)).ok, { what: 'the flows to start' })
    },
  }
}

const markFlow = (mark: string): FlowNode[] => [
  { id: `${mark}-tab`, type: 'tab', label: mark },
  { id: `${mark}-in`, type: 'http in', z: `${mark}-tab`, url: `/${mark}`, method: 'get', wires: [[`${mark}-out`]] },
  { id: `${mark}-out`, type: 'http response', z: `${mark}-tab`, statusCode: '', headers: {}, wires: [] },
]

const examples = join(repository, 'gateway/node-red/palette/examples')

/** An example that comes with our nodes, by the beginning of its name. */
export function example(name: string): FlowNode[] {
  const file = readdirSync(examples).find((each) => each.startsWith(name))
  if (!file) throw new Error(`there is no example ${name}`)
  return JSON.parse(readFileSync(join(examples, file), 'utf8'))
}

/** The same flows with other properties of the node of this type. */
export const withNode = (nodes: readonly FlowNode[], type: string, properties: object): FlowNode[] =>
  nodes.map((node) => (node.type === type ? { ...node, ...properties } : node))

/** A flow that is asked over HTTP: POST /in/{path} runs this function and answers with its msg. */
export function askedFlow(path: string, func: string, between: readonly FlowNode[] = []): FlowNode[] {
  const first = between[0]?.id ?? `${path}-out`
  return [
    { id: `${path}-tab`, type: 'tab', label: path },
    { id: `${path}-in`, type: 'http in', z: `${path}-tab`, url: `/${path}`, method: 'post', wires: [[`${path}-fn`]] },
    { id: `${path}-fn`, type: 'function', z: `${path}-tab`, func, outputs: 1, timeout: 0, libs: [], wires: [[first]] },
    ...between.map((node) => ({ ...node, z: `${path}-tab`, wires: [[`${path}-out`]] })),
    { id: `${path}-catch`, type: 'catch', z: `${path}-tab`, scope: null, uncaught: false, wires: [[`${path}-why`]] },
    {
      id: `${path}-why`,
      type: 'function',
      z: `${path}-tab`,
      func: 'msg.statusCode = 422; msg.payload = { fault: msg.fault, error: msg.error.message }; return msg',
      outputs: 1,
      timeout: 0,
      libs: [],
      wires: [[`${path}-out`]],
    },
    { id: `${path}-out`, type: 'http response', z: `${path}-tab`, statusCode: '', headers: {}, wires: [] },
  ]
}
