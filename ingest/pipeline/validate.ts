import { parseEvent, parseReading } from '../decode/reading.ts'
import { explainEvent, explainUnknownEvent, explainValues } from '../quarantine/explain.ts'
import type { TimeWindow } from '../quarantine/explain-time.ts'
import { rejections } from '../quarantine/rejections.ts'
import { sentDigits } from '../quarantine/sent-digits.ts'
import { unknownFieldFinder } from '../quarantine/unknown-fields.ts'
import { type Batch, reject, type Step } from './batch.ts'
import type { DeviceContext } from './devices.ts'
import type { Item } from './item.ts'

const dayMs = 86_400_000

type UnknownFields = ReturnType<typeof unknownFieldFinder>

/** Takes the envelope apart and holds the fields against the kind. What the kind does not know stays out, and is listed per device. */
export function validate(readingsDays: number): Step {
  const maxAgeMs = readingsDays * dayMs
  const unknown = unknownFieldFinder()
  const digitsIn = sentDigits()
  return {
    name: 'validate',
    run(batch: Batch): void {
      for (const item of batch.items) {
        if (!item.goesOn || !item.device) continue
        const window = { receivedAt: item.entry.at, maxAgeMs, digitsOf: digitsIn(item.entry.payload), time: item.time }
        if (item.sort === 'reading') validateReading(item, item.device, window, unknown)
        else if (item.sort === 'event') validateEvent(item, item.device, window, unknown)
      }
    },
  }
}

function validateReading(item: Item, { kind, schemas }: DeviceContext, window: Required<TimeWindow>, unknown: UnknownFields): void {
  if (!kind || !schemas) return
  const raw = parseReading(item.value, window)
  if ('code' in raw) return reject(item, raw)
  takeEnvelope(item, raw)
  const checked = schemas.values.safeParse(raw.values)
  if (!checked.success) return reject(item, explainValues(kind, raw.values, raw.bare, window.digitsOf))
  const fields = checked.data
  const known = sizeOf(fields)
  if (known === 0) return reject(item, explainValues(kind, raw.values, raw.bare, window.digitsOf))
  if (raw.beside || known !== sizeOf(raw.values)) item.unknownFields = unknown.inReading(kind, raw.values, raw.beside)
  item.fields = fields
}

function validateEvent(item: Item, { kind, schemas }: DeviceContext, window: Required<TimeWindow>, unknown: UnknownFields): void {
  if (!kind || !schemas) return
  const schema = schemas.events.get(item.event)
  if (!schema) return reject(item, rejections.unknownEvent(item.event, kind))
  const raw = parseEvent(item.value, window)
  if ('code' in raw) return reject(item, raw)
  takeEnvelope(item, raw)
  item.id = raw.id
  const checked = schema.safeParse(raw.fields)
  if (!checked.success) return reject(item, explainEvent(kind, item.event, raw.fields, checked.error, window.digitsOf))
  const known = sizeOf(checked.data)
  if (raw.beside || known !== sizeOf(raw.fields)) {
    // Of an event that has no fields, none can be wrong: that it happened is all it says.
    if (known === 0 && sizeOf(schema.shape) > 0) return reject(item, explainUnknownEvent(kind, item.event, raw.fields))
    item.unknownFields = unknown.inEvent(kind, item.event, raw.fields, raw.beside)
  }
  item.fields = checked.data
}

function takeEnvelope(item: Item, raw: { ts?: number; seq?: number; boot?: string; quality: Item['quality']; reason?: string }): void {
  item.givenTs = raw.ts
  item.seq = raw.seq
  item.boot = raw.boot
  item.quality = raw.quality
  item.reason = raw.reason
}

function sizeOf(record: object): number {
  let size = 0
  for (const _ in record) size++
  return size
}
