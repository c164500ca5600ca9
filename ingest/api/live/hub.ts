import type { ServerResponse } from 'node:http'
import type { DeviceFilter } from '../../../register/register.ts'
import type { DeviceStateName, LiveEvent, LiveReading, LiveState } from '../../pipeline/live.ts'
import type { Caller } from '../access.ts'
import { iso } from '../answers.ts'
import type { DeviceStates } from '../device-states.ts'
import type { ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { ends, eventText } from './event-stream.ts'
import { Matching } from './matching.ts'
import { isStillValid } from './still-valid.ts'
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
  private readonly heartbeatMs: number
  private readonly checkMs: number
  private readonly matching: Matching
  private readonly subscriptions = new Set<Subscription>()
  /** Present states while somebody asks for one: from the database first, then from what is told. */
  private present: Map<string, DeviceStateName> | undefined
  private undo: (() => void)[] = []

  constructor(
    parts: Pick<ApiParts, 'register' | 'onLive' | 'now'>,
    states: Pick<DeviceStates, 'all'>,
    { heartbeatMs = 15_000, checkMs = 2_000 } = {},
  ) {
    this.parts = parts
    this.states = states
    this.heartbeatMs = heartbeatMs
    this.checkMs = checkMs
    this.matching = new Matching(parts.register)
  }

  start(): void {
    const flush = setInterval(() => this.each(({ stream }) => stream.flush()), flushMs)
    const heartbeat = setInterval(() => this.each(({ stream }) => stream.heartbeat()), this.heartbeatMs)
    const check = setInterval(() => this.endInvalid(), this.checkMs)
    const timers = [flush, heartbeat, check].map((timer) => () => clearInterval(timer))
    this.undo = [...timers, this.parts.onLive((events) => this.tell(events))]
  }

  stop(): void {
    for (const step of this.undo.splice(0).reverse()) step()
    this.each(({ stream }) => stream.end(ends['server-stops']))
  }

  get streams(): number {
    return this.subscriptions.size
  }

  /** Throws a Problem when there are too many; call it before the answer's head is written. */
  assertRoom(): void {
    if (this.subscriptions.size < mostStreams) return
    throw new Problem('too-many-streams', { words: { most: mostStreams }, headers: { 'retry-after': '30' } })
  }

  /** The response is the stream's from now on; the subscription ends with it. */
  subscribe(response: ServerResponse, caller: Caller, query: LiveQuery): void {
    const asksRegister = Object.keys(query.filter).length > 0
    if (query.state !== undefined) this.present ??= this.states.all()
    const matches = asksRegister ? this.matching.take(query.filter) : () => true
    const subscription = { ...query, caller, matches, stream: new Stream(response, this.parts.now ?? (() => performance.now())) }
    this.subscriptions.add(subscription)
    response.once('close', () => {
      this.subscriptions.delete(subscription)
      if (asksRegister) this.matching.release(query.filter)
      if (![...this.subscriptions].some(({ state }) => state !== undefined)) this.present = undefined
    })
    response.on('error', () => response.destroy())
    subscription.stream.start()
  }

  private tell(events: readonly LiveEvent[]): void {
    if (this.subscriptions.size > 0) for (const event of events) this.tellOne(event)
  }

  private tellOne(event: LiveEvent): void {
    const before = this.present?.get(event.device) ?? 'unknown'
    const told = textOnce(event)
    this.each(({ device, state, matches, stream }) => {
      if (device !== undefined && device !== event.device) return
      // Who watches one state hears of devices entering and leaving it.
      if (state !== undefined && state !== before && !(event.type === 'state' && event.state === state)) return
      if (!matches(event.device)) return
      if (event.type === 'state') stream.state(told as Told<LiveState>)
      else stream.reading(told as Told<LiveReading>)
    })
    if (event.type === 'state') this.present?.set(event.device, event.state)
  }

  /** A session may have ended since the stream began, a token been revoked. */
  private endInvalid(): void {
    this.each((subscription) => {
      if (isStillValid(subscription.caller)) return
      this.subscriptions.delete(subscription)
      subscription.stream.end(ends['not-signed-in'])
    })
  }

  private each(action: (subscription: Subscription) => void): void {
    for (const subscription of this.subscriptions) action(subscription)
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
