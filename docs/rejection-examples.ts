import { z } from 'zod'
import { builtIn } from '../facilities/catalogue.ts'
import type { FacilityKind } from '../facilities/define.ts'
import type { ClockRecord } from '../ingest/clock/clock-record.ts'
import { learn } from '../ingest/clock/learn.ts'
import { refuseWrong } from '../ingest/clock/refuse-wrong.ts'
import { decodePayload } from '../ingest/decode/decode.ts'
import { parseEvent, parseReading } from '../ingest/decode/reading.ts'
import type { RejectionCode } from '../ingest/quarantine/codes.ts'
import { explainEvent, explainValues } from '../ingest/quarantine/explain.ts'
import type { Rejection } from '../ingest/quarantine/rejection.ts'
import { rejections } from '../ingest/quarantine/rejections.ts'
import { sentDigits } from '../ingest/quarantine/sent-digits.ts'

/** One message that is refused with the code, and the refusal as the device hears it. */
export interface RejectionExample {
  readonly topic: string
  /** As people read it; bytes that are no text are told in words. */
  readonly sends: string
  readonly rejection: Rejection
}

/** "Now" of the examples, so that they read the same tomorrow. */
const receivedAt = Date.parse('2026-08-10T04:00:00Z')
const window = { receivedAt, maxAgeMs: 400 * 86_400_000 }

const kindOf = (name: string): FacilityKind => builtIn.get(name) as FacilityKind

const anchored = (kind: string, rest: string): string => `kz/v1/${kind}/${kind}-01/${rest}`

function reading(sends: string, bytes: Uint8Array = Buffer.from(sends)): RejectionExample {
  return { topic: anchored('freezer', 'telemetry'), sends, rejection: refusalOfReading(kindOf('freezer'), bytes) }
}

function event(kind: string, name: string, sends: string): RejectionExample {
  return { topic: anchored(kind, `event/${name}`), sends, rejection: refusalOfEvent(kindOf(kind), name, sends) }
}

const message = (rest: string, rejection: Rejection, sends = '{"temperature":-18.4}'): RejectionExample => ({
  topic: anchored('freezer', rest),
  sends,
  rejection,
})

/** Of a device that sends local time as UTC, and whose policy is to quarantine. */
const wrongClock = (() => {
  const ts = receivedAt + 8 * 3_600_000 + 3_000
  const clock: ClockRecord = { offsetMs: 0, at: 0, corrected: 0 }
  const local = () => 480
  for (const ago of [20_000, 10_000, 0]) learn(clock, { at: receivedAt - ago, ts: ts - ago, sort: 'ms' }, local)
  return refuseWrong({ given: { ts, sort: 'ms' }, clock, window, local }, ts) as Rejection
})()

function refusalOfReading(kind: FacilityKind, bytes: Uint8Array): Rejection {
  const decoded = decodePayload(bytes)
  if ('code' in decoded) return decoded
  const digitsOf = sentDigits()(bytes)
  const raw = parseReading(decoded.value, { ...window, digitsOf })
  return 'code' in raw ? raw : explainValues(kind, raw.values, raw.bare, digitsOf)
}

function refusalOfEvent(kind: FacilityKind, name: string, text: string): Rejection {
  const bytes = Buffer.from(text)
  const decoded = decodePayload(bytes)
  if ('code' in decoded) return decoded
  const digitsOf = sentDigits()(bytes)
  const raw = parseEvent(decoded.value, { ...window, digitsOf })
  if ('code' in raw) return raw
  const refused = z.object(kind.events[name]?.payload ?? {}).safeParse(raw.fields)
  if (refused.success) throw new Error(`the example of event ${name} is not refused`)
  return explainEvent(kind, name, raw.fields, refused.error, digitsOf)
}

/** A kind of a site, with a rule that none of the built-in kinds has. */
const sealed: FacilityKind = {
  ...kindOf('freezer'),
  events: { sealed: { label: { zh: '上封', en: 'Sealed' }, payload: { seal: z.string().regex(/^S\d{6}$/) } } },
}

const gbk = Uint8Array.from([0x7b, 0x22, 0xce, 0xc2, 0xb6, 0xc8, 0x22, 0x3a, 0x2d, 0x31, 0x38, 0x7d])

/** One for each code, made by the very code that refuses messages. */
export const rejectionExamples: Readonly<Record<RejectionCode, RejectionExample>> = {
  'not-utf8': reading('{"温度":-18} (GBK)', gbk),
  empty: reading('', new Uint8Array()),
  'not-json': reading('{"temperature":-18,4}'),
  'too-deep': reading(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`),
  'too-large': message('telemetry', rejections.tooLarge(300_000, 262_144), '300000 B'),
  'not-an-object': reading('-18.4'),
  'array-empty': message('telemetry', rejections.arrayEmpty(), '[]'),
  'array-too-long': message('telemetry', rejections.arrayTooLong(1_440, 1_000), '[{…},{…},…]'),
  'topic-unknown': message('telemtry', rejections.topicUnknown(anchored('freezer', 'telemtry'), 'telemtry')),
  'down-topic': message('command/lock', rejections.downTopic('command/lock'), '{"id":"7"}'),
  'reply-unexpected': message('reply/7', rejections.topicUnknown(anchored('freezer', 'reply/7'), 'reply/7'), '{"status":"done"}'),
  'unknown-protocol': message('raw/modbus-x', rejections.unknownProtocol('modbus-x'), '01 03 02 00 b4 b8 33'),
  'unknown-event': message('event/sales', rejections.unknownEvent('sales', kindOf('freezer')), '{"amountFen":350}'),
  'foreign-device': message('telemetry', rejections.foreignDevice('freezer-01', 'freezer-02')),
  'wrong-kind': message('telemetry', rejections.wrongKind('freezer', 'vending')),
  'device-unregistered': message('telemetry', rejections.deviceUnregistered('freezer-01')),
  'device-waiting': message('telemetry', rejections.deviceWaiting('freezer-01')),
  'device-retired': message('telemetry', rejections.deviceRetired('freezer-01')),
  'kind-unknown': message('telemetry', rejections.kindUnknown('freezer')),
  'no-known-field': reading('{"temp":-18.4,"hum":48}'),
  'missing-field': event('vending', 'sale', '{"price":350,"lane":"A1"}'),
  'wrong-type': reading('{"temperature":"-18,4"}'),
  'not-whole': event('vending', 'sale', '{"amountFen":3.5}'),
  'not-finite': reading('{"temperature":1e400}'),
  'out-of-limits': reading('{"temperature":-184}'),
  'unknown-word': reading('{"door":"关闭"}'),
  'text-length': event('vending', 'sale', '{"amountFen":350,"lane":""}'),
  'list-length': event('freezer', 'sale', '{"lines":[]}'),
  'personal-data': event('locker', 'deposit', '{"parcel":"13800000000"}'),
  'not-accepted': {
    topic: anchored('freezer', 'event/sealed'),
    sends: '{"seal":"4711"}',
    rejection: refusalOfEvent(sealed, 'sealed', '{"seal":"4711"}'),
  },
  'ts-invalid': reading('{"ts":"2026/8/10 12:00:00","temperature":-18.4}'),
  'ts-without-zone': reading('{"ts":"2026-08-10 12:00:00","temperature":-18.4}'),
  'ts-unit': reading('{"ts":1786334400,"temperature":-18.4}'),
  'ts-too-old': reading('{"ts":73512,"temperature":-18.4}'),
  'ts-future': reading('{"ts":"2027-08-10T12:00:00+08:00","temperature":-18.4}'),
  'clock-wrong': message('telemetry', wrongClock, '{"ts":1786363203000,"temperature":-18.4}'),
  'seq-invalid': reading('{"seq":"421","temperature":-18.4}'),
  'boot-invalid': reading('{"boot":"","temperature":-18.4}'),
  'id-invalid': event('vending', 'sale', '{"id":{},"amountFen":350}'),
  'quality-invalid': reading('{"quality":192,"temperature":-18.4}'),
  'store-refused': message('telemetry', rejections.storeRefused('field type conflict: temperature is already type float')),
}
