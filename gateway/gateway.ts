import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { DatabaseSync } from 'node:sqlite'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { lockFolder } from '../journal/folder-lock.ts'
import { journalPaths } from '../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../journal/sqlite-reader.ts'
import { SqliteJournalWriter } from '../journal/sqlite-writer.ts'
import { Accounts } from '../register/accounts.ts'
import { Register } from '../register/register.ts'
import { reachedAs, writeAddress } from '../settings/address-file.ts'
import type { GatewaySettings } from '../settings/processes.ts'
import { Broker } from './broker.ts'
import { followConnections, noteConnected, noteStart } from './connections.ts'
import { denials } from './denials.ts'
import { addressOf } from './door/address.ts'
import { Doorkeeper } from './door/doorkeeper.ts'
import { Knocks } from './door/knocks.ts'
import { lookAtFirstByte, watchHandshakes } from './door/wrong-door.ts'
import { Downlink } from './downlink.ts'
import { listen, tcpListener, tlsListener, webListener } from './listeners.ts'
import { guardPacketSize } from './packet-guard.ts'
import { maxPayloadBytes } from './payload-limit.ts'
import { RateLimit } from './rate-limit.ts'
import { Retained } from './retained.ts'
import type { Session } from './session.ts'
import { Uplink } from './uplink.ts'
import { WaitingRoom } from './waiting/waiting-room.ts'

export interface GatewayPorts {
  readonly mqtt: number
  readonly ws: number
  readonly mqtts?: number
}

/** How finely the lateness of the event loop is looked at; it is in each of its values. */
const loopResolutionMs = 20
const registerCheckMs = 1_000
/** Somebody stands in front of a device that waits. */
const waitingCheckMs = 200
const expireMs = 3_600_000

/** Everything that brings messages in, and ends at the uplink journal. */
export class Gateway {
  private readonly loopDelay = monitorEventLoopDelay({ resolution: loopResolutionMs })
  private readonly settings: GatewaySettings
  private readonly log: Logger
  private readonly register: Register
  private readonly accounts: Accounts
  private readonly journal: SqliteJournalWriter
  private readonly downlinkJournal: SqliteJournalReader
  private readonly retained: Retained
  private readonly uplink: Uplink
  private readonly doorkeeper: Doorkeeper
  private readonly rateLimit: RateLimit
  private readonly waitingRoom: WaitingRoom
  private readonly knocks: Knocks
  private readonly broker: Broker
  private readonly downlink: Downlink
  private lock: DatabaseSync | undefined
  private servers: Server[] = []
  private timers: NodeJS.Timeout[] = []
  private ports: GatewayPorts | undefined
  private readonly startedAt = Date.now()

  constructor(settings: GatewaySettings, log: Logger) {
    const folder = settings.KZ_DATA
    this.settings = settings
    this.log = log
    this.register = new Register(join(folder, 'register.sqlite'))
    this.accounts = new Accounts(join(folder, 'register.sqlite'))
    this.journal = new SqliteJournalWriter(journalPaths(join(folder, 'journal'), 'uplink'))
    this.downlinkJournal = new SqliteJournalReader(journalPaths(join(folder, 'journal'), 'downlink'))
    this.retained = new Retained(join(folder, 'retained.sqlite'))
    this.uplink = new Uplink(this.journal, this.retained, log)
    this.doorkeeper = new Doorkeeper(this.register, this.accounts)
    this.rateLimit = new RateLimit(settings.KZ_DEVICE_RATE)
    this.waitingRoom = new WaitingRoom(this.register, log, (session) => noteConnected(this.uplink, session))
    this.knocks = new Knocks({ uplink: this.uplink, isDevice: (name) => this.register.device(name) !== undefined })
    this.broker = new Broker({
      uplink: this.uplink,
      doorkeeper: this.doorkeeper,
      rateLimit: this.rateLimit,
      waitingRoom: this.waitingRoom,
      knocks: this.knocks,
      maxConnections: settings.KZ_MAX_CONNECTIONS,
    })
    this.downlink = new Downlink(this.downlinkJournal, this.broker, this.retained, log)
  }

  async start(): Promise<GatewayPorts> {
    this.loopDelay.enable()
    await mkdir(join(this.settings.KZ_DATA, 'journal'), { recursive: true, mode: 0o700 })
    this.lock = lockFolder(this.settings.KZ_DATA, 'gateway')
    this.register.start()
    this.accounts.start()
    await this.journal.start()
    await this.downlinkJournal.start()
    this.retained.start()
    await this.broker.listen()
    await this.restoreRetained()
    followConnections(this.broker, this.uplink, this.knocks)
    this.waitingRoom.start(this.broker)
    noteStart(this.uplink)
    await this.downlink.start()
    this.every(registerCheckMs, () => this.followRegister())
    this.every(waitingCheckMs, () => this.waitingRoom.follow())
    this.every(1_000, () => this.waitingRoom.flush())
    this.every(1_000, () => this.knocks.flush())
    this.every(60_000, () => this.rateLimit.sweep(Date.now()))
    this.every(60_000, () => this.waitingRoom.sweep())
    this.every(expireMs, () => void this.expireJournal())
    const ports = await this.listenEverywhere()
    this.ports = ports
    await this.leaveAddress(ports)
    return ports
  }

  /** New connections end first, then those that stand; the journal last, so that nothing acknowledged is missing in it. */
  async stop(): Promise<void> {
    this.loopDelay.disable()
    for (const timer of this.timers) clearInterval(timer)
    for (const server of this.servers) server.close()
    await this.downlink.stop()
    await this.broker.closeForUs()
    this.waitingRoom.stop()
    this.uplink.stop()
    await this.journal.stop()
    await this.downlinkJournal.stop()
    this.retained.stop()
    this.accounts.stop()
    this.register.stop()
    this.lock?.close()
  }

  health(): object {
    const journal = this.uplink.status()
    return {
      ok: journal.ok,
      since: new Date(this.startedAt).toISOString(),
      journal: { ...journal, since: new Date(journal.since).toISOString() },
      connections: this.broker.connectedClients,
      ...(this.ports && { ports: this.ports }),
      adapters: this.broker.connectedAdapters,
      counters: { accepted: this.uplink.accepted, denied: this.broker.denied },
      process: { residentBytes: process.memoryUsage.rss(), loopLagMs: this.loopLag() },
    }
  }

  /** 99th percentile since somebody asked last. */
  private loopLag(): number {
    const lag = this.loopDelay.percentile(99) / 1e6
    this.loopDelay.reset()
    return Math.max(0, lag - loopResolutionMs)
  }

  private async listenEverywhere(): Promise<GatewayPorts> {
    const { KZ_BIND: host, KZ_MQTT_PORT, KZ_MQTT_WS_PORT, KZ_MQTTS_PORT } = this.settings
    const handle = (connection: Duplex, request?: IncomingMessage): void => this.welcome(connection, request)
    const tcp = tcpListener((connection) => {
      lookAtFirstByte(connection, (refusal) => this.knocks.note('', addressOf({ conn: connection }), refusal))
      handle(connection)
    })
    const web = webListener(handle, (request, response) => this.answer(request, response), maxPayloadBytes + 65_552)
    this.servers = [tcp, web]
    const ports = { mqtt: await listen(tcp, host, KZ_MQTT_PORT), ws: await listen(web, host, KZ_MQTT_WS_PORT) }
    const tls = this.tlsOptions()
    if (!tls) return ports
    const secure = tlsListener(handle, tls)
    watchHandshakes(secure, (refusal, address) => this.knocks.note('', address, refusal))
    this.servers.push(secure)
    return { ...ports, mqtts: await listen(secure, host, KZ_MQTTS_PORT) }
  }

  private tlsOptions(): object | undefined {
    const { KZ_TLS_CERT, KZ_TLS_KEY, KZ_TLS_CA } = this.settings
    if (!KZ_TLS_CERT || !KZ_TLS_KEY) return undefined
    const pair = { cert: readFileSync(KZ_TLS_CERT), key: readFileSync(KZ_TLS_KEY) }
    return KZ_TLS_CA ? { ...pair, ca: readFileSync(KZ_TLS_CA), requestCert: true, rejectUnauthorized: false } : pair
  }

  private welcome(connection: Duplex, request?: IncomingMessage): void {
    const client = this.broker.handle(connection, request) as Session
    guardPacketSize(client, maxPayloadBytes, (bytes) => {
      client.denial ??= denials.tooLarge(bytes, maxPayloadBytes)
    })
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const found = request.method === 'GET' && request.url === '/health'
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(found ? this.health() : { code: 'not-found' }))
  }

  private async restoreRetained(): Promise<void> {
    const { persistence } = this.broker as unknown as { persistence: { storeRetained(packet: object): Promise<void> } }
    for (const { topic, payload, qos } of this.retained.all()) {
      await persistence.storeRetained({ cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain: true })
    }
  }

  /** Devices that are retired or have a new credential are sent away as soon as the register says so. */
  private followRegister(): void {
    if (!this.doorkeeper.changed()) return
    const { clients } = this.broker as unknown as { clients: Record<string, Session> }
    for (const client of Object.values(clients)) {
      const denial = client.principal && this.doorkeeper.reasonToLeave(client.principal)
      if (!denial) continue
      client.denial = denial
      client.close()
    }
  }

  private async expireJournal(): Promise<void> {
    try {
      const dropped = await this.journal.expire(Date.now() - this.settings.KZ_JOURNAL_DAYS * 86_400_000)
      if (dropped > 0) this.log.info({ dropped }, 'old journal entries dropped')
    } catch (error) {
      this.log.error({ err: error }, 'old journal entries could not be dropped')
    }
  }

  /** Where ingest finds our health, whatever port was free. */
  private async leaveAddress(ports: GatewayPorts): Promise<void> {
    const host = reachedAs(this.settings)
    // On a full disk the rest still works, and /health says what is wrong.
    await writeAddress(this.settings.KZ_DATA, 'gateway', { host, ...ports }).catch((error: unknown) => {
      this.log.warn({ err: error }, 'the address could not be written down')
    })
  }

  private every(ms: number, task: () => void): void {
    this.timers.push(setInterval(task, ms))
  }
}
