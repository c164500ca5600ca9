import type { Client, PublishPacket } from 'aedes'
import type { Principal } from './access.ts'
import type { Denial } from './denials.ts'
import type { Handover } from './waiting/waiting-door.ts'

/** What we know of a connection besides what Aedes does. */
export interface Session extends Omit<Client, 'id'> {
  id: string
  principal?: Principal
  /** Of a device that was just accepted and has not fetched its password yet. */
  handover?: Handover
  /** Why it ends, where we know it before Aedes says so. */
  ending?: string
  /** We end it, for this reason. */
  denial?: Denial
  /** Its end says nothing about the device: another connection of it stands, or we end. */
  takenOver?: boolean
  /** The client id as it was sent, which Aedes makes up where there is none. */
  givenId?: string
  /** Of the will it announced; who would speak for another device after its end does not come in. */
  willTopic?: string
  /** Aedes' own, not in its types: the last will, and whether the client said DISCONNECT. */
  will?: PublishPacket | null
  _disconnected?: boolean
  /** Message ids of QoS 2 publishes that wait for PUBREL. */
  _inboundInflight?: Set<number>
  subscriptions?: Record<string, { qos?: number }>
}
