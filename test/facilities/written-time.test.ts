import { describe, expect, it, test } from 'vitest'
import { timeReader } from '../../facilities/written-time.ts'

const morning = Date.UTC(2026, 10, 23, 0, 0, 0)

const read = (format: string, text: string, zone?: string) => {
  const instants = timeReader(format, zone)?.(text)
  return instants?.map((instant) => new Date(instant).toISOString())
}

describe('a time is read', () => {
  it.each([
    ['s', 1795392000, morning],
    ['s', '1795392000.5', morning + 500],
    ['s', 1795392000.123, morning + 123],
    ['ms', 1795392000000, morning],
    ['us', 1795392000000999, morning],
    ['ns', '1795392000000000000', morning],
  ])('%s %s', (format, given, expected) => {
    expect(timeReader(format)?.(given)).toEqual([expected])
  })

  it.each([
    ['s', 'now'],
    ['s', -1],
    ['s', 1e20],
    ['ms', ''],
  ])('not %s %s', (format, given) => {
    expect(timeReader(format)?.(given)).toBeUndefined()
  })

  it.each([
    ['yyyy-MM-dd HH:mm', undefined],
    ['yyyy-MM-dd HH:mm', 'Mars/Base'],
    ['HH:mm:ss', 'Asia/Shanghai'],
    ['', 'Asia/Shanghai'],
  ])('not without a date and a zone: %s %s', (format, zone) => {
    expect(timeReader(format, zone)).toBeUndefined()
  })
})

describe('a pattern with its zone', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss', 'Asia/Shanghai', '2026-11-23 08:00:00', ['2026-11-23T00:00:00.000Z']],
    ['d/M/yyyy H:mm', 'Europe/Paris', '1/7/2026 9:05', ['2026-07-01T07:05:00.000Z']],
    ['dd.MM.yy HH:mm:ss.SSS', 'Europe/Berlin', '25.10.26 02:30:00.250', ['2026-10-25T00:30:00.250Z', '2026-10-25T01:30:00.250Z']],
    ['yyyy-MM-dd HH:mm', 'Europe/Berlin', '2026-03-29 02:30', ['2026-03-29T01:30:00.000Z']],
    ['MMM d, yyyy h:mm a', 'America/New_York', 'Jul 4, 2026 12:05 am', ['2026-07-04T04:05:00.000Z']],
    ['yyyyMMddHHmmss', 'Asia/Shanghai', '20261123080000', ['2026-11-23T00:00:00.000Z']],
    ['yyyy年MM月dd日', 'Asia/Shanghai', '2026年11月23日', ['2026-11-22T16:00:00.000Z']],
    ['yyyy-MM-ddTHH:mm:ss', 'Australia/Lord_Howe', '2026-04-05T01:45:00', ['2026-04-04T14:45:00.000Z', '2026-04-04T15:15:00.000Z']],
    ['yyyy-MM-dd HH:mm', 'Asia/Shanghai', '2026-02-30 08:00', undefined],
    ['yyyy-MM-dd HH:mm', 'Asia/Shanghai', '2026-02-28 24:00', undefined],
    ['yyyy-MM-dd HH:mm', 'Asia/Shanghai', '2026/02/28 08:00', undefined],
  ])('%s in %s: %s', (format, zone, text, instants) => {
    expect(read(format, text, zone)).toEqual(instants)
  })
})

test.each([
  ['d/M/yyyy HH:mm:ss', '1/7/2007 00:01:00', 'Europe/Paris', '2007-06-30T22:01:00.000Z'],
  ['d/M/yy H:m', '31/12/26 9:05', 'Asia/Shanghai', '2026-12-31T01:05:00.000Z'],
  ['M/d/yyyy', '7/4/2022', 'America/New_York', '2022-07-04T04:00:00.000Z'],
  ['M/d/yyyy h:mm a', '7/4/2022 12:30 AM', 'UTC', '2022-07-04T00:30:00.000Z'],
  ['dd MMM yyyy HH:mm:ss.SSS', '04 Jul 2022 12:30:01.250', 'UTC', '2022-07-04T12:30:01.250Z'],
  ['yyyy年MM月dd日 HH:mm', '2026年11月20日 08:00', 'Asia/Shanghai', '2026-11-20T00:00:00.000Z'],
  ['iso', '2020-05-05T09:17:51+0200', undefined, '2020-05-05T07:17:51.000Z'],
  ['iso', '2020-05-05 07:17:51.123456Z', undefined, '2020-05-05T07:17:51.123Z'],
  ['iso', '2020-05-05 09:17:51 +0200', undefined, '2020-05-05T07:17:51.000Z'],
  ['rfc1123', 'Sat, 01 May 2021 20:42:47 GMT', undefined, '2021-05-01T20:42:47.000Z'],
  ['s', '1619901767', undefined, '2021-05-01T20:42:47.000Z'],
  ['ms', '1619901767250', undefined, '2021-05-01T20:42:47.250Z'],
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
  expect(timeReader('HH:mm', 'UTC')).toBeUndefined()
})
