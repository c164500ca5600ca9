/**
 * A QoS 1 publisher that costs little: packets are written by hand, acknowledgements counted by their bytes. It is told which message to
 * send by its number and remembers which numbers were acknowledged, across reconnections.
 */
import { connect, type Socket } from 'node:net'

export interface PublisherOptions {
  readonly host?: string
  readonly port: () => number
  readonly username: string
  readonly password: string
  readonly topic: string
  /** The payload of message number `index`. */
  readonly payload: (index: number) => string
  readonly total: number
  /** Messages sent and not yet acknowledged. */
  readonly inflight: number
}

const connackBytes = 4
const pubackBytes = 4
const reconnectMs = 100

export class Publisher {
  private readonly options: PublisherOptions
  private readonly topic: Buffer
  private socket: Socket | undefined
  private rest: Buffer = Buffer.alloc(0)
  private connected = false
  private stopped = false
  /** Numbers to send again, because the connection broke before their acknowledgement. */
  private again: number[] = []
  private nextIndex = 0
  private nextId = 1
  private readonly waiting = new Map<number, number>()
  readonly acknowledged: Uint8Array
  acknowledgedCount = 0
  reconnections = 0
  /** Called once all messages are acknowledged. */
  onDone: () => void = () => {}

  constructor(options: PublisherOptions) {
    this.options = options
    this.topic = Buffer.from(options.topic)
    this.acknowledged = new Uint8Array(options.total)
  }

  get done(): boolean {
    return this.acknowledgedCount === this.options.total
  }

  /** Resolves at the first CONNACK. */
  connect(): Promise<void> {
    return new Promise((resolve) => this.open(resolve))
  }

  /** Sends; until then it is only connected. */
  start(): void {
    this.started = true
    this.fill()
  }

  stop(): void {
    this.stopped = true
    this.socket?.destroy()
  }

  private started = false

  private open(onConnected: () => void): void {
    const { host = '127.0.0.1', port, username, password } = this.options
    const socket = connect({ host, port: port(), noDelay: true })
    this.socket = socket
    this.rest = Buffer.alloc(0)
    socket.on('connect', () => socket.write(connectPacket(username, password)))
    socket.on('data', (data) => this.receive(data, onConnected))
    socket.on('error', () => {})
    socket.on('close', () => this.closed(onConnected))
  }

  private closed(onConnected: () => void): void {
    this.connected = false
    if (this.stopped || this.done) return
    this.again.push(...this.waiting.values())
    this.waiting.clear()
    this.reconnections++
    setTimeout(() => this.open(onConnected), reconnectMs)
  }

  private receive(data: Buffer, onConnected: () => void): void {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, data]) : data
    if (!this.connected) {
      if (bytes.length < connackBytes) {
        this.rest = bytes
        return
      }
      if (bytes[3] !== 0) throw new Error(`${this.options.username}: CONNACK ${bytes[3]}`)
      this.connected = true
      bytes = bytes.subarray(connackBytes)
      onConnected()
    }
    let position = 0
    for (; position + pubackBytes <= bytes.length; position += pubackBytes) this.acknowledge(bytes.readUInt16BE(position + 2))
    this.rest = bytes.subarray(position)
    if (this.started) this.fill()
  }

  private acknowledge(id: number): void {
    const index = this.waiting.get(id)
    if (index === undefined) return
    this.waiting.delete(id)
    if (this.acknowledged[index]) return
    this.acknowledged[index] = 1
    if (++this.acknowledgedCount === this.options.total) this.onDone()
  }

  private fill(): void {
    const { inflight, total, payload } = this.options
    if (!this.connected) return
    const packets: Buffer[] = []
    while (this.waiting.size < inflight && (this.again.length > 0 || this.nextIndex < total)) {
      const index = this.again.pop() ?? this.nextIndex++
      const id = this.nextId
      this.nextId = id === 65_535 ? 1 : id + 1
      if (this.waiting.has(id)) break
      this.waiting.set(id, index)
      packets.push(publishPacket(this.topic, id, payload(index)))
    }
    if (packets.length > 0) this.socket?.write(packets.length === 1 ? (packets[0] as Buffer) : Buffer.concat(packets))
  }
}

function connectPacket(username: string, password: string): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value)
    return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
  }
  // MQTT 3.1.1, user name and password, clean session, keep-alive 60 s.
  const body = Buffer.concat([text('MQTT'), Buffer.from([4, 0xc2, 0, 60]), text(username), text(username), text(password)])
  return Buffer.concat([Buffer.from([0x10, ...remainingLength(body.length)]), body])
}

function publishPacket(topic: Buffer, id: number, payload: string): Buffer {
  const payloadBytes = Buffer.byteLength(payload)
  const length = remainingLength(2 + topic.length + 2 + payloadBytes)
  const packet = Buffer.allocUnsafe(1 + length.length + 2 + topic.length + 2 + payloadBytes)
  packet[0] = 0x32
  packet.set(length, 1)
  let position = packet.writeUInt16BE(topic.length, 1 + length.length)
  position += topic.copy(packet, position)
  position = packet.writeUInt16BE(id, position)
  packet.write(payload, position)
  return packet
}

function remainingLength(length: number): number[] {
  const bytes: number[] = []
  let left = length
  do {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return bytes
}
