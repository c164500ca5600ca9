import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, Server } from 'node:http'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import RED from 'node-red'
import type { Logger } from 'pino'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { Words } from '../../facilities/define.ts'
import { lockFolder } from '../../journal/folder-lock.ts'
import { Accounts } from '../../register/accounts.ts'
import { ensureAdapterSecret } from '../../register/adapters.ts'
import { Register } from '../../register/register.ts'
import { reachedAs, writeAddress } from '../../settings/address-file.ts'
import { explainListening } from '../../settings/listening.ts'
import type { NodeRedSettings } from '../../settings/processes.ts'
import { listen } from '../listeners.ts'
import { BoundDevices } from './bound-devices.ts'
import { BrokerLink } from './broker-link.ts'
import { frontDoor, mayCallFlows, type Rooms } from './front-door.ts'
import { LiveLink } from './live-link.ts'
import { redSettings, userFolder } from './red-settings.ts'
import { ensureSecrets, type Secrets } from './secrets.ts'
import { SignIn } from './sign-in.ts'
import type { Site } from './site.ts'
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
  private lock: DatabaseSync | undefined
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
    const { KZ_DATA: folder, KZ_BIND: host, KZ_NODERED_PORT } = this.settings
    await mkdir(userFolder(folder), { recursive: true, mode: 0o700 })
    this.lock = lockFolder(folder, name)
    this.register.start()
    this.accounts.start()
    const secrets = ensureSecrets(userFolder(folder), this.accounts)
    const rooms = this.rooms(secrets)
    this.server = frontDoor(rooms)
    // Only then: that a port is taken says nothing about flows.
    const port = await listen(this.server, host, KZ_NODERED_PORT).catch((error: unknown) => this.explain(error))
    this.starts.begin()
    const site = await this.connect(secrets)
    await this.startRed(this.server, rooms, site, secrets)
    this.timer = setTimeout(() => this.starts.steady(), steadyMs)
    await writeAddress(folder, name, { host: reachedAs(this.settings), http: port })
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
    this.lock?.close()
  }

  health(): object {
    const { safeMode, failures } = this.starts
    return { since: this.startedAt.toISOString(), safeMode, failures, connected: this.broker?.connected ?? false }
  }

  /** Leaves behind why it does not listen, so that /health can show it. */
  private async explain(error: unknown): Promise<never> {
    const explained = explainListening(error, this.settings) as Error & { hint?: Words }
    await writeAddress(this.settings.KZ_DATA, name, { problem: explained.message, ...explained.hint }).catch(() => undefined)
    throw explained
  }

  private rooms(secrets: Secrets): Rooms {
    return {
      signIn: new SignIn(this.accounts),
      inSecret: secrets.in,
      health: () => this.health(),
      isOpen: () => this.isOpen,
      editor: (request, response) => RED.httpAdmin(request, response),
      flows: (request, response) => RED.httpNode(request, response),
    }
  }

  private async connect({ reader }: Secrets): Promise<Site> {
    const { KZ_DATA: folder, KZ_LOCALE: locale } = this.settings
    const { log } = this
    const secret = await ensureAdapterSecret(this.register, folder, name)
    this.broker = new BrokerLink({ folder, name, secret, log })
    this.live = new LiveLink({ folder, token: reader, log })
    this.broker.start()
    return { devices: new BoundDevices(this.register, this.catalogue, name), broker: this.broker, live: this.live, locale }
  }

  private async startRed(server: Server, rooms: Rooms, site: Site, secrets: Secrets): Promise<void> {
    const { settings, log } = this
    const { safeMode, failures } = this.starts
    const { signIn } = rooms
    const mayCall = (request: Pick<IncomingMessage, 'headers'>): boolean => mayCallFlows(rooms, request)
    RED.init(server, redSettings({ settings, site, signIn, credentialSecret: secrets.credentials, safeMode, log, mayCallFlows: mayCall }))
    this.isOpen = true
    RED.events.on('flows:started', () => this.starts.leaveSafeMode())
    await RED.start()
    for (const { id, err } of RED.nodes.getNodeList((set) => set.err !== undefined)) log.error({ id, err: String(err) }, 'nodes not loaded')
    if (safeMode) log.error({ failures }, 'flows ended the process again and again: safe mode, without flows')
  }
}
