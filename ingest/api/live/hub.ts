import type { ServerResponse } from 'node:http'
import type { DeviceFilter } from '../../../register/register.ts'
import type { DeviceStateName, LiveEvent, LiveReading, LiveState } from '../../pipeline/live.ts'
import type { Caller } from '../access.ts'
import { iso } from '../answers.ts'
import type { DeviceStates } from '../device-states.ts'
import type { ApiParts } from '../parts.ts'
import { eventText } from './event-stream.ts'
import { Matching } from './matching.ts'
import { type Pace, Readers } from './readers.ts'
import { flushMs, Stream, type Told } from './stream.ts'

const mostStreams = 200

export interface LiveQuery {
  readonly device?: string
  readonly state?: DeviceStateName
  /** What the register knows: kind, town, circle, facility, q. */
  readonly filter: DeviceFilter
}

interface Subscription extends LiveQuery {
  readonly stream: Stream
  readonly caller: Caller
  matches(device: string): boolean
}

/** Hands what the pipeline tells to everyone who watches. */
export class LiveHub {
  private readonly parts: Pick<ApiParts, 'register' | 'onLive' | 'now'>
  private readonly states: Pick<DeviceStates, 'all'>
  private readonly matching: Matching
  private readonly readers: Readers<Subscription>
  /** Present states while somebody asks for one: from the database first, then from what is told. */
  private present: Map<string, DeviceStateName> | undefined
  private undo: (() => void)[] = []

  constructor(parts: Pick<ApiParts, 'register' | 'onLive' | 'now'>, states: Pick<DeviceStates, 'all'>, pace: Pace = {}) {
    this.parts = parts
    this.states = states
    this.readers = new Readers(mostStreams, pace)
    this.matching = new Matching(parts.register)
  }

  start(): void {
    const flush = setInterval(() => this.readers.each(({ stream }) => stream.flush()), flushMs)
    this.readers.start()
    this.undo = [() => this.readers.stop(), () => clearInterval(flush), this.parts.onLive((events) => this.tell(events))]
  }

  stop(): void {
    for (const step of this.undo.splice(0).reverse()) step()
  }

  get streams(): number {
    return this.readers.size
  }

  /** Throws a Problem when there are too many; call it before the answer's head is written. */
  assertRoom(): void {
    this.readers.assertRoom()
  }

  /** The response is the stream's from now on; the subscription ends with it. */
  subscribe(response: ServerResponse, caller: Caller, query: LiveQuery): void {
    const asksRegister = Object.keys(query.filter).length > 0
    if (query.state !== undefined) this.present ??= this.states.all()
    const matches = asksRegister ? this.matching.take(query.filter) : () => true
    const subscription = { ...query, caller, matches, stream: new Stream(response, this.parts.now ?? (() => performance.now())) }
    this.readers.add(response, subscription, () => {
      if (asksRegister) this.matching.release(query.filter)
      if (![...this.readers].some(({ state }) => state !== undefined)) this.present = undefined
    })
    subscription.stream.start()
  }

  private tell(events: readonly LiveEvent[]): void {
    if (this.readers.size > 0) for (const event of events) this.tellOne(event)
  }

  private tellOne(event: LiveEvent): void {
    const before = this.present?.get(event.device) ?? 'unknown'
    const told = textOnce(event)
    this.readers.each(({ device, state, matches, stream }) => {
      if (device !== undefined && device !== event.device) return
      // Who watches one state hears of devices entering and leaving it.
      if (state !== undefined && state !== before && !(event.type === 'state' && event.state === state)) return
      if (!matches(event.device)) return
      if (event.type === 'state') stream.state(told as Told<LiveState>)
      else stream.reading(told as Told<LiveReading>)
    })
    if (event.type === 'state') this.present?.set(event.device, event.state)
  }
}

function textOnce(event: LiveEvent): Told {
  let text: string | undefined
  return {
    event,
    text() {
      text ??= eventText(event.type, dataOf(event))
      return text
    },
  }
}

function dataOf(event: LiveEvent): object {
  const { type, ...rest } = event
  return type === 'state' ? { ...rest, since: iso(event.since) } : { ...rest, ts: iso(event.ts), received: iso(event.received) }
}
