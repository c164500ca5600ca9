import { setTimeout as pause } from 'node:timers/promises'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { Api } from './api.ts'
import { ProblemAnswer } from './problem.ts'

export interface Told {
  readonly event: string
  readonly data: string
}

/** Of a message with its bytes; more would be a stream that has lost its line ends. */
const mostBuffered = 8 * 1024 * 1024
/** The API shows at least twice a minute that it is there. */
const silentMs = 90_000
const firstPauseMs = 500
const longestPauseMs = 10_000

/** The events of a stream for as long as `stop` lets it: a connection that ends is begun again. A problem that will stay one is thrown. */
export async function* events(api: Api, path: string, stop: AbortSignal, onBroken: (error: unknown) => void): AsyncGenerator<Told> {
  let pauseMs = firstPauseMs
  let lastId: string | undefined
  while (!stop.aborted) {
    const silence = new AbortController()
    const hurry = setTimeout(() => silence.abort(new Error('nothing was heard')), silentMs)
    const noteId = (id: string) => {
      lastId = id
    }
    try {
      const headers = lastId === undefined ? {} : { 'last-event-id': lastId }
      const body = await api.stream(path, AbortSignal.any([stop, silence.signal]), headers)
      pauseMs = firstPauseMs
      const text = body.pipeThrough(heard(hurry)).pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      for await (const { event = 'message', data } of text.pipeThrough(
        new EventSourceParserStream({ maxBufferSize: mostBuffered, onId: noteId }),
      )) {
        yield { event, data }
      }
      onBroken(undefined)
    } catch (error) {
      if (stop.aborted) return
      if (error instanceof ProblemAnswer && error.status < 500 && error.status !== 429) throw error
      onBroken(error)
    } finally {
      clearTimeout(hurry)
    }
    await pause(pauseMs, undefined, { signal: stop }).catch(() => undefined)
    pauseMs = Math.min(2 * pauseMs, longestPauseMs)
  }
}

/** Every chunk, a comment too, shows that the other side is alive. */
const heard = (hurry: NodeJS.Timeout) =>
  new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      hurry.refresh()
      controller.enqueue(chunk)
    },
  })
