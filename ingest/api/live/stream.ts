import type { ServerResponse } from 'node:http'
import type { LiveEvent, LiveReading, LiveState } from '../../pipeline/live.ts'

/** An event and its text, written out once for all streams. */
export interface Told<Event extends LiveEvent = LiveEvent> {
  readonly event: Event
  text(): string
}

const betweenReadingsMs = 1_000
/** Devices whose newest reading waits for a slow reader; beyond it the one waiting longest is dropped. */
const mostWaiting = 10_000
/** A reader that takes nothing for so long is let go; EventSource connects again by itself. */
const patienceMs = 120_000

/**
 * One connection of /live. Readings: at most one a device and second, and of what cannot be sent yet only the newest of each device waits.
 * States wait too, the newest of each device, and none is dropped.
 */
export class Stream {
  private readonly response: ServerResponse
  private readonly now: () => number
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
      this.flush()
    })
    this.write('retry: 3000\n\n')
  }

  stop(): void {
    this.response.end()
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

  /** Sends whatever may be sent now; called a few times a second. */
  flush(): void {
    this.flushStates()
    for (const [device, told] of this.readings) {
      if (this.isBlocked()) return
      if (this.isDue(device)) this.flushReading(device, told)
    }
  }

  /** Every few seconds: shows that we are there, and finds readers that are not. */
  heartbeat(): void {
    for (const [device, at] of this.sentAt) if (this.now() - at >= betweenReadingsMs) this.sentAt.delete(device)
    if (this.blockedSince !== undefined && this.now() - this.blockedSince > patienceMs) this.response.destroy()
    else if (!this.isBlocked()) this.write(': here\n\n')
  }

  private flushStates(): void {
    for (const [device, told] of this.states) {
      if (this.isBlocked()) return
      this.states.delete(device)
      this.write(told.text())
    }
  }

  private flushReading(device: string, told: Told): void {
    if (this.isBlocked()) return
    this.readings.delete(device)
    this.sentAt.set(device, this.now())
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
