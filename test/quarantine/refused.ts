import { expect } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import { decodePayload } from '../../ingest/decode/decode.ts'
import { parseEvent, parseReading } from '../../ingest/decode/reading.ts'
import { codes } from '../../ingest/quarantine/codes.ts'
import { explainEvent, explainValues } from '../../ingest/quarantine/explain.ts'
import type { Rejection } from '../../ingest/quarantine/rejection.ts'
import { sentDigits } from '../../ingest/quarantine/sent-digits.ts'

export const receivedAt = Date.parse('2026-08-10T04:00:00Z')
export const window = { receivedAt, maxAgeMs: 400 * 86_400_000 }

export const bytesOf = (payload: string | Uint8Array): Uint8Array => (typeof payload === 'string' ? Buffer.from(payload) : payload)

/** What becomes of a reading on its way to the store: undefined when it is accepted. */
export function refusalOfReading(kindName: string, payload: string | Uint8Array): Rejection | undefined {
  const bytes = bytesOf(payload)
  const decoded = decodePayload(bytes)
  if ('code' in decoded) return decoded
  const digitsOf = sentDigits()(bytes)
  const raw = parseReading(decoded.value, { ...window, digitsOf })
  if ('code' in raw) return raw
  const checked = builtIn.schemas(kindName)!.values.safeParse(raw.values)
  return checked.success && Object.keys(checked.data).length > 0
    ? undefined
    : explainValues(kindOf(kindName), raw.values, raw.bare, digitsOf)
}

export function refusalOfEvent(kindName: string, event: string, payload: string): Rejection | undefined {
  const bytes = bytesOf(payload)
  const decoded = decodePayload(bytes)
  if ('code' in decoded) return decoded
  const digitsOf = sentDigits()(bytes)
  const raw = parseEvent(decoded.value, { ...window, digitsOf })
  if ('code' in raw) return raw
  const checked = builtIn.schemas(kindName)!.events.get(event)!.safeParse(raw.fields)
  return checked.success ? undefined : explainEvent(kindOf(kindName), event, raw.fields, checked.error, digitsOf)
}

export const kindOf = (name: string): FacilityKind => builtIn.get(name)!

/** Whatever is refused: both sentences complete, everything short, nothing that a terminal would act on. */
export function expectReadable(rejection: Rejection): void {
  const { code, message, suggestion, path, expected, found } = rejection
  for (const { zh, en } of suggestion ? [message, suggestion] : [message]) {
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).not.toMatch(/undefined|\[object/)
    expect(zh).not.toMatch(/undefined|\[object/)
    for (const sentence of [zh, en]) expect(sentence.length).toBeLessThanOrEqual(600)
  }
  for (const [parameter] of codes[code].en.matchAll(/\{\w+\}/g)) expect(message.zh + message.en).not.toContain(parameter)
  for (const detail of [path, expected, found]) if (detail !== undefined) expect(detail.length).toBeLessThanOrEqual(120)
  expect(Object.values({ path, expected, found, ...message, ...suggestion }).join('')).not.toMatch(actedOn)
}

const actedOn = /[\p{Cc}\p{Bidi_Control}\p{Cs}]/u
