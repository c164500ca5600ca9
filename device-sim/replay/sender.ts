import { setTimeout as pause } from 'node:timers/promises'
import type { Broker } from '../broker.ts'
import { Connection, type Message } from '../connection.ts'
import type { Credential } from '../credentials.ts'
import { chanceOf, keyOf } from '../random.ts'
import { SimError } from '../sim-error.ts'
import type { ReplayMessage } from './messages.ts'

export interface SenderSettings {
  readonly broker: Broker
  readonly credentialOf: (device: string) => Credential
  readonly explain: (fault: Error) => string
  /** Messages on the way at once, over all devices. */
  readonly inflight: number
  /** Messages a second; 0: as fast as they are acknowledged. */
  readonly rate: number
  readonly acknowledged: (count: number) => void
}

interface Lane {
  readonly connection: Connection<Message>
  readonly queue: Message[]
}

const attemptsToBegin = 3
const attemptsToGoOn = 8 // about a minute: a gateway that is started again is back long before
const silenceMs = 60_000

/** Sends messages and waits for the acknowledgement of each; one connection for each device. */
export class Sender {
  readonly #settings: SenderSettings
  readonly #lanes = new Map<string, Lane>()
  #open = 0
  #acknowledged = 0
  #failedAttempts = 0
  #progressAt = 0
  #failure: Error | undefined
  #wake: () => void = () => undefined

  constructor(settings: SenderSettings) {
    this.#settings = settings
  }

  /** Resolves with the number of messages, all acknowledged; throws a SimError that says why it cannot go on. */
  async send(messages: AsyncIterable<ReplayMessage>): Promise<number> {
    const { inflight, rate } = this.#settings
    const began = performance.now()
    const watch = setInterval(() => this.#watch(), 1_000)
    this.#progressAt = performance.now()
    let sent = 0
    try {
      for await (const message of messages) {
        await this.#until(() => this.#open < inflight)
        if (rate > 0) await pause(Math.max(0, began + (sent * 1_000) / rate - performance.now()))
        this.#take(message)
        sent++
      }
      await this.#until(() => this.#open === 0)
      return sent
    } finally {
      clearInterval(watch)
    }
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(({ connection }) => connection.stop()))
  }

  #take({ device, topic, payload }: ReplayMessage): void {
    const lane = this.#lanes.get(device) ?? this.#newLane(device)
    if (this.#open === 0) this.#progressAt = performance.now()
    this.#open++
    lane.queue.push({ topic, payload, qos: 1 })
    flush(lane)
  }

  #newLane(device: string): Lane {
    const { broker, credentialOf, explain } = this.#settings
    const chance = chanceOf(keyOf(device))
    const at = (wallMs: number, run: () => void) => void setTimeout(run, wallMs - Date.now())
    const connection = new Connection<Message>(
      { broker, clientId: `replay-${device}`, ...credentialOf(device), chance, at },
      {
        up: () => flush(lane),
        down: (unacknowledged, fault) => {
          lane.queue.unshift(...unacknowledged)
          this.#attemptFailed(device, fault, explain)
        },
        acknowledged: () => this.#progress(),
      },
    )
    const lane: Lane = { connection, queue: [] }
    this.#lanes.set(device, lane)
    connection.start()
    return lane
  }

  #progress(): void {
    this.#open--
    this.#acknowledged++
    this.#failedAttempts = 0
    this.#progressAt = performance.now()
    this.#settings.acknowledged(this.#acknowledged)
    this.#wake()
  }

  #attemptFailed(device: string, fault: Error | undefined, explain: (fault: Error) => string): void {
    const { code } = (fault ?? {}) as { code?: unknown }
    const isRefused = code === 4 || code === 5
    const attempts = this.#acknowledged === 0 ? attemptsToBegin : attemptsToGoOn
    if (!isRefused && ++this.#failedAttempts < attempts) return
    const reason = fault
      ? explain(fault)
      : 'the connection is closed again and again. Is another program connected as this device, the simulated fleet perhaps?'
    this.#fail(new SimError(`Device ${device}: ${reason}`))
  }

  /** A broker that takes messages but acknowledges none would keep us waiting for ever. */
  #watch(): void {
    if (this.#open === 0 || performance.now() - this.#progressAt < silenceMs) return
    this.#fail(
      new SimError('Nothing was acknowledged for a minute.', { hint: 'the health page of the gateway says what keeps it from committing' }),
    )
  }

  #fail(failure: Error): void {
    this.#failure ??= failure
    this.#wake()
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!this.#failure && !holds()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#failure) throw this.#failure
  }
}

function flush({ connection, queue }: Lane): void {
  if (!connection.isUp) return
  for (const message of queue.splice(0)) connection.publish(message)
}
