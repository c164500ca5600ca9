import { describe, expect, it } from 'vitest'
import { timeReader as replayReader } from '../../device-sim/replay/time-format.ts'
import { offsetOf as replayOffset } from '../../device-sim/zone.ts'
import { timeReader } from '../../register/time-format.ts'

const morning = Date.UTC(2026, 10, 23, 0, 0, 0)

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

/** One language for mappings of the register and mapping files of replay. */
describe('patterns mean what they mean in mapping files', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss', 'Asia/Shanghai', '2026-11-23 08:00:00', 1],
    ['d/M/yyyy H:mm', 'Europe/Paris', '1/7/2026 9:05', 1],
    ['dd.MM.yy HH:mm:ss.SSS', 'Europe/Berlin', '25.10.26 02:30:00.250', 2],
    ['yyyy-MM-dd HH:mm', 'Europe/Berlin', '2026-03-29 02:30', 1],
    ['MMM d, yyyy h:mm a', 'America/New_York', 'Jul 4, 2026 12:05 am', 1],
    ['yyyyMMddHHmmss', 'Asia/Shanghai', '20261123080000', 1],
    ['yyyy年MM月dd日', 'Asia/Shanghai', '2026年11月23日', 1],
    ['yyyy-MM-ddTHH:mm:ss', 'Australia/Lord_Howe', '2026-04-05T01:45:00', 2],
    ['yyyy-MM-dd HH:mm', 'Asia/Shanghai', '2026-02-30 08:00', 0],
    ['yyyy-MM-dd HH:mm', 'Asia/Shanghai', '2026-02-28 24:00', 0],
    ['yyyy-MM-dd HH:mm', 'Asia/Shanghai', '2026/02/28 08:00', 0],
  ])('%s in %s: %s', (format, zone, text, instants) => {
    const read = timeReader(format, zone)?.(text)

    expect(read).toEqual(replayReader(format, replayOffset(zone))?.(text))
    expect(read?.length ?? 0).toBe(instants)
  })
})
