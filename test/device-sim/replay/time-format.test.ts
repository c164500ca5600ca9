import { expect, test } from 'vitest'
import { timeReader } from '../../../device-sim/replay/time-format.ts'
import { untilTime } from '../../../device-sim/replay/until.ts'
import { offsetOf } from '../../../device-sim/zone.ts'

const read = (format: string, text: string, zone?: string) => {
  const instants = timeReader(format, zone === undefined ? undefined : offsetOf(zone))?.(text)
  return instants?.map((instant) => new Date(instant).toISOString())
}

test.each([
  ['d/M/yyyy HH:mm:ss', '1/7/2007 00:01:00', 'Europe/Paris', '2007-06-30T22:01:00.000Z'],
  ['d/M/yy H:m', '31/12/26 9:05', 'Asia/Shanghai', '2026-12-31T01:05:00.000Z'],
  ['M/d/yyyy', '7/4/2022', 'America/New_York', '2022-07-04T04:00:00.000Z'],
  ['M/d/yyyy h:mm a', '7/4/2022 12:30 AM', 'UTC', '2022-07-04T00:30:00.000Z'],
  ['dd MMM yyyy HH:mm:ss.SSS', '04 Jul 2022 12:30:01.250', 'UTC', '2022-07-04T12:30:01.250Z'],
  ['yyyy年MM月dd日 HH:mm', '2026年11月20日 08:00', 'Asia/Shanghai', '2026-11-20T00:00:00.000Z'],
  ['iso', '2020-05-05T09:17:51+0200', undefined, '2020-05-05T07:17:51.000Z'],
  ['iso', '2020-05-05 07:17:51.123456Z', undefined, '2020-05-05T07:17:51.123Z'],
  ['rfc1123', 'Sat, 01 May 2021 20:42:47 GMT', undefined, '2021-05-01T20:42:47.000Z'],
  ['unix', '1619901767', undefined, '2021-05-01T20:42:47.000Z'],
  ['unixMs', '1619901767250', undefined, '2021-05-01T20:42:47.250Z'],
])('%s reads %s', (format, text, zone, expected) => {
  expect(read(format, text, zone)).toEqual([expected])
})

test.each([
  ['d/M/yyyy HH:mm:ss', '30/2/2007 00:00:00'],
  ['d/M/yyyy HH:mm:ss', '1/7/2007 24:00:00'],
  ['d/M/yyyy HH:mm:ss', '1/7/07 00:00:00'],
  ['M/d/yyyy', '13/1/2022'],
  ['iso', '2020-05-05T09:17:51'],
  ['iso', 'yesterday'],
  ['rfc1123', '2021-05-01'],
])('%s does not read %s', (format, text) => {
  expect(read(format, text, 'UTC')).toBeUndefined()
})

test('a pattern without a date is no format', () => {
  expect(timeReader('HH:mm', offsetOf('UTC'))).toBeUndefined()
})

test.each([
  ['now', '2026-11-20T20:00:00.000Z'],
  ['yesterday', '2026-11-20T15:59:59.999Z'],
  ['2026-11-18', '2026-11-18T15:59:59.999Z'],
  ['2026-11-18T12:00:00+08:00', '2026-11-18T04:00:00.000Z'],
])('--until %s, asked at four in the morning of the 21st in Shanghai', (text, expected) => {
  const until = untilTime(text, Date.parse('2026-11-20T20:00:00Z'), offsetOf('Asia/Shanghai'))

  expect(new Date(until).toISOString()).toBe(expected)
})

test('--until without a zone is refused', () => {
  expect(() => untilTime('2026-11-18T12:00:00', 0, offsetOf('UTC'))).toThrow(/a time with its zone/)
})
