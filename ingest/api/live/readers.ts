import type { ServerResponse } from 'node:http'
import type { Caller } from '../access.ts'
import { Problem } from '../problem.ts'
import { type End, ends } from './event-stream.ts'

interface Reader {
  readonly caller: Caller
  readonly stream: { heartbeat(): void; end(why: End): void }
}

/** How often readers are shown that we are there, and whether they may still listen. */
export interface Pace {
  readonly heartbeatMs?: number
  readonly checkMs?: number
}

/** Those who read one sort of event stream: so many at most, and none whose session or token has ended. */
export class Readers<Who extends Reader> implements Iterable<Who> {
  private readonly most: number
  private readonly pace: Required<Pace>
  private readonly all = new Set<Who>()
  private timers: NodeJS.Timeout[] = []

  constructor(most: number, { heartbeatMs = 15_000, checkMs = 2_000 }: Pace = {}) {
    this.most = most
    this.pace = { heartbeatMs, checkMs }
  }

  start(): void {
    const heartbeat = setInterval(() => this.each(({ stream }) => stream.heartbeat()), this.pace.heartbeatMs)
    this.timers = [heartbeat, setInterval(() => this.endInvalid(), this.pace.checkMs)]
  }

  stop(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer)
    this.each(({ stream }) => stream.end(ends['server-stops']))
  }

  get size(): number {
    return this.all.size
  }

  [Symbol.iterator](): Iterator<Who> {
    return this.all.values()
  }

  each(action: (reader: Who) => void): void {
    for (const reader of this.all) action(reader)
  }

  /** Throws a Problem when there are too many; call it before the answer's head is written. */
  assertRoom(): void {
    if (this.all.size < this.most) return
    throw new Problem('too-many-streams', { words: { most: this.most }, headers: { 'retry-after': '30' } })
  }

  /** The response is the reader's from now on; it is gone when that closes. */
  add(response: ServerResponse, reader: Who, onGone: () => void): void {
    this.all.add(reader)
    response.once('close', () => {
      this.all.delete(reader)
      onGone()
    })
    response.on('error', () => response.destroy())
  }

  /** A session may have ended since the stream began, a token been revoked. */
  private endInvalid(): void {
    this.each((reader) => {
      if (isStillValid(reader.caller)) return
      this.all.delete(reader)
      reader.stream.end(ends['not-signed-in'])
    })
  }
}

/** A register that cannot be read at the moment says nothing against the caller. */
function isStillValid(caller: Caller): boolean {
  try {
    return caller.stillValid()
  } catch {
    return true
  }
}
