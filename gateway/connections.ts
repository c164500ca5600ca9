import { gatewaySource, gatewayTopics } from '../journal/gateway-topics.ts'
import type { Broker } from './broker.ts'
import { addressOf } from './door/address.ts'
import type { Knocks } from './door/knocks.ts'
import type { Session } from './session.ts'
import type { Uplink } from './uplink.ts'

/**
 * Writes into the journal who came and who went, so that ingest knows in which order connections and messages happened.
 * A takeover is no departure: the device is here.
 */
export function followConnections(broker: Broker, uplink: Uplink, knocks: Knocks): void {
  broker.on('clientReady', (client) => noteConnected(uplink, client as Session))
  broker.on('clientDisconnect', (client) => {
    const session = client as Session
    if (session.takenOver) return
    const clean = session._disconnected === true
    const { denial, principal } = session
    if (principal?.role === 'claimant' && denial) return knocks.note(principal.name, addressOf(session), denial)
    const reason = denial?.message.en ?? session.ending ?? (clean ? 'said goodbye' : 'connection broke')
    note(uplink, session, gatewayTopics.disconnected, { clean, refused: denial !== undefined, reason, ...(denial ? { denial } : {}) })
  })
  broker.on('keepaliveTimeout', (client) => {
    const session = client as Session
    session.ending ??= 'nothing heard within one and a half keep-alive intervals'
  })
}

export function noteConnected(uplink: Uplink, session: Session): void {
  note(uplink, session, gatewayTopics.connected, { address: addressOf(session) })
}

/** All connections ended when the process did: ingest must not believe that they still stand. */
export function noteStart(uplink: Uplink): void {
  uplink.accept(entry('', gatewayTopics.started, {}), undefined, () => {})
}

function note(uplink: Uplink, { principal }: Session, topic: string, body: object): void {
  if (principal?.role === 'device') uplink.accept(entry(principal.name, topic, body), undefined, () => {})
}

const entry = (key: string, topic: string, body: object) => ({
  at: Date.now(),
  key,
  topic,
  payload: Buffer.from(JSON.stringify(body)),
  headers: { source: gatewaySource },
})
