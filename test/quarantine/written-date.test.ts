import { describe, expect, test } from 'vitest'
import { expectReadable, refusalOfEvent, refusalOfReading } from './refused.ts'

describe('a time that cannot be', () => {
  test.each([
    ['2026-02-30T00:00:00Z', 'no day 30 in month 2 of 2026'],
    ['2026-02-30T00:00:00', 'no day 30 in month 2 of 2026'],
    ['2026-02-29 00:00:00+0800', 'which has 28 days'],
    ['20260230120000', 'no day 30 in month 2 of 2026'],
    ['2026-13-01T12:00:00Z', 'no month 13'],
    ['2026-12-31T24:00:00Z', 'midnight is 00:00 of the next day: 2027-01-01T00:00:00Z'],
    ['2026-12-31 24:00:00', '2027-01-01T00:00:00+08:00, if it is Beijing time'],
    ['2026-08-10T25:00:00Z', 'no hour 25'],
    ['2026-08-10T12:60:00Z', 'no minute 60'],
    ['2026-12-31T23:59:60Z', 'leap second'],
    ['2026-08-10T12:00:00+15:00', 'no zone +15:00'],
  ])('%s is told what in it there is not', (ts, meant) => {
    const rejection = refusalOfReading('freezer', `{"ts":"${ts}","temperature":1}`)

    expect(rejection?.code).toBe('ts-invalid')
    expect(rejection?.suggestion?.en).toContain(meant)
    expectReadable(rejection!)
  })
})

describe('a time written in another way', () => {
  test.each([
    ['2026/8/10 12:00:00Z', 'Write 2026-08-10T12:00:00Z.'],
    ['2026-08-10T12:00:00.25+0800', 'Write 2026-08-10T12:00:00.25+08:00.'],
    ['2026年8月10日 12时00分', 'If it is Beijing time, write 2026-08-10T12:00:00+08:00.'],
    ['2026/8/10 1:00 PM', undefined],
  ])('%s keeps what it says of its zone', (started, meant) => {
    const rejection = refusalOfEvent('charger', 'session', `{"session":"a","energyKwh":1,"started":"${started}"}`)

    expect(rejection?.suggestion?.en).toBe(meant)
  })
})
