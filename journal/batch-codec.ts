/**
 * Entries as bytes, so that one commit is one row: per entry
 * u32 length of what follows | f64 at | u8 key length | key | u16 topic length | topic | u16 headers length | headers (JSON) | payload.
 * Batches are joined by joining their bytes. Text is UTF-8, half a surrogate pair becomes U+FFFD.
 */
import type { Entry, JournalEntry } from './journal.ts'

const fixedBytes = 4 + 8 + 1 + 2 + 2
const maxKeyBytes = 0xff
const maxTextBytes = 0xffff
const maxPayloadBytes = 64 << 20

/** Throws a RangeError that names what is too large. */
export function encodeBatch(entries: readonly Entry[]): Buffer {
  const headers = entries.map(headersText)
  let size = 0
  for (const [index, entry] of entries.entries()) size += roomFor(entry, headers[index] ?? '')
  const buffer = Buffer.allocUnsafe(size)
  let position = 0
  for (const [index, entry] of entries.entries()) position = encodeEntry(buffer, position, entry, headers[index] ?? '')
  return buffer.subarray(0, position)
}

const headersText = ({ headers }: Entry): string => (headers ? JSON.stringify(headers) : '')

/** A UTF-16 unit takes at most three bytes in UTF-8, and at least one: reserving three is cheaper than measuring every string. */
function roomFor({ at, key, topic, payload }: Entry, headers: string): number {
  if (!Number.isFinite(at)) throw new RangeError('a journal entry needs the time of its receipt')
  within(key.length, maxKeyBytes, 'key')
  within(topic.length, maxTextBytes, 'topic')
  within(headers.length, maxTextBytes, 'headers')
  within(payload.length, maxPayloadBytes, 'payload')
  return fixedBytes + (key.length + topic.length + headers.length) * 3 + payload.length
}

function within(bytes: number, most: number, what: string): number {
  if (bytes <= most) return bytes
  throw new RangeError(`the ${what} of a journal entry may have ${most} bytes, this one has at least ${bytes}`)
}

function encodeEntry(buffer: Buffer, start: number, { at, key, topic, payload }: Entry, headers: string): number {
  let position = buffer.writeDoubleLE(at, start + 4)
  const keyBytes = within(buffer.write(key, position + 1), maxKeyBytes, 'key')
  position = buffer.writeUInt8(keyBytes, position) + keyBytes
  const topicBytes = within(buffer.write(topic, position + 2), maxTextBytes, 'topic')
  position = buffer.writeUInt16LE(topicBytes, position) + topicBytes
  const headersBytes = headers === '' ? 0 : within(buffer.write(headers, position + 2), maxTextBytes, 'headers')
  position = buffer.writeUInt16LE(headersBytes, position) + headersBytes
  buffer.set(payload, position)
  position += payload.length
  buffer.writeUInt32LE(position - start - 4, start)
  return position
}

interface Wanted {
  readonly from: number
  readonly entries: number
  /** Of payload; the entry that reaches it is the last. */
  readonly bytes: number
}

const everything: Wanted = { from: 0, entries: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }

/** The payloads are views into `body`; `first` is the offset of its first entry. */
export function decodeBatch(body: Uint8Array, first: number, wanted: Wanted = everything): JournalEntry[] {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const entries: JournalEntry[] = []
  let bytes = 0
  let position = 0
  for (let offset = first; position < buffer.length; offset++) {
    const end = position + 4 + buffer.readUInt32LE(position)
    if (offset >= wanted.from) {
      const entry = decodeEntry(buffer, position + 4, end, offset)
      bytes += entry.payload.length
      entries.push(entry)
      if (entries.length >= wanted.entries || bytes >= wanted.bytes) break
    }
    position = end
  }
  return entries
}

function decodeEntry(buffer: Buffer, start: number, end: number, offset: number): JournalEntry {
  const at = buffer.readDoubleLE(start)
  const keyEnd = start + 9 + buffer.readUInt8(start + 8)
  const key = buffer.toString('utf8', start + 9, keyEnd)
  const topicEnd = keyEnd + 2 + buffer.readUInt16LE(keyEnd)
  const topic = buffer.toString('utf8', keyEnd + 2, topicEnd)
  const headersEnd = topicEnd + 2 + buffer.readUInt16LE(topicEnd)
  const payload = buffer.subarray(headersEnd, end)
  if (headersEnd === topicEnd + 2) return { offset, at, key, topic, payload }
  return { offset, at, key, topic, payload, headers: JSON.parse(buffer.toString('utf8', topicEnd + 2, headersEnd)) }
}
