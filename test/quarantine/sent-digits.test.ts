import { describe, expect, it, test } from 'vitest'
import { eventSchema } from '../../facilities/schema.ts'
import { parseBirth } from '../../ingest/decode/state.ts'
import { explainEvent } from '../../ingest/quarantine/explain.ts'
import { sentDigits } from '../../ingest/quarantine/sent-digits.ts'
import { expectReadable, kindOf, receivedAt, refusalOfEvent, refusalOfReading } from './refused.ts'

const long = '12345678901234567890'
const rounded = '12345678901234567000'

describe('a number too long for JSON.parse', () => {
  test.each([
    ['a parcel', refusalOfEvent('locker', 'deposit', `{"parcel":${long}}`)],
    ['the id of an event', refusalOfEvent('locker', 'deposit', `{"id":${long},"parcel":"a"}`)],
    ['a boot', refusalOfReading('freezer', `{"boot":${long},"temperature":1}`)],
    ['a product on a receipt', refusalOfEvent('freezer', 'sale', `{"lines":[{"sku":${long},"quantity":1,"amountFen":1}]}`)],
    ['a serial number', parseBirth(Buffer.from(`{"model":"a","vendor":"b","firmware":"c","serial":${long}}`))],
  ])('is told with the digits that were sent: %s', (_, rejection) => {
    if (!rejection || !('code' in rejection)) throw new Error('it was accepted')

    expect(rejection.found).toBe(long)
    expect(rejection.suggestion?.en).toContain(`"${long}"`)
    expect(JSON.stringify(rejection)).not.toContain(rounded)
    expectReadable(rejection)
  })

  it('is told without digits where two have become the same', () => {
    const rejection = refusalOfEvent('locker', 'deposit', `{"parcel":${long},"id":${long.slice(0, -1)}1}`)

    expect(rejection?.suggestion?.en).toContain('Send ids as text')
    expect(JSON.stringify(rejection)).not.toContain(`"${rounded}`)
  })

  it('is told without digits where the payload is not at hand', () => {
    const fields = { parcel: Number(long) }
    const { error } = eventSchema(kindOf('locker'), 'deposit')!.safeParse(fields)
    const rejection = explainEvent(kindOf('locker'), 'deposit', fields, error!)

    expect(rejection.found).toBe(`≈ ${rounded}`)
    expect(rejection.suggestion?.zh).toContain('末几位已丢失')
  })

  it('is shown as it was sent where it only is too large', () => {
    expect(refusalOfReading('freezer', '{"temperature":1e400}')?.found).toBe('1e400')
    expect(refusalOfReading('freezer', '{"seq":9007199254740993,"temperature":1}')?.found).toBe('9007199254740993')
    expect(refusalOfReading('freezer', '{"seq":"9007199254740993","temperature":1}')?.suggestion).toBeUndefined()
  })

  it('is no number where the same digits stand in a text', () => {
    expect(sentDigits()(Buffer.from(`{"a":"\\"${long}","b":${long}}`))(Number(long))).toBe(long)
    expect(sentDigits()(Buffer.from(`{"a":"${long}"}`))(Number(long))).toBeUndefined()
  })
})

it('keeps a mobile number to itself also when it comes as a number', () => {
  const rejection = refusalOfEvent('locker', 'deposit', '{"parcel":13812345678}')

  expect(rejection?.code).toBe('personal-data')
  expect(JSON.stringify(rejection)).not.toContain('13812345678')
})

it('writes out a number sent for a time', () => {
  const rejection = refusalOfEvent('charger', 'session', `{"session":"a","energyKwh":1,"started":${receivedAt}}`)

  expect(rejection?.suggestion?.en).toContain('"2026-08-10T04:00:00.000Z"')
})

describe('nanoseconds and microseconds', () => {
  test.each([
    ['1786334400441000000', 1786334400441],
    ['1786334400441999999', 1786334400441],
    ['1786334400441000', 1786334400441],
    ['"1786334400441000000"', 1786334400441],
    ['1786334400.441', 1786334400441],
  ])('%s are converted to the very millisecond', (ts, ms) => {
    const rejection = refusalOfReading('freezer', `{"ts":${ts},"temperature":1}`)

    expect(rejection?.suggestion?.en).toContain(` ${ms}`)
    expect(rejection?.found).toBe(ts)
  })
})
