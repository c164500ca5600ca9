/**
 * A message from JSON to a reading or event in raw form: the envelope checked and taken apart, the values still as the device sent them.
 *
 * An object with `values` is an envelope; any other object is bare values. Bare values may have the fields of the envelope among them
 * (`{"ts":…,"temperature":-18.4}`), which many devices send; they are taken as such, for no kind has fields of these names. An envelope
 * field that is null is taken as not sent.
 */
import { encodedTwice } from '../quarantine/encoded-twice.ts'
import type { TimeWindow } from '../quarantine/explain-time.ts'
import { rejection } from '../quarantine/reject.ts'
import type { Rejection, Sentence } from '../quarantine/rejection.ts'
import { rejections } from '../quarantine/rejections.ts'
import { showSent } from '../quarantine/sent-digits.ts'
import { show } from '../quarantine/show.ts'
import { type Envelope, forLong, isObject, type JsonObject, takeBoot, takeQuality, takeSeq, takeTs, textOf } from './envelope.ts'

export interface RawReading extends Envelope {
  reason?: string
  values: JsonObject
  /** The values were the message itself. */
  bare: boolean
  /** Names that stood next to `values` and belong to no envelope: a `timestamp` there is a `ts` gone unheard. */
  beside?: string[]
}

export interface RawEvent extends Envelope {
  /** Tells the event from others; where there is one, it and not the time decides about repeats. */
  id?: string
  fields: JsonObject
  beside?: string[]
}

export function parseReading(value: unknown, window: TimeWindow): RawReading | Rejection {
  if (!isObject(value)) return rejections.notAnObject(value)
  const reading: RawReading = { quality: 'good', values: value, bare: true }
  let ownNames = 0
  let envelopeNames = 0
  for (const name in value) {
    const given = value[name]
    if (name !== 'reason' && !isEnvelopeName(name)) {
      if (name !== 'values') ownNames++
      continue
    }
    envelopeNames++
    if (given === null) continue
    const fault = name === 'reason' ? takeReason(reading, given) : takeCommon(reading, name, given, window)
    if (fault) return fault
  }
  const { values } = value
  if (values !== undefined) return withValues(reading, value, values, ownNames)
  if (envelopeNames === 0) return reading
  if (ownNames === 0) return valuesMissing(value)
  reading.values = without(value, isReadingName)
  return ownNames === 1 ? (misnamedValues(reading.values) ?? reading) : reading
}

/** An event's `reason` is a field of its own, and its fields may stand under `values` as those of a reading do. */
export function parseEvent(value: unknown, window: TimeWindow): RawEvent | Rejection {
  if (!isObject(value)) return rejections.notAnObject(value)
  const event: RawEvent = { quality: 'good', fields: value }
  let ownNames = 0
  let envelopeNames = 0
  for (const name in value) {
    const given = value[name]
    if (name !== 'id' && !isEnvelopeName(name)) {
      if (name !== 'values') ownNames++
      continue
    }
    envelopeNames++
    if (given === null) continue
    const fault = name === 'id' ? takeId(event, given, window) : takeCommon(event, name, given, window)
    if (fault) return fault
  }
  const { values } = value
  if (isObject(values)) {
    event.fields = values
    if (ownNames > 0) event.beside = Object.keys(value).filter((name) => name !== 'values' && !isEventName(name))
  } else if (envelopeNames > 0) {
    event.fields = without(value, isEventName)
  }
  return event
}

const isEnvelopeName = (name: string): boolean => name === 'ts' || name === 'seq' || name === 'boot' || name === 'quality'
const isReadingName = (name: string): boolean => isEnvelopeName(name) || name === 'reason'
const isEventName = (name: string): boolean => isEnvelopeName(name) || name === 'id'

function takeCommon(envelope: Envelope, name: string, given: unknown, window: TimeWindow): Rejection | undefined {
  if (name === 'ts') return takeTs(envelope, given, window)
  if (name === 'seq') return takeSeq(envelope, given, window.digitsOf)
  return name === 'boot' ? takeBoot(envelope, given, window.digitsOf) : takeQuality(envelope, given)
}

const longestReason = 200

/** Free text: cut off rather than refused. */
function takeReason(reading: RawReading, given: unknown): Rejection | undefined {
  if (typeof given === 'object') {
    const text: Sentence = { zh: '文本', en: 'a text' }
    return rejection(
      'wrong-type',
      { field: 'reason', expected: text, found: show(given) },
      { path: 'reason', expected: 'string', found: show(given) },
    )
  }
  if (given !== '') reading.reason = String(given).slice(0, longestReason).toWellFormed()
  return undefined
}

function takeId(event: RawEvent, given: unknown, { digitsOf }: TimeWindow): Rejection | undefined {
  const id = textOf(given, 128)
  if (id === undefined) {
    const found = showSent(given, digitsOf)
    return rejection('id-invalid', { found }, { path: 'id', expected: '"a1-421"', found, suggestion: forLong(given, digitsOf) })
  }
  event.id = id
  return undefined
}

function withValues(reading: RawReading, value: JsonObject, values: unknown, ownNames: number): RawReading | Rejection {
  if (!isObject(values)) {
    const expected: Sentence = { zh: '字段名和值的对象', en: 'an object of field names and values' }
    return rejection(
      'wrong-type',
      { field: 'values', expected, found: show(values) },
      { path: 'values', expected: '{…}', found: show(values), suggestion: encodedTwice(values) },
    )
  }
  reading.values = values
  reading.bare = false
  if (ownNames > 0) reading.beside = Object.keys(value).filter((name) => name !== 'values' && !isReadingName(name))
  return reading
}

/** A copy; `__proto__` is left out, for assigning it would do something else. */
function without(value: JsonObject, isLeftOut: (name: string) => boolean): JsonObject {
  const rest: Record<string, unknown> = {}
  for (const name in value) if (!isLeftOut(name) && name !== '__proto__') rest[name] = value[name]
  return rest
}

const valuesMissing = (value: JsonObject, suggestion?: Sentence): Rejection =>
  rejection('missing-field', { field: 'values' }, { path: 'values', expected: '"values":{…}', found: show(value), suggestion })

/** `{"ts":…,"data":{…}}`: all that is left beside the envelope is an object, which no field's value is. */
function misnamedValues(rest: JsonObject): Rejection | undefined {
  for (const name in rest) {
    if (!isObject(rest[name]) || !otherNames.has(name.toLowerCase())) continue
    return valuesMissing(rest, { zh: `请把 ${show(name)} 改名为 "values"。`, en: `Rename ${show(name)} to "values".` })
  }
  return undefined
}

const otherNames: ReadonlySet<string> = new Set(
  'value val vals data payload fields params properties props reading readings telemetry measurement measurements metrics body content d'.split(
    ' ',
  ),
)
