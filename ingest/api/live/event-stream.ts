import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { securityHeaders } from '../security-headers.ts'

/** Why a stream ends, for the one who reads it. */
export interface End {
  readonly code: 'not-signed-in' | 'server-stops'
  readonly message: { readonly zh: string; readonly en: string }
}

export const ends: Readonly<Record<End['code'], End>> = {
  'not-signed-in': {
    code: 'not-signed-in',
    message: { zh: '登录或令牌已失效，请重新登录。', en: 'The session or the token has ended; sign in again.' },
  },
  'server-stops': { code: 'server-stops', message: { zh: '服务正在停止，请稍后重新连接。', en: 'The server stops; connect again later.' } },
}

/** A reader that takes nothing for so long is let go; EventSource connects again by itself. */
const patienceMs = 120_000

/** Writes the head of the answer; what follows is the stream's, and Fastify is out of it. */
export function openEventStream(reply: FastifyReply): ServerResponse {
  reply.hijack()
  reply.raw.writeHead(200, {
    ...securityHeaders('/live'),
    'content-type': 'text/event-stream; charset=utf-8',
    connection: 'close', // so that the end of the stream is the end of the connection
    'x-accel-buffering': 'no', // nginx would hold events back
  })
  return reply.raw
}

/** One connection of server-sent events. Whoever writes asks first whether it is blocked, so that nothing heaps up behind a slow reader. */
export class EventStream {
  private readonly response: ServerResponse
  private readonly now: () => number
  private blockedSince: number | undefined

  constructor(response: ServerResponse, now: () => number) {
    this.response = response
    this.now = now
  }

  /** `onDrain`: a reader that was slow takes more. */
  start(onDrain: () => void): void {
    this.response.on('drain', () => {
      this.blockedSince = undefined
      onDrain()
    })
    this.write('retry: 3000\n\n')
  }

  /** Says why, and closes the connection. */
  end(why: End): void {
    if (this.isBlocked()) this.response.destroy()
    else this.response.end(eventText('end', why))
  }

  /** Shows that we are there, and finds readers that are not. */
  heartbeat(): void {
    if (this.blockedSince !== undefined && this.now() - this.blockedSince > patienceMs) this.response.destroy()
    else if (!this.isBlocked()) this.write(': here\n\n')
  }

  isBlocked(): boolean {
    return this.blockedSince !== undefined || this.response.writableEnded || this.response.destroyed
  }

  write(text: string): void {
    if (!this.response.write(text)) this.blockedSince ??= this.now()
  }
}

export const eventText = (name: string, data: object): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
