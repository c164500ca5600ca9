import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import RED from 'node-red'
import type { Logger } from 'pino'
import type { Catalogue } from '../../facilities/catalogue.ts'
import { Accounts } from '../../register/accounts.ts'
import { ensureAdapterSecret } from '../../register/adapters.ts'
import { Register } from '../../register/register.ts'
import { writeAddress } from '../../settings/address-file.ts'
import type { NodeRedSettings } from '../../settings/processes.ts'
import { BoundDevices } from './bound-devices.ts'
import { BrokerLink } from './broker-link.ts'
import { frontDoor, mayCallFlows, type Rooms } from './front-door.ts'
import { LiveLink } from './live-link.ts'
import { redSettings, userFolder } from './red-settings.ts'
import { ensureSecrets } from './secrets.ts'
import { SignIn } from './sign-in.ts'
import { Starts } from './starts.ts'

const name = 'node-red'
/** A process that has run this long has recovered. */
const steadyMs = 60_000
/** How long flows may take to end. */
const stopMs = 5_000

/** Node-RED with our sign-in, our nodes and one connection to the broker, over the data folder. */
export class NodeRed {
  private readonly settings: NodeRedSettings
  private readonly log: Logger
  private readonly register: Register
  private readonly accounts: Accounts
  private readonly catalogue: Catalogue
  private readonly starts: Starts
  private readonly startedAt = new Date()
  private broker: BrokerLink | undefined
  private live: LiveLink | undefined
  private server: Server | undefined
  private isOpen = false
  private timer: NodeJS.Timeout | undefined

  constructor(settings: NodeRedSettings, catalogue: Catalogue, log: Logger) {
    const folder = settings.KZ_DATA
    this.settings = settings
    this.log = log
    this.catalogue = catalogue
    this.register = new Register(join(folder, 'register.sqlite'), { catalogue })
    this.accounts = new Accounts(join(folder, 'register.sqlite'))
    this.starts = new Starts(join(userFolder(folder), 'starts.json'))
  }

  /** Resolves with the port it listens on. */
  async start(): Promise<number> {
    const { KZ_DATA: folder, KZ_BIND: host, KZ_NODERED_PORT, KZ_LOCALE: locale } = this.settings
    await mkdir(userFolder(folder), { recursive: true, mode: 0o700 })
    this.register.start()
    this.accounts.start()
    const secret = await ensureAdapterSecret(this.register, folder, name)
    const secrets = ensureSecrets(userFolder(folder), this.accounts)
    const signIn = new SignIn(this.accounts)
    const rooms: Rooms = {
      signIn,
      inSecret: secrets.in,
      health: () => this.health(),
      isOpen: () => this.isOpen,
      editor: (request, response) => RED.httpAdmin(request, response),
      flows: (request, response) => RED.httpNode(request, response),
    }
    const server = frontDoor(rooms)
    this.server = server
    const port = await listen(server, host, KZ_NODERED_PORT)
    this.starts.begin()
    const broker = new BrokerLink({ folder, name, secret, log: this.log })
    const live = new LiveLink({ folder, host: localHost(host), token: secrets.reader, log: this.log })
    this.broker = broker
    this.live = live
    const site = { devices: new BoundDevices(this.register, this.catalogue, name), broker, live, locale }
    const { safeMode } = this.starts
    const settings = redSettings({
      settings: this.settings,
      site,
      signIn,
      credentialSecret: secrets.credentials,
      safeMode,
      log: this.log,
      mayCallFlows: (request) => mayCallFlows(rooms, request),
    })
    RED.init(server, settings)
    this.isOpen = true
    RED.events.on('flows:started', () => this.starts.leaveSafeMode())
    broker.start()
    await RED.start()
    for (const { id, err } of RED.nodes.getNodeList(({ err }) => err !== undefined))
      this.log.error({ id, err: String(err) }, 'nodes not loaded')
    if (safeMode) this.log.error({ failures: this.starts.failures }, 'flows ended the process again and again: safe mode, without flows')
    this.timer = setTimeout(() => this.starts.steady(), steadyMs)
    await writeAddress(folder, name, { host: localHost(host), http: port })
    return port
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer)
    this.server?.close()
    await Promise.race([RED.stop(), new Promise((resolve) => setTimeout(resolve, stopMs))])
    this.live?.stop()
    await this.broker?.stop()
    this.accounts.stop()
    this.register.stop()
    this.starts.end()
  }

  health(): object {
    const { safeMode, failures } = this.starts
    return { since: this.startedAt.toISOString(), safeMode, failures, connected: this.broker?.connected ?? false }
  }
}

const localHost = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host)

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}
