import type { Logger } from 'pino'
import { findClaim } from '../../register/claims.ts'
import type { Register } from '../../register/register.ts'
import { noteNobodyConnected, noteWaiting, sealedPassword, type WaitingSeen } from '../../register/waiting.ts'
import type { Claimant, Principal } from '../access.ts'
import type { Broker } from '../broker.ts'
import { type Denial, denials } from '../denials.ts'
import { type Refusal, refusals } from '../door/refusals.ts'
import { heardAt } from '../heard-at.ts'
import { RateLimit } from '../rate-limit.ts'
import type { Session } from '../session.ts'
import { acceptedBy } from './waiting-door.ts'

/** What those who wait may do: enough to be recognised by, not enough to fill a disk. */
export const waitingLimits = { connections: 200, messagesASecond: 2, messages: 1_000, bytes: 32 * 1_024 } as const

const closedBy: Readonly<Record<string, () => Refusal>> = {
  rejected: refusals.claimRejected,
  revoked: refusals.claimRevoked,
  expired: refusals.claimExpired,
  used: refusals.claimUsed,
}

/** Of one claim, as it is written down now and then. */
interface Seen extends WaitingSeen {
  connected: boolean
  messages: number
  delivered: boolean
  changed: boolean
}

/**
 * The devices that wait to be accepted: bounded in what they send, and told as soon as people have decided. One that is accepted goes on over
 * the same connection as the device it is now, and nothing it says gets lost; its password is handed to it where it listens for it.
 */
export class WaitingRoom {
  private readonly register: Register
  private readonly log: Logger
  private readonly onAccepted: (session: Session) => void
  private readonly rate = new RateLimit(waitingLimits.messagesASecond)
  private readonly sessions = new Set<Session>()
  private readonly seen = new Map<string, Seen>()
  private followed = 0
  private isTold = true

  constructor(register: Register, log: Logger, onAccepted: (session: Session) => void) {
    this.register = register
    this.log = log
    this.onAccepted = onAccepted
  }

  start(broker: Broker): void {
    this.quietly(() => noteNobodyConnected(this.register))
    broker.on('clientReady', (client) => this.enter(client as Session))
    broker.on('clientDisconnect', (client) => this.leave(client as Session))
    broker.on('subscribe', (_subscriptions, client) => this.deliver(client as Session))
    broker.on('ack', (_packet, client) => this.acknowledged(client as Session))
  }

  stop(): void {
    this.flush()
    this.quietly(() => noteNobodyConnected(this.register))
  }

  /** Whether there is no room for one more of this name. */
  isFullFor(name: string): boolean {
    if (this.sessions.size < waitingLimits.connections) return false
    return ![...this.sessions].some(({ principal }) => principal?.name === name)
  }

  /** Counts a message of one that waits. Gives why it is not taken, or how many ms it has to wait. */
  take({ name, claim }: Claimant, bytes: number, now: number): Denial | number {
    if (bytes > waitingLimits.bytes) return denials.tooLarge(bytes, waitingLimits.bytes)
    const seen = this.seenOf(claim)
    if (seen.messages >= waitingLimits.messages) return denials.waitingTooMuch(waitingLimits.messages)
    seen.messages++
    seen.changed = true
    return this.rate.delay(name, now)
  }

  /** Lets in or sends away about whom people have decided; called often. */
  follow(): void {
    if (this.sessions.size === 0) return
    const version = this.register.version()
    if (version === this.followed) return
    this.followed = version
    for (const session of this.sessions) {
      const { principal } = session
      if (principal?.role === 'claimant') this.decide(session, principal)
    }
  }

  /** The next look is at all of them even if nobody decided anything, for time passes too. */
  sweep(): void {
    this.rate.sweep(Date.now())
    this.followed = 0
  }

  /** Writes what has changed; what cannot be written now is written the next time. */
  flush(): void {
    const changed = [...this.seen].filter(([, { changed: is }]) => is)
    if (changed.length === 0) return
    const isWritten = this.quietly(() => noteWaiting(this.register, new Map(changed)))
    if (!isWritten) return
    for (const [claim, seen] of changed) {
      seen.changed = false
      if (!seen.connected) this.seen.delete(claim)
    }
  }

  private enter(session: Session): void {
    const { principal, handover } = session
    if (principal?.role === 'claimant') {
      this.sessions.add(session)
      this.note(principal.claim, true)
      this.followed = 0 // decided while it was signing in
    } else if (handover) {
      this.note(handover.claim, true)
      this.deliver(session) // to a subscription of an earlier connection
    }
  }

  private leave(session: Session): void {
    this.sessions.delete(session)
    const claim = claimOf(session.principal) ?? session.handover?.claim
    if (claim !== undefined && !session.takenOver) this.note(claim, false)
  }

  private decide(session: Session, { name, claim: id, code }: Claimant): void {
    const claim = findClaim(this.register, id)
    if (claim?.state === 'accepted') {
      const password = sealedPassword(this.register, claim, code)
      const accepted = password === undefined ? undefined : acceptedBy(this.register, name, id, password)
      if (accepted) return this.accept(session, accepted)
    }
    if (claim?.state === 'knocked') return
    // Nobody decided about it: its device was registered without it.
    const isNotNeeded = claim?.state === 'used' && claim.decidedAt === undefined
    const refusal = isNotNeeded ? refusals.claimNotNeeded(name) : closedBy[claim?.state ?? 'revoked']?.()
    dismiss(session, refusal ?? refusals.claimRevoked())
  }

  private accept(session: Session, { principal, handover }: Pick<Session, 'handover'> & { principal: Principal }): void {
    this.sessions.delete(session)
    session.principal = principal
    if (handover) session.handover = handover
    this.onAccepted(session)
    this.deliver(session)
  }

  /** To wherever it listens; one that does not listen yet has it as soon as it does. */
  private deliver(session: Session): void {
    const { handover } = session
    const heard = handover && heardAt(session, 'credentials', handover.kind)
    if (!handover || handover.sent || !heard) return
    handover.sent = true
    const { topic, qos } = heard
    const { username, password, kind, facility } = handover
    const payload = JSON.stringify({ username, password, kind, facility, message: welcome })
    session.publish({ cmd: 'publish', topic, payload, qos, dup: false, retain: false }, () => {
      // With QoS 0 it is never heard whether it arrived.
      if (qos === 0) this.acknowledged(session)
    })
  }

  /** The password is the first thing with QoS 1 that such a session gets. */
  private acknowledged({ handover }: Session): void {
    if (!handover?.sent || handover.delivered) return
    handover.delivered = true
    const seen = this.seenOf(handover.claim)
    seen.delivered = true
    seen.changed = true
    this.flush() // somebody may be waiting for it
  }

  private seenOf(claim: string): Seen {
    const known = this.seen.get(claim)
    if (known) return known
    const seen = { connected: true, messages: findClaim(this.register, claim)?.messages ?? 0, delivered: false, changed: true }
    this.seen.set(claim, seen)
    return seen
  }

  private note(claim: string, connected: boolean): void {
    const seen = this.seenOf(claim)
    seen.connected = connected
    seen.changed = true
  }

  /** What people read about those who wait is not worth ending for. */
  private quietly(write: () => void): boolean {
    try {
      write()
      this.isTold = true
    } catch (error) {
      if (this.isTold) this.log.warn({ err: error }, 'the register could not be told of waiting devices')
      this.isTold = false
    }
    return this.isTold
  }
}

const welcome = {
  zh: '设备已被接纳。请保存用户名和密码，以后用它们连接；认领码不再需要。',
  en: 'The device is accepted. Keep user name and password and connect with them from now on; the claim code is not needed any more.',
}

const claimOf = (principal: Principal | undefined): string | undefined => (principal?.role === 'claimant' ? principal.claim : undefined)

/** Tells it why where it listens, and closes its connection. */
function dismiss(session: Session, denial: Denial): void {
  session.denial ??= denial
  const topic = heardAt(session, 'verdict')?.topic
  if (!topic) return session.close()
  session.publish({ cmd: 'publish', topic, payload: JSON.stringify(denial), qos: 0, dup: false, retain: false }, () =>
    setImmediate(() => session.close()),
  )
}
