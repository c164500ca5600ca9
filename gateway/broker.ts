import { Aedes, type AuthenticateError, type ConnectPacket, type PublishPacket, type Subscription } from 'aedes'
import { waitingHeader } from '../journal/gateway-topics.ts'
import type { Entry } from '../journal/journal.ts'
import { isOwnUp, mayHear, mayPublish, maySubscribe, type Principal, speaker } from './access.ts'
import { type Denial, denials } from './denials.ts'
import { addressOf } from './door/address.ts'
import { connackIdentifierRejected, connackUnavailable, connackVersionRefused, connackVersionRefused5 } from './door/connacks.ts'
import type { Doorkeeper } from './door/doorkeeper.ts'
import { type Knocks, shownName } from './door/knocks.ts'
import { type Refusal, refusals } from './door/refusals.ts'
import { heardAt } from './heard-at.ts'
import { canTake, Observers } from './observers.ts'
import { maxPayloadBytes } from './payload-limit.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Session } from './session.ts'
import type { Uplink } from './uplink.ts'
import { type WaitingRoom, waitingLimits } from './waiting/waiting-room.ts'

interface BrokerParts {
  readonly uplink: Uplink
  readonly doorkeeper: Doorkeeper
  readonly rateLimit: RateLimit
  readonly waitingRoom: WaitingRoom
  readonly knocks: Knocks
  readonly maxConnections: number
}

type Done = (error?: Error | null) => void

interface Internals {
  publish(packet: PublishPacket, client: Session | null | Done, done?: Done): void
  registerClient(client: Session): void
  clients: Record<string, Session>
  persistence: { storeRetained(packet: PublishPacket): Promise<void> }
}
const internals = Aedes.prototype as unknown as Internals

/** Tells ingest that the device waits to be accepted; no device can set a header. */
const waitingHeaders = { [waitingHeader]: 'yes' }

/** As it goes into the journal; of all but plain devices it says how it came. */
function entryOf({ role, name }: Principal, key: string, topic: string, payload: Buffer): Entry {
  const entry = { at: Date.now(), key, topic, payload }
  if (role === 'device') return entry
  return { ...entry, headers: role === 'claimant' ? waitingHeaders : { adapter: name } }
}

/**
 * Aedes with our rules at its hooks. PUBACK waits for the callback of `authorizePublish`, and that waits for the journal:
 * whatever is acknowledged is on disk.
 */
export class Broker extends Aedes {
  private readonly observers: Observers
  private readonly adapters = new Set<Session>()
  private deniedCount = 0

  constructor(parts: BrokerParts) {
    const observers = new Observers()
    super({
      // A device's name is its client id here, so these lengths are ours, not the device's.
      maxClientsIdLength: 65_535,
      connectTimeout: 10_000,
      concurrency: 1_000,
      preConnect: (client, packet, done) => this.admit(client as Session, packet, parts, done),
      authenticate: (client, user, password, done) => void this.authenticateWith(parts, client as Session, user, password, done),
      authorizePublish: (client, packet, done) => this.receive(parts, client as Session | null, packet, done),
      authorizeSubscribe: (client, subscription, done) => this.subscribeTo(client as Session, subscription, done),
      authorizeForward: (client, packet) => (mayTake(client as Session, packet.topic) ? packet : null),
      // A socket that takes nothing for this long is closed.
      drainTimeout: 10_000,
    })
    this.observers = observers
    this.on('clientReady', (client) => {
      const { principal } = client as Session
      if (principal?.role === 'observer') observers.add(client as Session)
      if (principal?.role === 'adapter') this.adapters.add(client as Session)
    })
    this.on('clientDisconnect', (client) => {
      observers.remove(client as Session)
      this.adapters.delete(client as Session)
    })
  }

  /** Publishes refused at the door since the start. */
  get denied(): number {
    return this.deniedCount
  }

  /** The names of the adapters that are connected. */
  get connectedAdapters(): string[] {
    return [...new Set([...this.adapters].flatMap(({ principal }) => principal?.name ?? []))]
  }

  /**
   * Nobody but observers may listen to what devices publish, and ingest reads the journal: a device's message is not routed, except that
   * state and birth are retained. What is addressed to devices goes the way of Aedes.
   */
  override publish(packet: PublishPacket, client: unknown, done?: unknown): void {
    const session = typeof client === 'function' ? undefined : (client as Session | null)
    const principal = session?.principal
    if (!principal || principal.role === 'observer' || packet.topic.startsWith('$SYS/')) {
      internals.publish.call(this, packet, client as Session, done as Done)
      return
    }
    if (isOwnUp(principal, packet.topic)) this.observers.show(packet)
    if (packet.retain) this.retain(packet)
    ;(done as Done)(null)
  }

  private retain(packet: PublishPacket): void {
    const { persistence } = this as unknown as Internals
    persistence.storeRetained(packet).catch((error: Error) => this.emit('error', error))
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

  /** Ends every connection because we end: no device has left, so no will is published and no departure noted. */
  async closeForUs(): Promise<void> {
    for (const client of Object.values((this as unknown as Internals).clients)) {
      client.will = null
      client.takenOver = true
    }
    await new Promise<void>((resolve) => this.close(resolve))
  }

  private admit(client: Session, packet: ConnectPacket, parts: BrokerParts, done: (error: Error | null, success: boolean) => void): void {
    const refuse = (refusal: Refusal, connack: Uint8Array): void => {
      client.conn.write(connack)
      parts.knocks.note(packet.username || packet.clientId, addressOf(client), refusal)
      done(new Error(refusal.message.en), false)
    }
    if (![3, 4].includes(packet.protocolVersion ?? 4)) {
      const refusal = refusals.protocolVersion(packet.protocolVersion as number)
      return refuse(refusal, packet.protocolVersion === 5 ? connackVersionRefused5(refusal.message.en) : connackVersionRefused)
    }
    if (packet.clientId === '' && !packet.clean) return refuse(refusals.emptyClientId(), connackIdentifierRejected)
    if (this.connectedClients >= parts.maxConnections) return refuse(refusals.tooManyConnections(parts.maxConnections), connackUnavailable)
    client.givenId = packet.clientId
    if (packet.will) client.willTopic = packet.will.topic
    done(null, true)
  }

  private async authenticateWith(
    parts: BrokerParts,
    client: Session,
    user: string | undefined,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const address = addressOf(client)
    const refuse = (refusal: Refusal, returnCode: number, name = user || client.givenId || ''): void => {
      parts.knocks.note(name, address, refusal)
      done(Object.assign(new Error(refusal.message.en), { returnCode }) as AuthenticateError, null)
    }
    const answer = await parts.doorkeeper.authenticate(user, password, client.conn, address)
    // [MQTT-3.2.2.3] 3 is "server unavailable", 4 "bad user name or password", 5 "not authorized".
    if ('refused' in answer) return refuse(answer.refused, answer.returnCode, answer.name)
    const { principal } = answer
    if (principal.role === 'claimant' && parts.waitingRoom.isFullFor(principal.name))
      return refuse(refusals.tooManyWaiting(waitingLimits.connections), 3)
    const will = client.willTopic === undefined ? undefined : mayPublish(principal, client.willTopic)
    if (will && !will.allow) return refuse(refusals.foreignWill(shownName(client.willTopic ?? '')), 5)
    client.principal = principal
    if (answer.handover) client.handover = answer.handover
    // The client id is free: sessions and takeovers go by the device.
    client.id = parts.doorkeeper.sessionOf(principal, client.id)
    done(null, true)
  }

  private receive(parts: BrokerParts, client: Session | null, packet: PublishPacket, done: Done): void {
    const principal = client?.principal
    if (!client || !principal) return done(new Error('nobody published this'))
    const decision = mayPublish(principal, packet.topic)
    if (!decision.allow) return this.deny(client, decision.denial, done)
    const payload = packet.payload as Buffer
    if (payload.length > maxPayloadBytes) return this.deny(client, denials.tooLarge(payload.length, maxPayloadBytes), done)
    // A QoS 2 message that is repeated before PUBREL is in the journal already.
    if (packet.qos === 2 && packet.dup && client._inboundInflight?.has(packet.messageId as number)) return done(null)
    packet.retain = packet.retain && decision.retain

    const now = Date.now()
    const key = speaker(principal, packet.topic)
    const wait = principal.role === 'claimant' ? parts.waitingRoom.take(principal, payload.length, now) : parts.rateLimit.delay(key, now)
    if (typeof wait === 'object') return this.deny(client, wait, done)
    const accept = (): void => {
      const entry = entryOf(principal, key, packet.topic, payload)
      const retained = packet.retain ? { topic: packet.topic, payload, qos: packet.qos } : undefined
      parts.uplink.accept(entry, retained, done as () => void)
    }
    if (wait === 0) accept()
    else setTimeout(accept, wait)
  }

  /** Tells the device why on its verdict topic, if it listens there, before Aedes closes the connection. */
  private deny(client: Session, denial: Denial, done: Done): void {
    this.deniedCount++
    client.denial ??= denial
    const error = new Error(denial.message.en)
    const topic = heardAt(client, 'verdict')?.topic
    if (client.closed || !topic) return done(error)
    client.publish({ cmd: 'publish', topic, payload: JSON.stringify(denial), qos: 0, dup: false, retain: false }, () =>
      setImmediate(done, error),
    )
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

/** Devices hear what is theirs, adapters what is for devices bound to them; observers miss what they are too slow for. */
function mayTake(client: Session, topic: string): boolean {
  const { principal } = client
  if (principal?.role === 'device' || principal?.role === 'claimant') return true
  return principal?.role === 'adapter' ? mayHear(principal, topic) : canTake(client)
}
