import { isDown } from '../../facilities/topics.ts'
import { gatewaySource } from '../../journal/gateway-topics.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { decodePayload } from '../decode/decode.ts'
import { parseBirth, parseState } from '../decode/state.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import { rejections } from '../quarantine/rejections.ts'
import type { Batch, Step } from './batch.ts'
import { Item } from './item.ts'
import type { Topic, Topics } from './topic.ts'

/** Readings in one message at the most (interface.md). */
const maxElements = 1_000

/** Bytes to JSON, arrays to their elements. What cannot be decoded counts as one element. */
export function decode(topics: Topics): Step {
  return {
    name: 'decode',
    run(batch: Batch): void {
      for (const entry of batch.entries) {
        if (entry.headers?.source === gatewaySource)
          batch.items.push(new Item(entry, 'link', '', JSON.parse(Buffer.from(entry.payload).toString('utf8'))))
        else decodeEntry(batch.items, entry, topics.get(entry.topic), batch.replay?.messages.get(entry)?.index)
      }
    },
  }
}

/** `index`: what is decoded was that element of an array, and is one reading whatever it looks like. */
function decodeEntry(items: Item[], entry: JournalEntry, topic: Topic, index?: number): void {
  const { sort, event } = topic
  if (sort === 'unknown') return refuse(items, entry, topic, unknownTopic(entry, topic))
  if (sort === 'state' || sort === 'birth') {
    // [MQTT-3.3.1-10] No bytes: the device takes its retained message back. There is nothing to learn from it.
    if (entry.payload.length === 0) return
    const parsed = sort === 'state' ? parseState(entry.payload) : parseBirth(entry.payload)
    if ('code' in parsed) return refuse(items, entry, topic, parsed)
    items.push(new Item(entry, sort, '', parsed))
    return
  }
  const decoded = decodePayload(entry.payload)
  if ('code' in decoded) return refuse(items, entry, topic, decoded)
  const { value } = decoded
  if (sort === 'reading' && index === undefined && Array.isArray(value)) return decodeArray(items, entry, topic, value)
  items.push(new Item(entry, sort, event, value, index))
}

function decodeArray(items: Item[], entry: JournalEntry, topic: Topic, elements: readonly unknown[]): void {
  if (elements.length === 0) return refuse(items, entry, topic, rejections.arrayEmpty())
  if (elements.length > maxElements) return refuse(items, entry, topic, rejections.arrayTooLong(elements.length, maxElements))
  for (const [index, element] of elements.entries()) items.push(new Item(entry, topic.sort, topic.event, element, index, true))
}

function refuse(items: Item[], entry: JournalEntry, { sort, event }: Topic, rejection: Rejection): void {
  const item = new Item(entry, sort, event, undefined)
  item.rejection = rejection
  items.push(item)
}

function unknownTopic(entry: JournalEntry, { rest }: Topic): Rejection {
  if (isDown(rest)) return rejections.downTopic(rest)
  if (rest.startsWith('raw/')) return rejections.unknownProtocol(rest.slice('raw/'.length))
  return rejections.topicUnknown(entry.topic, rest)
}
