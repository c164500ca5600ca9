import { describe, expect, it, test } from 'vitest'
import { decodePayload } from '../../ingest/decode/decode.ts'
import { parseEvent, parseReading } from '../../ingest/decode/reading.ts'
import { timeOf } from '../../ingest/decode/time.ts'
import { receivedAt, window } from '../quarantine/refused.ts'

describe('a reading', () => {
  test.each([
    ['bare values', { temperature: -18.4 }, { values: { temperature: -18.4 }, bare: true, quality: 'good' }],
    ['values under values', { values: { temperature: 1 } }, { values: { temperature: 1 }, bare: false, quality: 'good' }],
    [
      'a whole envelope',
      { ts: receivedAt, seq: 421, boot: 'a1', quality: 'uncertain', reason: 'warming up', values: { temperature: 1 } },
      { ts: receivedAt, seq: 421, boot: 'a1', quality: 'uncertain', reason: 'warming up', values: { temperature: 1 }, bare: false },
    ],
    [
      'bare values with a time and a number among them',
      { ts: '2026-08-10T12:00:00+08:00', seq: 0, temperature: 1, door: 'open' },
      { ts: receivedAt, seq: 0, quality: 'good', values: { temperature: 1, door: 'open' }, bare: true },
    ],
    [
      'an envelope of nulls',
      { ts: null, seq: null, boot: null, quality: null, reason: null, values: {} },
      { quality: 'good', values: {}, bare: false },
    ],
    ['a boot number', { boot: 17, values: {} }, { boot: '17', quality: 'good', values: {}, bare: false }],
    ['fractions of a millisecond', { ts: receivedAt + 0.75, values: {} }, { ts: receivedAt, quality: 'good', values: {}, bare: false }],
    ['an empty reason', { reason: '', values: {} }, { quality: 'good', values: {}, bare: false }],
    ['a number for the reason', { reason: 7, values: {} }, { reason: '7', quality: 'good', values: {}, bare: false }],
    ['names beside the envelope', { timestamp: 1, values: {} }, { beside: ['timestamp'], quality: 'good', values: {}, bare: false }],
    [
      'an object among bare values',
      { ts: receivedAt, gps: { lat: 1 } },
      { ts: receivedAt, quality: 'good', values: { gps: { lat: 1 } }, bare: true },
    ],
    [
      'the oldest time kept',
      { ts: receivedAt - window.maxAgeMs, values: {} },
      { ts: receivedAt - window.maxAgeMs, quality: 'good', values: {}, bare: false },
    ],
    [
      'a clock ahead by five minutes',
      { ts: receivedAt + 300_000, values: {} },
      { ts: receivedAt + 300_000, quality: 'good', values: {}, bare: false },
    ],
    [
      'a clock ahead by more',
      { ts: receivedAt + 300_001, quality: 'bad', values: {} },
      { ts: receivedAt + 300_001, clock: 'ahead', quality: 'bad', values: {}, bare: false },
    ],
    [
      'local time sent as UTC',
      { ts: receivedAt + 8 * 3_600_000, values: {} },
      { ts: receivedAt + 8 * 3_600_000, clock: 'ahead', quality: 'good', values: {}, bare: false },
    ],
  ])('may be %s', (_, value, reading) => {
    expect(parseReading(value, window)).toEqual(reading)
  })

  it('keeps its bare values as they came where nothing has to be taken out', () => {
    const value = { temperature: 1 }

    expect(parseReading(value, window)).toHaveProperty('values', value)
  })

  it('has a reason of at most 200 characters', () => {
    const { reason = '' } = parseReading({ reason: `${'x'.repeat(199)}😀😀`, values: {} }, window) as { reason?: string }

    expect(reason).toHaveLength(200)
    expect(reason.isWellFormed()).toBe(true)
  })

  it('is not confused by names that every object has', () => {
    const value = JSON.parse('{"seq":1,"__proto__":{"polluted":1},"constructor":1,"hasOwnProperty":2,"temperature":1}')
    const reading = parseReading(value, window) as { values: Record<string, unknown> }

    expect(reading.values.temperature).toBe(1)
    expect(Object.getPrototypeOf(reading.values)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('an event', () => {
  test.each([
    ['bare fields', { lane: 'A1' }, { fields: { lane: 'A1' }, quality: 'good' }],
    [
      'fields among those of the envelope, its reason being its own',
      { ts: receivedAt, seq: 7, boot: 'b', id: 4711, quality: 'bad', reason: 'full', energyKwh: 3 },
      { ts: receivedAt, seq: 7, boot: 'b', id: '4711', quality: 'bad', fields: { reason: 'full', energyKwh: 3 } },
    ],
    [
      'fields under values',
      { id: 'x', values: { lane: 'A1' }, rssi: 1 },
      { id: 'x', quality: 'good', fields: { lane: 'A1' }, beside: ['rssi'] },
    ],
    ['no field at all', { ts: receivedAt }, { ts: receivedAt, quality: 'good', fields: {} }],
  ])('may be %s', (_, value, event) => {
    expect(parseEvent(value, window)).toEqual(event)
  })
})

describe('a time', () => {
  test.each([
    ['2026-08-10T04:00:00Z', receivedAt],
    ['2026-08-10T04:00:00.000Z', receivedAt],
    ['2026-08-10t04:00:00z', receivedAt],
    ['2026-08-10T12:00:00+08:00', receivedAt],
    ['2026-08-10 12:00:00+0800', receivedAt],
    ['2026-08-10T12:00+08', receivedAt],
    ['2026-08-09T22:30:00-05:30', receivedAt],
    ['2026-08-10T04:00:00.5Z', receivedAt + 500],
    ['2026-08-10T04:00:00,123456789Z', receivedAt + 123],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('%s', (text, ms) => {
    expect(timeOf(text)).toBe(ms)
  })

  test.each([
    '',
    'now',
    '2026-08-10',
    '2026-08-10T12:00:00',
    '2026-13-10T12:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-08-10T24:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-08-10T12:00:00+99:00',
    ' 2026-08-10T04:00:00Z',
    '2026-08-10T04:00:00Z\n',
  ])('is not %j', (text) => {
    expect(timeOf(text)).toBeNaN()
  })
})

describe('bytes', () => {
  it('may begin with a byte order mark', () => {
    expect(decodePayload(Buffer.from('\ufeff{"a":"温度"}'))).toEqual({ value: { a: '温度' } })
  })

  it('may be part of a larger buffer', () => {
    const part = new Uint8Array(Buffer.from('xx{"a":1}yy').buffer.slice(0)).subarray(0)
    const at = Buffer.from(part).indexOf('{"a":1}')

    expect(decodePayload(part.subarray(at, at + 7))).toEqual({ value: { a: 1 } })
  })

  it('may hold a thousand readings, and brackets in texts', () => {
    const readings = Array.from({ length: 1_000 }, (_, seq) => ({ seq, values: { temperature: -18.4 }, note: '[[[[{{{{' }))

    expect(decodePayload(Buffer.from(JSON.stringify(readings)))).toEqual({ value: readings })
  })

  it('may be nested 32 levels deep', () => {
    const nested = `${'['.repeat(32)}${']'.repeat(32)}`

    expect(decodePayload(Buffer.from(nested))).toHaveProperty('value')
    expect(decodePayload(Buffer.from(`[${nested}]`))).toHaveProperty('code', 'too-deep')
  })
})
