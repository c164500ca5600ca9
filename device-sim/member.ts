import type { Broker } from './broker.ts'
import type { Clock } from './clock.ts'
import { Connection, type Message } from './connection.ts'
import type { Outgoing, SimulatedDevice, Step } from './device.ts'
import { Outbox, type Parcel, parcelOf } from './outbox.ts'
import { chanceOf, keyOf } from './random.ts'
import type { Schedule } from './schedule.ts'

/** Counted over the whole fleet; readings and events, not packets. */
export interface Counts {
  connected: number
  sent: number
  acknowledged: number
  /** Given back without an acknowledgement and to be sent once more. */
  again: number
}

export interface MemberSettings {
  readonly device: SimulatedDevice
  readonly broker: Broker
  readonly username?: string
  readonly password?: string
  readonly qos: 0 | 1
  readonly clock: Clock
  readonly schedule: Schedule
  readonly counts: Counts
  /** Lets the device live up to its first connection. */
  readonly prepare: (device: SimulatedDevice, now: number) => void
  readonly complain: (device: string, fault: Error) => void
}

/** Messages of a device carry what they were made of, so that it can be put back. */
interface Sent extends Message {
  readonly items: readonly Outgoing[]
}

const outboxLimit = 2_000 // more than a day of readings a minute apart
const longestSleepMs = 3_600_000

/** A simulated device and its connection. */
export class Member {
  readonly #settings: MemberSettings
  readonly #outbox = new Outbox(outboxLimit)
  readonly #connection: Connection<Sent>
  #due = 0
  #wasUp = false
  #link: Step['link'] = 'up'
  #stopped = false

  constructor(settings: MemberSettings) {
    const { device, schedule, broker, username, password } = settings
    this.#settings = settings
    const connection = {
      broker,
      clientId: `sim-${device.id}-${device.boot}`,
      will: () => this.#message('state', device.state('lost')),
      chance: chanceOf(keyOf(device.id)),
      at: (wallMs: number, run: () => void) => schedule.at(wallMs, run),
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
    }
    this.#connection = new Connection<Sent>(connection, {
      up: () => this.#up(),
      down: (unacknowledged, fault) => this.#down(unacknowledged, fault),
      acknowledged: (message) => {
        settings.counts.acknowledged += message.items.length
      },
    })
  }

  get waiting(): number {
    return this.#outbox.waiting
  }

  get dropped(): number {
    return this.#outbox.dropped
  }

  start(): void {
    if (this.#stopped) return
    const { device, prepare } = this.#settings
    const now = this.#now()
    prepare(device, now)
    this.#due = device.dueAfter(now)
    this.#connection.start()
    this.#sleep()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    const { device } = this.#settings
    await this.#connection.stop([this.#message('state', device.state('offline', this.#now()))])
  }

  #now(): number {
    return this.#settings.clock.simulated(Date.now())
  }

  #sleep(): void {
    const at = this.#settings.clock.wall(this.#due)
    this.#settings.schedule.at(at, () => this.#wake())
  }

  #wake(): void {
    if (this.#stopped) return
    const { device } = this.#settings
    const now = this.#now()
    // After a machine has slept: a device without power has nothing to tell of that time.
    if (now - this.#due > longestSleepMs) this.#due = device.dueAfter(now - longestSleepMs)
    for (; this.#due <= now; this.#due = device.dueAfter(this.#due)) this.#take(device.step(this.#due))
    this.#sleep()
  }

  #take({ link, messages }: Step): void {
    const before = this.#link
    this.#link = link
    if (link !== 'up' && before === 'up') this.#connection.cut()
    if (link === 'off') return
    if (link === 'up' && this.#connection.isUp) for (const message of messages) this.#send(parcelOf([message]))
    else this.#outbox.add(messages)
    if (link === 'up' && before !== 'up') this.#connection.start()
  }

  #up(): void {
    const { device, counts } = this.#settings
    counts.connected++
    this.#wasUp = true
    if (this.#link !== 'up') {
      this.#connection.cut()
      return
    }
    this.#connection.publish(this.#message('birth', device.birth()))
    this.#connection.publish(this.#message('state', device.state('online', this.#now())))
    if (this.#outbox.waiting === 0) this.#outbox.add([device.reading(this.#now())])
    for (const parcel of this.#outbox.take()) this.#send(parcel)
  }

  #down(unacknowledged: readonly Sent[], fault: Error | undefined): void {
    const { counts, complain, device } = this.#settings
    if (this.#wasUp) counts.connected--
    this.#wasUp = false
    const items = unacknowledged.flatMap((message) => message.items)
    counts.again += items.length
    this.#outbox.putBack(items)
    if (fault) complain(device.id, fault)
  }

  #send(parcel: Parcel): void {
    const { counts, qos } = this.#settings
    counts.sent += parcel.items.length
    this.#connection.publish({ ...this.#message(parcel.to, parcel.payload), qos, retain: false, items: parcel.items })
  }

  /** `birth` and `state` are retained, and acknowledged whatever --qos says. */
  #message(to: string, payload: string): Sent {
    const { device } = this.#settings
    return { topic: `kz/v1/${device.kind}/${device.id}/${to}`, payload, qos: 1, retain: true, items: [] }
  }
}
