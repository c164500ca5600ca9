// Those who come to the wrong port, or do not get through the handshake: they never become a client whose user name is known.
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Refusal, refusals } from './refusals.ts'

/** The first byte of a TLS handshake, which no packet of MQTT begins with. */
const tlsHandshake = 0x16

/** Looks at the first byte that comes over a plain connection, and leaves it there for the broker. */
export function lookAtFirstByte(connection: Duplex, onWrong: (refusal: Refusal) => void): void {
  connection.once('readable', () => {
    const first: Buffer | null = connection.read(1)
    if (!first) return
    connection.unshift(first)
    const refusal = refusalOfFirstByte(first[0] ?? 0)
    if (refusal) onWrong(refusal)
  })
}

/** A handshake that fails tells by its code which side is wrong. With TLS 1.3 the client may say so when it is over for the server. */
export function watchHandshakes(server: Server, onWrong: (refusal: Refusal, address: string) => void): void {
  const failed = (socket: Socket, address: string, { code = '' }: NodeJS.ErrnoException): void => {
    const refusal = refusalOfHandshake(code)
    if (refusal) onWrong(refusal, socket.remoteAddress ?? address)
  }
  server.on('tlsClientError', (error, socket: Socket) => failed(socket, '', error))
  server.on('secureConnection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    socket.once('error', (error) => failed(socket, address, error))
  })
}

function refusalOfFirstByte(byte: number): Refusal | undefined {
  if (byte === tlsHandshake) return refusals.tlsOnPlainPort()
  // GET, HEAD, POST, PUT, OPTIONS: of these letters only P could begin a packet, a PUBREC with flags that it cannot have.
  return 'GHPO'.includes(String.fromCharCode(byte)) ? refusals.httpOnMqttPort() : undefined
}

function refusalOfHandshake(code: string): Refusal | undefined {
  if (/UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED/.test(code)) return refusals.certificateDistrusted(code)
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|UNEXPECTED_MESSAGE|HTTP_REQUEST|BAD_RECORD_TYPE/.test(code)) return refusals.plainOnTlsPort()
  // Whoever hangs up in the middle has said nothing about what is wrong.
  return code.startsWith('ERR_SSL_') ? refusals.handshakeFailed(code) : undefined
}
