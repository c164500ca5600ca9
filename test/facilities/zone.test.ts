import { describe, expect, it, test } from 'vitest'
import { instantsOf, offsetOf, startOfDay } from '../../facilities/zone.ts'

const local = (text: string) => {
  const [year, month, day, hour, minute] = text.split(/\D/).map(Number) as [number, number, number, number, number]
  return { year, month, day, hour, minute, second: 0, ms: 0 }
}
const instants = (text: string, zone: string) => instantsOf(local(text), offsetOf(zone)).map((ms) => new Date(ms).toISOString())

test.each([
  ['2007-07-01 00:00', 'Europe/Paris', ['2007-06-30T22:00:00.000Z']],
  ['2007-01-01 00:00', 'Europe/Paris', ['2006-12-31T23:00:00.000Z']],
  ['2026-11-20 12:00', 'Asia/Shanghai', ['2026-11-20T04:00:00.000Z']],
  ['2026-11-20 12:00', 'Asia/Kathmandu', ['2026-11-20T06:15:00.000Z']],
  ['2022-07-04 00:00', 'America/New_York', ['2022-07-04T04:00:00.000Z']],
])('%s in %s is one instant', (text, zone, expected) => {
  expect(instants(text, zone)).toEqual(expected)
})

test('the hour that is lived twice in autumn is two instants, the first one first', () => {
  expect(instants('2026-10-25 02:30', 'Europe/Paris')).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'])
})

test('a time in the hour that is skipped in spring is read as if the clocks had not been put forward', () => {
  expect(instants('2026-03-29 02:30', 'Europe/Paris')).toEqual(['2026-03-29T01:30:00.000Z'])
})

test('the day begins at local midnight, also on days of 23 and 25 hours', () => {
  const offset = offsetOf('Europe/Paris')
  const start = (text: string, daysOn = 0) => new Date(startOfDay(Date.parse(text), offset, daysOn)).toISOString()

  expect(start('2026-10-25T22:30:00Z')).toBe('2026-10-24T22:00:00.000Z')
  expect(start('2026-10-25T22:30:00Z', 1)).toBe('2026-10-25T23:00:00.000Z')
  expect(start('2026-03-29T12:00:00Z')).toBe('2026-03-28T23:00:00.000Z')
  expect(start('2026-03-01T12:00:00Z', -1)).toBe('2026-02-27T23:00:00.000Z')
})

describe('the start of a local day', () => {
  it.each([
    ['Asia/Shanghai', '2026-11-23T12:00:00Z', '2026-11-22T16:00:00Z'],
    ['Asia/Shanghai', '2026-11-23T16:00:00Z', '2026-11-23T16:00:00Z'],
    ['Asia/Shanghai', '2026-11-23T15:59:59.999Z', '2026-11-22T16:00:00Z'],
    ['UTC', '2026-11-23T23:59:59Z', '2026-11-23T00:00:00Z'],
    ['America/St_Johns', '2026-11-23T03:29:00Z', '2026-11-22T03:30:00Z'],
    // On both days of the year on which clocks change, midnight is that of the old time.
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z'],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z'],
  ])('in %s at %s was %s', (zone, at, start) => {
    expect(new Date(startOfDay(Date.parse(at), offsetOf(zone))).toISOString()).toBe(new Date(start).toISOString())
  })
})
