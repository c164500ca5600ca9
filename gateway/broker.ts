import { Aedes, type AuthenticateError, type Client, type ConnectPacket, type PublishPacket, type Subscription } from 'aedes'
import type { Logger } from 'pino'
import { mayPublish, maySubscribe, type Principal } from './access.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Uplink } from './uplink.ts'

export const maxPayloadBytes = 256 * 1_024

/** What we know of a connection besides what Aedes does. */
export interface Session extends Client {
  principal?: Principal
  /** Why it ends, where we know it before Aedes says so. */
  ending?: string
  /** It ends because of a breach of the rules. */
  refused?: boolean
  takenOver?: boolean
  /** Aedes' own, not in its types: the last will, and whether the client said DISCONNECT. */
  will?: PublishPacket | null
  _disconnected?: boolean
  /** Message ids of QoS 2 publishes that wait for PUBREL. */
  _inboundInflight?: Set<number>
  subscriptions?: Record<string, unknown>
}

interface BrokerParts {
  readonly uplink: Uplink
  readonly doorkeeper: Doorkeeper
  readonly rateLimit: RateLimit
  readonly maxConnections: number
  readonly log: Logger
}

type Done = (error?: Error | null) => void

interface Internals {
  publish(packet: PublishPacket, client: Session | null | Done, done?: Done): void
  registerClient(client: Session): void
  clients: Record<string, Session>
}
const internals = Aedes.prototype as unknown as Internals

/** [MQTT-3.1.3-8] CONNACK with return code 2, identifier rejected; and 3, server unavailable. */
const connackIdentifierRejected = Uint8Array.of(0x20, 2, 0, 2)
const connackUnavailable = Uint8Array.of(0x20, 2, 0, 3)

/**
 * Aedes with our rules at its hooks. PUBACK waits for the callback of `authorizePublish`, and that waits for the journal:
 * whatever is acknowledged is on disk.
 */
export class Broker extends Aedes {
  /** Observers subscribe to what devices publish; while there is none, nothing has to be routed: ingest reads the journal. */
  private observers = 0
  private deniedCount = 0

  constructor(parts: BrokerParts) {
    super({
      // A device's name is its client id here, so these lengths are ours, not the device's.
      maxClientsIdLength: 65_535,
      connectTimeout: 10_000,
      concurrency: 1_000,
      preConnect: (client, packet, done) => this.admit(client as Session, packet, parts, done),
      authenticate: (client, user, password, done) => void this.authenticateWith(parts, client as Session, user, password, done),
      authorizePublish: (client, packet, done) => this.receive(parts, client as Session | null, packet, done),
      authorizeSubscribe: (client, subscription, done) => this.subscribeTo(client as Session, subscription, done),
    })
    this.on('clientDisconnect', (client) => {
      if ((client as Session).principal?.role === 'observer') this.observers--
    })
  }

  /** Publishes refused at the door since the start. */
  get denied(): number {
    return this.deniedCount
  }

  /** Typed as the private method it is: nobody but a device's own down topic is addressed by us, so routing an up message is only for observers. */
  override publish(packet: PublishPacket, client: unknown, done?: unknown): void {
    if (client && typeof client !== 'function' && this.observers === 0 && !packet.retain && !packet.topic.startsWith('$')) {
      ;(done as Done)(null)
      return
    }
    internals.publish.call(this, packet, client as Session, done as Done)
  }

  /** A device that connects again has not been lost: the will of the connection it replaces is not published. */
  registerClient(client: Session): void {
    const { clients } = this as unknown as Internals
    const replaced = clients[client.id]
    if (replaced) {
      replaced.will = null
      replaced.takenOver = true
    }
    internals.registerClient.call(this, client)
  }

  private admit(client: Session, packet: ConnectPacket, parts: BrokerParts, done: (error: Error | null, success: boolean) => void): void {
    if (packet.clientId === '' && !packet.clean) {
      client.conn.write(connackIdentifierRejected)
      return done(new Error('an empty client id needs a clean session'), false)
    }
    if (this.connectedClients >= parts.maxConnections) {
      client.conn.write(connackUnavailable)
      return done(new Error('too many connections'), false)
    }
    // The user name is the device, the client id is free: sessions and takeovers go by the device.
    if (packet.username) packet.clientId = parts.doorkeeper.sessionOf(packet.username, packet.clientId)
    done(null, true)
  }

  private async authenticateWith(
    parts: BrokerParts,
    client: Session,
    user: string | undefined,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const answer = await parts.doorkeeper.authenticate(user, password, client.conn)
    if ('refused' in answer) {
      // [MQTT-3.2.2.3] 4 is "bad user name or password", 3 "server unavailable".
      return done(Object.assign(new Error(answer.refused), { returnCode: answer.returnCode }) as AuthenticateError, null)
    }
    client.principal = answer.principal
    if (answer.principal.role === 'observer') this.observers++
    done(null, true)
  }

  private receive(parts: BrokerParts, client: Session | null, packet: PublishPacket, done: Done): void {
    const principal = client?.principal
    if (!client || !principal) return done(new Error('nobody published this'))
    const decision = mayPublish(principal, packet.topic)
    if (!decision.allow) return this.deny(client, decision.why, done)
    const payload = packet.payload as Buffer
    if (payload.length > maxPayloadBytes) return this.deny(client, `a message of ${payload.length} bytes is too large`, done)
    // A QoS 2 message that is repeated before PUBREL is in the journal already.
    if (packet.qos === 2 && packet.dup && client._inboundInflight?.has(packet.messageId as number)) return done(null)
    packet.retain = packet.retain && decision.retain

    const now = Date.now()
    const wait = parts.rateLimit.delay(principal.name, now)
    const accept = (): void => {
      const entry = { at: Date.now(), key: principal.name, topic: packet.topic, payload }
      const retained = packet.retain ? { topic: packet.topic, payload, qos: packet.qos } : undefined
      parts.uplink.accept(entry, retained, done as () => void)
    }
    if (wait === 0) accept()
    else setTimeout(accept, wait)
  }

  /** Tells the device why on its verdict topic, if it listens there, before Aedes closes the connection. */
  private deny(client: Session, why: string, done: Done): void {
    this.deniedCount++
    client.ending ??= why
    client.refused = true
    const error = new Error(why)
    const { principal } = client
    const topic = principal?.role === 'device' ? `${principal.prefix}verdict` : ''
    if (client.closed || !client.subscriptions?.[topic]) return done(error)
    const message = {
      zh: `消息被拒绝，连接已断开：${why}。设备只能发布自己的上行主题。`,
      en: `The message was denied and the connection closed: ${why}. A device may publish only its own up topics.`,
    }
    const payload = JSON.stringify({ code: 'denied', message })
    client.publish({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false }, () => setImmediate(done, error))
  }

  /** [MQTT-3.9.3] A subscription refused is answered with 0x80 and the connection stays. */
  private subscribeTo(
    client: Session,
    subscription: Subscription,
    done: (error: Error | null, subscription?: Subscription | null) => void,
  ): void {
    const allowed = client.principal && maySubscribe(client.principal, subscription.topic)
    done(null, allowed ? subscription : null)
  }
}
