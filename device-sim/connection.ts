import mqtt, { type MqttClient } from 'mqtt'
import type { Broker } from './broker.ts'
import type { Chance } from './random.ts'

/** What a connection carries. */
export interface Message {
  readonly topic: string
  readonly payload: string
  readonly qos: 0 | 1
  readonly retain?: boolean
}

export interface ConnectionSettings {
  readonly broker: Broker
  readonly clientId: string
  readonly username?: string
  readonly password?: string
  /** Asked at each connection, because it names the boot. */
  readonly will?: () => Message
  /** Scatters the attempts, so that a fleet does not come back all in one moment. */
  readonly chance: Chance
  readonly at: (wallMs: number, run: () => void) => void
}

export interface ConnectionEvents<M extends Message> {
  up(): void
  /** The connection ended or did not come about; `unacknowledged` are the caller's again, oldest first. */
  down(unacknowledged: readonly M[], fault: Error | undefined): void
  acknowledged(message: M): void
}

const firstWaitMs = 1_000
const longestWaitMs = 15_000

/**
 * One MQTT 3.1.1 connection that comes back by itself. It keeps nothing: every attempt is a fresh client, and what was not acknowledged goes
 * back to its owner, who alone decides what is sent again.
 */
export class Connection<M extends Message> {
  readonly #settings: ConnectionSettings
  readonly #events: ConnectionEvents<M>
  #client: MqttClient | undefined
  #unacknowledged = new Set<M>()
  #isUp = false
  #isWanted = false
  #failures = 0

  constructor(settings: ConnectionSettings, events: ConnectionEvents<M>) {
    this.#settings = settings
    this.#events = events
  }

  get isUp(): boolean {
    return this.#isUp
  }

  get unacknowledged(): number {
    return this.#unacknowledged.size
  }

  start(): void {
    this.#isWanted = true
    this.#attempt()
  }

  #attempt(): void {
    if (!this.#isWanted || this.#client) return
    const client = this.#newClient()
    if (!client) return
    let fault: Error | undefined
    this.#client = client
    client.on('connect', () => this.#connected(client))
    client.on('error', (error) => {
      fault ??= error
      this.#ended(client, fault)
    })
    client.on('close', () => this.#ended(client, fault))
  }

  /** Only while `isUp`. */
  publish(message: M): void {
    const client = this.#client
    if (!client || !this.#isUp) throw new Error('not connected: nothing can be published')
    this.#unacknowledged.add(message)
    client.publish(message.topic, message.payload, { qos: message.qos, retain: message.retain ?? false }, (error) => {
      if (!error && this.#client === client && this.#unacknowledged.delete(message)) this.#events.acknowledged(message)
    })
  }

  /** Lets go without a word, as when the network goes away: the broker publishes the will. Comes back only with `start`. */
  cut(): void {
    this.#isWanted = false
    if (this.#client) this.#ended(this.#client, undefined)
  }

  /** Takes leave (the will is not published), after `lastWords` are acknowledged or `withinMs` are over. */
  async stop(lastWords: readonly M[] = [], withinMs = 2_000): Promise<void> {
    this.#isWanted = false
    const client = this.#client
    if (!client) return
    if (!this.#isUp) return this.#ended(client, undefined)
    const said = lastWords.map((message) =>
      client.publishAsync(message.topic, message.payload, { qos: message.qos, retain: message.retain ?? false }),
    )
    await within(withinMs, Promise.allSettled(said))
    await within(500, client.endAsync())
    this.#ended(client, undefined)
  }

  /** Nothing when it is not known where to connect to. */
  #newClient(): MqttClient | undefined {
    try {
      return connect(this.#settings)
    } catch (error) {
      this.#events.down([], error as Error)
      this.#again()
      return undefined
    }
  }

  #connected(client: MqttClient): void {
    if (client !== this.#client) return
    this.#isUp = true
    this.#failures = 0
    this.#events.up()
  }

  #ended(client: MqttClient, fault: Error | undefined): void {
    if (client !== this.#client) return
    this.#client = undefined
    this.#isUp = false
    discard(client)
    const given = [...this.#unacknowledged]
    this.#unacknowledged = new Set()
    this.#events.down(given, fault)
    this.#again()
  }

  #again(): void {
    if (this.#isWanted) this.#settings.at(Date.now() + this.#waitMs(), () => this.#attempt())
  }

  #waitMs(): number {
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures)
    this.#failures = Math.min(this.#failures + 1, 10)
    return wait * (0.75 + this.#settings.chance() * 0.5)
  }
}

function connect({ broker, clientId, username, password, will }: ConnectionSettings): MqttClient {
  const last = will?.()
  return mqtt.connect(broker.url(), {
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 60,
    reconnectPeriod: 0,
    connectTimeout: 15_000, // a gateway that checks many passwords at once takes its time
    resubscribe: false,
    queueQoSZero: false,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(last && { will: { topic: last.topic, payload: Buffer.from(last.payload), qos: last.qos, retain: last.retain ?? false } }),
  })
}

/** A client may still say that it fails after we are done with it. */
function discard(client: MqttClient): void {
  client.removeAllListeners()
  client.on('error', () => undefined)
  client.stream.destroy()
  client.end(true)
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work.catch(() => undefined), timeout])
  clearTimeout(timer)
}
