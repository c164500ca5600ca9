import type { ServerResponse } from 'node:http'
import type { LiveEvent, LiveReading, LiveState } from '../../pipeline/live.ts'
import { type End, EventStream } from './event-stream.ts'

/** An event and its text, written out once for all streams. */
export interface Told<Event extends LiveEvent = LiveEvent> {
  readonly event: Event
  text(): string
}

/** Between two calls of `flush`. */
export const flushMs = 50
const betweenReadingsMs = 1_000
/** Devices whose newest reading waits for a slow reader; beyond it the one waiting longest is dropped. */
const mostWaiting = 10_000

/**
 * One connection of /live. Readings: at most one a device and second; what comes sooner waits, only the newest of each device, until the
 * second is over, so that the last value of a device is always told.
 * States wait too, the newest of each device, and none is dropped.
 */
export class Stream {
  private readonly events: EventStream
  private readonly now: () => number
  /** Of the last second, the oldest first. */
  private readonly sentAt = new Map<string, number>()
  private readonly readings = new Map<string, Told<LiveReading>>()
  private readonly states = new Map<string, Told<LiveState>>()

  constructor(response: ServerResponse, now: () => number) {
    this.events = new EventStream(response, now)
    this.now = now
  }

  start(): void {
    this.events.start(() => this.flushAll())
  }

  end(why: End): void {
    this.events.end(why)
  }

  state(told: Told<LiveState>): void {
    this.states.delete(told.event.device)
    this.states.set(told.event.device, told)
    this.flushStates()
  }

  reading(told: Told<LiveReading>): void {
    const { device } = told.event
    this.readings.delete(device) // so that the newest stands last
    this.readings.set(device, told)
    if (this.readings.size > mostWaiting) this.readings.delete(this.readings.keys().next().value as string)
    if (this.isDue(device)) this.flushReading(device, told)
  }

  /** Sends the readings whose second is over; called many times a second, so it looks at those alone. */
  flush(): void {
    const now = this.now()
    for (const [device, at] of this.sentAt) {
      if (now - at < betweenReadingsMs || this.events.isBlocked()) return
      this.sentAt.delete(device)
      const told = this.readings.get(device)
      // Counted from when it was due: a device that reports each second would else fall behind its readings.
      if (told) this.flushReading(device, told, Math.max(at + betweenReadingsMs, now - flushMs))
    }
  }

  heartbeat(): void {
    this.events.heartbeat()
  }

  private flushAll(): void {
    this.flushStates()
    for (const [device, told] of this.readings) {
      if (this.events.isBlocked()) return
      if (this.isDue(device)) this.flushReading(device, told)
    }
  }

  private flushStates(): void {
    for (const [device, told] of this.states) {
      if (this.events.isBlocked()) return
      this.states.delete(device)
      this.events.write(told.text())
    }
  }

  private flushReading(device: string, told: Told, at = this.now()): void {
    if (this.events.isBlocked()) return
    this.readings.delete(device)
    this.sentAt.delete(device) // so that the latest stands last
    this.sentAt.set(device, at)
    this.events.write(told.text())
  }

  private isDue(device: string): boolean {
    return this.now() - (this.sentAt.get(device) ?? Number.NEGATIVE_INFINITY) >= betweenReadingsMs
  }
}
