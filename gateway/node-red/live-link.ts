import type { Logger } from 'pino'
import type { Words } from '../../facilities/define.ts'
import { hostInUrl, readAddress } from '../../settings/address-file.ts'

/** Which devices: all that match each of those given. */
export interface LiveQuery {
  readonly device?: string
  readonly kind?: string
  readonly facility?: string
}

export interface LiveListener {
  /** `reading`, `state` and, once there are any, `alarm`. */
  event(type: string, data: Record<string, unknown>): void
  /** Undefined: it listens. */
  trouble(words: Words | undefined): void
}

const againMs = 3_000
/** The API says something at least every 15 s. */
const silenceMs = 45_000
const connectMs = 10_000
/** No event is longer. */
const longest = 1 << 20

interface Parts {
  readonly folder: string
  readonly token: string
  readonly log: Logger
}

/** What happens now, from the API's live stream. Nodes that ask for the same share one stream. */
export class LiveLink {
  private readonly parts: Parts
  private readonly streams = new Map<string, LiveStream>()

  constructor(parts: Parts) {
    this.parts = parts
  }

  stop(): void {
    for (const stream of this.streams.values()) stream.stop()
    this.streams.clear()
  }

  /** Returns how to stop listening. */
  listen(query: LiveQuery, listener: LiveListener): () => void {
    const key = new URLSearchParams(Object.entries(query).sort()).toString()
    const stream = this.streams.get(key) ?? new LiveStream(this.parts, key)
    this.streams.set(key, stream)
    stream.add(listener)
    return () => {
      if (stream.remove(listener) > 0) return
      stream.stop()
      this.streams.delete(key)
    }
  }
}

class LiveStream {
  private readonly parts: Parts
  private readonly query: string
  private readonly listeners = new Set<LiveListener>()
  private readonly end = new AbortController()
  private trouble: Words | undefined = sentences.connecting
  private started = false

  constructor(parts: Parts, query: string) {
    this.parts = parts
    this.query = query
  }

  add(listener: LiveListener): void {
    this.listeners.add(listener)
    listener.trouble(this.trouble)
    if (!this.started) void this.follow()
    this.started = true
  }

  remove(listener: LiveListener): number {
    this.listeners.delete(listener)
    return this.listeners.size
  }

  stop(): void {
    this.end.abort()
  }

  private async follow(): Promise<void> {
    while (!this.end.signal.aborted) {
      try {
        this.say((await this.read()) ?? sentences.interrupted)
      } catch (error) {
        this.parts.log.debug({ err: error }, 'live stream')
        this.say(sentences.interrupted)
      }
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }

  /** Resolves when the stream has ended, with the reason if one was given. */
  private async read(): Promise<Words | undefined> {
    const address = await readAddress(this.parts.folder, 'ingest')
    if (typeof address?.host !== 'string') return undefined
    const patience = new AbortController()
    let timer = setTimeout(() => patience.abort(), connectMs)
    try {
      const response = await fetch(`http://${hostInUrl(address.host)}:${address.http}/api/v1/live?${this.query}`, {
        headers: { authorization: `Bearer ${this.parts.token}` },
        signal: AbortSignal.any([patience.signal, this.end.signal]),
      })
      if (!response.ok || !response.body) return reasonOf(await response.json())
      this.say(undefined)
      let text = ''
      for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
        clearTimeout(timer)
        timer = setTimeout(() => patience.abort(), silenceMs)
        const events = (text + part).split('\n\n')
        text = events.pop() ?? ''
        if (text.length > longest) return undefined
        for (const event of events) this.tell(event)
      }
      return undefined
    } finally {
      clearTimeout(timer)
    }
  }

  private tell(text: string): void {
    const [, type, data] = /^event: (\w+)\ndata: (.*)$/m.exec(text) ?? []
    if (type === undefined || data === undefined || type === 'end') return
    for (const listener of this.listeners) listener.event(type, JSON.parse(data))
  }

  private say(words: Words | undefined): void {
    if (this.end.signal.aborted || words === this.trouble) return
    this.trouble = words
    for (const listener of this.listeners) listener.trouble(words)
  }
}

/** A filter that names what there is not, most likely: the API says so in words, in the language of the site. */
function reasonOf(problem: unknown): Words {
  const { message = '', faults = [] } = problem as { message?: string; faults?: { message: string }[] }
  const sentence = faults[0]?.message ?? message
  return { zh: sentence, en: sentence }
}

const sentences = {
  connecting: { zh: '正在连接实时数据', en: 'connecting to the live stream' },
  interrupted: { zh: '实时数据中断，正在重连', en: 'the live stream is interrupted, connecting again' },
}
