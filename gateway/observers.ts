import type { PublishPacket } from 'aedes'
import { matchesFilter } from './filters.ts'
import type { Session } from './session.ts'

/** Bytes that may wait in an observer's socket; beyond it misses messages instead of making us keep them. */
const backlogBytes = 1 << 20

/**
 * Those who listen to what devices publish, without being able to hold anything up: messages go to each socket directly, with QoS 0, and
 * past one that does not read. (Aedes' own routing waits for every subscriber, so one that sleeps would hold up the devices.)
 */
export class Observers {
  private readonly sessions = new Set<Session>()

  add(session: Session): void {
    this.sessions.add(session)
  }

  remove(session: Session): void {
    this.sessions.delete(session)
  }

  show({ topic, payload }: PublishPacket): void {
    for (const session of this.sessions) {
      if (!canTake(session) || !Object.keys(session.subscriptions ?? {}).some((filter) => matchesFilter(filter, topic))) continue
      session.publish({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false }, () => {})
    }
  }
}

/** Whether the socket of this session has room; also asked before Aedes forwards a retained message. */
export const canTake = ({ conn }: Session): boolean => conn.writableLength < backlogBytes
