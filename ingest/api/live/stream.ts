import type { ServerResponse } from 'node:http'
import type { LiveEvent, LiveReading, LiveState } from '../../pipeline/live.ts'

/** An event and its text, written out once for all streams. */
export interface Told<Event extends LiveEvent = LiveEvent> {
  readonly event: Event
  text(): string
}

/** Why a stream ends, for the one who reads it. */
export interface End {
  readonly code: 'not-signed-in' | 'server-stops'
  readonly message: { readonly zh: string; readonly en: string }
}

/** Between two calls of `flush`. */
export const flushMs = 50
const betweenReadingsMs = 1_000
/** Devices whose newest reading waits for a slow reader; beyond it the one waiting longest is dropped. */
const mostWaiting = 10_000
/** A reader that takes nothing for so long is let go; EventSource connects again by itself. */
const patienceMs = 120_000

/**
 * One connection of /live. Readings: at most one a device and second; what comes sooner waits, only the newest of each device, until the
 * second is over, so that the last value of a device is always told.
 * States wait too, the newest of each device, and none is dropped.
 */
export class Stream {
  private readonly response: ServerResponse
  private readonly now: () => number
  /** Of the last second, the oldest first. */
  private readonly sentAt = new Map<string, number>()
  private readonly readings = new Map<string, Told<LiveReading>>()
  private readonly states = new Map<string, Told<LiveState>>()
  private blockedSince: number | undefined

  constructor(response: ServerResponse, now: () => number) {
    this.response = response
    this.now = now
  }

  start(): void {
    this.response.on('drain', () => {
      this.blockedSince = undefined
      this.flushAll()
    })
    this.write('retry: 3000\n\n')
  }

  /** Says why, and closes the connection. */
  end(why: End): void {
    if (this.isBlocked()) this.response.destroy()
    else this.response.end(`event: end\ndata: ${JSON.stringify(why)}\n\n`)
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
      if (now - at < betweenReadingsMs || this.isBlocked()) return
      this.sentAt.delete(device)
      const told = this.readings.get(device)
      // Counted from when it was due: a device that reports each second would else fall behind its readings.
      if (told) this.flushReading(device, told, Math.max(at + betweenReadingsMs, now - flushMs))
    }
  }

  /** Shows that we are there, and finds readers that are not. */
  heartbeat(): void {
    if (this.blockedSince !== undefined && this.now() - this.blockedSince > patienceMs) this.response.destroy()
    else if (!this.isBlocked()) this.write(': here\n\n')
  }

  private flushAll(): void {
    this.flushStates()
    for (const [device, told] of this.readings) {
      if (this.isBlocked()) return
      if (this.isDue(device)) this.flushReading(device, told)
    }
  }

  private flushStates(): void {
    for (const [device, told] of this.states) {
      if (this.isBlocked()) return
      this.states.delete(device)
      this.write(told.text())
    }
  }

  private flushReading(device: string, told: Told, at = this.now()): void {
    if (this.isBlocked()) return
    this.readings.delete(device)
    this.sentAt.delete(device) // so that the latest stands last
    this.sentAt.set(device, at)
    this.write(told.text())
  }

  private isDue(device: string): boolean {
    return this.now() - (this.sentAt.get(device) ?? Number.NEGATIVE_INFINITY) >= betweenReadingsMs
  }

  private isBlocked(): boolean {
    return this.blockedSince !== undefined || this.response.writableEnded || this.response.destroyed
  }

  private write(text: string): void {
    if (!this.response.write(text)) this.blockedSince ??= this.now()
  }
}
