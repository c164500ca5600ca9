import mqtt, { type MqttClient } from 'mqtt'
import type { Logger } from 'pino'
import type { Words } from '../../facilities/define.ts'
import { splitTopic, type TopicParts } from '../../facilities/topics.ts'
import type { AdapterName } from '../../register/adapters.ts'
import { readAddress } from '../../settings/address-file.ts'
import { adapterPrefix } from '../access.ts'
import { fault, NodeError } from './node-fault.ts'
import { Outbox, type Outgoing } from './outbox.ts'

/** Something from the platform for one of our devices: a verdict or a command. */
export interface Down extends TopicParts {
  readonly body: unknown
}

const againMs = 1_000
const timeoutMs = 10_000

interface Parts {
  readonly folder: string
  readonly name: AdapterName
  readonly secret: string
  readonly log: Logger
}

/** The one connection of this process to the broker, for all nodes. It comes back by itself, and what was not acknowledged is sent again. */
export class BrokerLink {
  private readonly parts: Parts
  private readonly outbox = new Outbox()
  private readonly listeners = new Set<(down: Down) => void>()
  private readonly watchers = new Set<() => void>()
  private client: MqttClient | undefined
  private timer: NodeJS.Timeout | undefined
  private isConnected = false
  private stopped = false

  constructor(parts: Parts) {
    this.parts = parts
  }

  start(): void {
    void this.connect()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    this.outbox.close()
    await new Promise<void>((resolve) => (this.client ? this.client.end(false, {}, () => resolve()) : resolve()))
  }

  get connected(): boolean {
    return this.isConnected
  }

  /** Calls `done` when the broker has acknowledged the message, which is when it is on disk, or with why it was not taken. */
  publish(topic: string, payload: string, done: Outgoing['done']): void {
    const outgoing = this.outbox.add(topic, payload, done)
    if (outgoing && this.isConnected) this.send(outgoing)
  }

  onDown(listener: (down: Down) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Called when the connection comes and goes. */
  onChange(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  private async connect(): Promise<void> {
    const address = await readAddress(this.parts.folder, 'gateway')
    if (this.stopped) return
    if (typeof address?.mqtt !== 'number' || typeof address.host !== 'string') return this.again()
    const { name: username, secret: password } = this.parts
    const client = mqtt.connect({
      host: address.host,
      port: address.mqtt,
      protocolVersion: 4,
      clientId: 'kezhong-nodes', // a process that is started again takes over from the one that died
      username,
      password,
      keepalive: 30,
      connectTimeout: timeoutMs,
      reconnectPeriod: 0, // we send what is open again ourselves
    })
    this.client = client
    client.on('error', (error) => this.parts.log.debug({ err: error }, 'broker'))
    client.on('message', (topic, payload) => this.hear(topic, payload))
    client.once('connect', () => this.begin(client))
    client.once('close', () => this.ended(client))
  }

  private begin(client: MqttClient): void {
    const own = `${adapterPrefix(this.parts.name)}verdict`
    client.subscribe({ [own]: { qos: 0 }, 'kz/v1/+/+/verdict': { qos: 0 }, 'kz/v1/+/+/command/+': { qos: 1 } }, (error) => {
      if (error || client !== this.client || this.stopped) return
      this.become(true)
      this.outbox.giveUpOnHopeless()
      for (const outgoing of this.outbox.all()) this.send(outgoing)
    })
  }

  private ended(client: MqttClient): void {
    client.end(true)
    this.client = undefined
    this.become(false)
    if (!this.stopped) this.again()
  }

  private again(): void {
    this.timer = setTimeout(() => void this.connect(), againMs)
  }

  private become(connected: boolean): void {
    if (this.isConnected === connected) return
    this.isConnected = connected
    this.parts.log.info({ connected }, 'broker connection')
    for (const watcher of this.watchers) watcher()
  }

  private send(outgoing: Outgoing): void {
    outgoing.tries++
    const retain = splitTopic(outgoing.topic)?.rest === 'state'
    // An error means that the connection ended: it is sent again on the next one.
    this.client?.publish(outgoing.topic, outgoing.payload, { qos: 1, retain }, (error) => {
      if (!error) this.outbox.settle(outgoing)
    })
  }

  private hear(topic: string, payload: Buffer): void {
    const parts = splitTopic(topic)
    const body = parsed(payload)
    if (!parts) return
    if (topic.startsWith(adapterPrefix(this.parts.name))) return this.hearDenial(body)
    for (const listener of this.listeners) listener({ ...parts, body })
  }

  /** The broker refused one of our messages and closes the connection: that message must not be sent again. */
  private hearDenial(body: unknown): void {
    const { code, topic, message } = body as { code?: string; topic?: string; message?: Words }
    this.parts.log.warn({ code, topic }, 'refused by the gateway')
    if (code !== undefined && topic !== undefined && message) this.outbox.refuseTopic(topic, new NodeError(fault(code, message)))
  }
}

function parsed(payload: Buffer): unknown {
  const text = payload.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
