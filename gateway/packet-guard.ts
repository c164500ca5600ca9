import type { Client } from 'aedes'

/** Header bytes of a PUBLISH besides its payload: topic (up to 64 KiB) and ids. */
const headerBytes = 65_536 + 16

/**
 * Ends a connection that announces a packet larger than we take, before its bytes are collected: Aedes has no such limit and would hold up
 * to 256 MiB a connection. The parser knows the announced length as soon as it has the fixed header.
 */
export function guardPacketSize(client: Client, maxPayload: number, onTooLarge: (bytes: number) => void): void {
  const parser = (client as unknown as { _parser: { packet: { length: number } } })._parser
  client.conn.on('readable', () => {
    const announced = parser.packet.length
    if (announced <= maxPayload + headerBytes) return
    onTooLarge(announced)
    client.conn.destroy()
  })
}
