import type { IncomingMessage } from 'node:http'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { createWebSocketStream, WebSocketServer } from 'ws'

/** Takes a connection that may speak MQTT. */
export type Handle = (connection: Duplex, request?: IncomingMessage) => void

/** Small packets must not wait for each other, and a peer that vanished is noticed by the kernel too. */
const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }

export const tcpListener = (handle: Handle): Server => createTcpServer(socketOptions, handle)

export const tlsListener = (handle: Handle, options: TlsOptions): Server =>
  createTlsServer({ ...socketOptions, ...options }, handle) as unknown as Server

/** MQTT over WebSocket on any path, and plain HTTP beside it. */
export function webListener(handle: Handle, answer: RequestListener, maxPayload: number): Server {
  const server = createHttpServer({ ...socketOptions, requestTimeout: 10_000 }, answer)
  const sockets = new WebSocketServer({
    server,
    maxPayload,
    handleProtocols: (offered) => [...offered].find((name) => name.startsWith('mqtt')) ?? false,
  })
  // It repeats the errors of the server, and would end the process with one that `listen` explains.
  sockets.on('error', () => {})
  sockets.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket)
    // Aedes listens for errors of a client it knows; this one is for what comes before and after.
    stream.on('error', () => stream.destroy())
    handle(stream, request)
  })
  return server
}

export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 4_096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}
