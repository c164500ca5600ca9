import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Whence a connection comes; a WebSocket is asked for the request that opened it. */
export function addressOf({ conn, req }: { readonly conn: Duplex; readonly req?: IncomingMessage | undefined }): string {
  return ('remoteAddress' in conn ? (conn.remoteAddress as string | undefined) : req?.socket.remoteAddress) ?? ''
}
