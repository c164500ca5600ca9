import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Aedes, type AedesPublishPacket, type Client } from 'aedes'
import { whenDone } from '../support/clean-up.ts'

export interface Received {
  readonly topic: string
  readonly payload: string
  readonly qos: number
  readonly retain: boolean
  /** Of the client that sent it; undefined for what the broker sends in its name: its will. */
  readonly clientId: string | undefined
}

export interface TestBroker {
  readonly url: string
  readonly received: readonly Received[]
  readonly clients: () => string[]
  on(topic: RegExp): Received[]
  /** Drops every connection, as when the network fails. */
  dropAll(): void
}

/** A real Aedes on a free port that writes down what comes; it is gone after the test. */
export async function testBroker({ passwordOf }: { passwordOf?: (username: string) => string } = {}): Promise<TestBroker> {
  const received: Received[] = []
  const clients = new Map<string, Client>()
  const broker = await Aedes.createBroker({
    authenticate: (_client, username, password, done) =>
      done(null, passwordOf === undefined || password?.toString() === passwordOf(username ?? '')),
  })
  broker.on('clientReady', (client) => clients.set(client.id, client))
  broker.on('clientDisconnect', (client) => clients.delete(client.id))
  broker.on('publish', (packet: AedesPublishPacket, client: Client | null) => {
    if (packet.topic.startsWith('$SYS')) return
    received.push({ topic: packet.topic, payload: packet.payload.toString(), qos: packet.qos, retain: packet.retain, clientId: client?.id })
  })
  const server = createServer(broker.handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  whenDone(async () => {
    await new Promise<void>((resolve) => broker.close(() => resolve()))
    server.close()
  })
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    clients: () => [...clients.keys()],
    on: (topic) => received.filter((message) => topic.test(message.topic)),
    dropAll: () => {
      for (const client of clients.values()) client.conn.destroy()
    },
  }
}
