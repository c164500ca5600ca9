import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { ClockRecord } from '../../ingest/clock/clock-record.ts'
import { clockWords } from '../../ingest/clock/describe.ts'
import { arrivals, diagnosed, hour, type Life, local, minute, type Outage, start } from './life-of-a-device.ts'

const second = 1_000
const ahead = (ms: number) => (real: number) => real + ms

/** How often it reports, how late its messages are, and when it is cut off. Delays below the step are jitter, and now and then a message waits. */
const circumstances = fc.record({
  everyMs: fc.constantFrom(10 * second, 60 * second, 5 * minute),
  jitterMs: fc.constantFrom(0, 50, 400),
  stragglers: fc.boolean(),
  seed: fc.nat(10_000),
  outages: fc.array(
    fc.record({
      from: fc.double({ min: 0, max: 20, noNaN: true }),
      hours: fc.double({ min: 0.02, max: 12, noNaN: true }),
      paceMs: fc.constantFrom(0, 5, 100, second),
    }),
    { maxLength: 4 },
  ),
})

interface Circumstances {
  everyMs: number
  jitterMs: number
  stragglers: boolean
  seed: number
  outages: readonly Outage[]
}

function lifeIn({ everyMs, jitterMs, stragglers, seed, outages }: Circumstances, shows: Life['shows'], hours = 36): Life {
  const noise = (index: number) => {
    const x = Math.sin(seed + index * 12.9898) * 43758.5453
    return x - Math.floor(x)
  }
  const delayMs = (index: number) => 20 + noise(index) * jitterMs + (stragglers && noise(index + 0.5) < 0.1 ? noise(index) * 8 * second : 0)
  // The last hours are quiet, so that everything has come in the end.
  return { hours, everyMs, shows, delayMs, outages: outages.filter(({ from, hours: lasts }) => from + lasts < hours - 6) }
}

const wordsOf = (clock: ClockRecord) => clockWords(clock, local)

describe('a clock that is right', () => {
  test('is never called anything else, with whatever outages and jitter', () => {
    fc.assert(
      fc.property(circumstances, fc.integer({ min: -60_000, max: 60_000 }), (how, offset) => {
        const { named } = diagnosed(arrivals(lifeIn(how, ahead(offset))))

        expect(named).toEqual(['right'])
      }),
      { numRuns: 100 },
    )
  })

  it('is not blamed for a backlog that is worked off one message at a time, or never', () => {
    for (const paceMs of [20 * second, 50 * second, 59 * second, 60 * second]) {
      const { named } = diagnosed(arrivals({ hours: 48, everyMs: minute, shows: ahead(0), outages: [{ from: 2, hours: 3, paceMs }] }))

      expect(named).toEqual(['right'])
    }
  })

  it('is not blamed when it is first heard of in the middle of a backlog', () => {
    const late = arrivals({ hours: 20, everyMs: minute, shows: ahead(0), outages: [{ from: 0, hours: 5, paceMs: 30 * second }] })

    expect(diagnosed(late).named).toEqual(['right'])
  })

  it('is right though its times come an hour at a time, the newest of each being fresh', () => {
    const hourly = arrivals({ hours: 48, everyMs: hour, shows: ahead(0), delayMs: () => 3 * second })

    expect(diagnosed(hourly).named).toEqual(['right'])
  })

  it('survives a single time that is nonsense', () => {
    const messages = arrivals({ hours: 6, everyMs: minute, shows: ahead(0) })
    const slips = messages.map((message, index) => (index % 90 === 50 ? { ...message, ts: message.ts + 3 * hour } : message))

    expect(diagnosed(slips).named).toEqual(['right'])
  })
})

describe('an offset', () => {
  const offsets = fc.oneof(
    fc.integer({ min: 6, max: 47 }).map((minutes) => ({ ms: minutes * minute + 7 * second, cause: 'ahead' })),
    fc.constantFrom(
      { ms: 8 * hour, cause: 'zone' },
      { ms: 8 * hour + 3 * second, cause: 'zone' },
      { ms: 9 * hour, cause: 'zone' },
      { ms: 5.5 * hour, cause: 'zone' },
      { ms: hour, cause: 'dst' },
      { ms: 3 * 24 * hour, cause: 'ahead' },
    ),
  )

  test('ahead is named by three messages that agree, and nothing else ever, with whatever outages and jitter', () => {
    fc.assert(
      fc.property(circumstances, offsets, (how, { ms, cause }) => {
        const quiet = { ...how, outages: how.outages.filter(({ from }) => from > 1) }
        const { named } = diagnosed(arrivals(lifeIn(quiet, ahead(ms))))

        expect(named).toEqual([cause])
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    [-8 * hour, 'zone'],
    [-hour, 'dst'],
    [-3 * hour, 'zone'],
    [-12 * minute - 5 * second, 'behind'],
    [-40 * 24 * hour, 'behind'],
  ])('of %i ms is named too, once it has stayed the same', (ms, cause) => {
    const messages = arrivals({ hours: 4, everyMs: minute, shows: ahead(ms) })

    expect(diagnosed(messages.slice(0, 8)).named).toEqual([])
    expect(diagnosed(messages).named).toEqual([cause])
  })

  it('is told in words, with what explains it', () => {
    const said = (ms: number) => wordsOf(diagnosed(arrivals({ hours: 4, everyMs: minute, shows: ahead(ms), delayMs: () => 0 })).clock)

    expect(said(8 * hour + 3 * second).zh).toBe('设备时间比收到时间快 8 小时 0 分 3 秒，把当地时间（UTC+08:00）当作 UTC 发送。')
    expect(said(-8 * hour).en).toBe('The time of the device is 8 h 0 min 0 s behind receipt, UTC is sent as local time (UTC+08:00).')
    expect(said(9 * hour).en).toContain('as if local time of UTC+09:00 was sent as UTC')
    expect(said(-3 * hour).en).toContain('as if the device was set to the zone UTC+05:00')
    expect(said(hour).zh).toContain('夏令时')
    expect(said(12 * minute).en).toContain('12 min 0 s ahead of receipt, and steadily so')
    expect(said(300).en).toContain('differ by 0.3 s')
    expect(wordsOf({ offsetMs: 0, at: 0, corrected: 0 }).en).toContain('cannot be told')
  })
})

describe('a drift', () => {
  const rates = fc.oneof(fc.integer({ min: 700, max: 8_000 }), fc.integer({ min: -8_000, max: -700 }))
  const drifting = (rate: number) => (real: number) => real + ((real - start) * rate) / hour

  test('of a second an hour, or some, is named and measured to a tenth, with whatever outages and jitter', () => {
    fc.assert(
      fc.property(circumstances, fc.oneof(fc.constantFrom(1_000, -1_000), rates), (how, rate) => {
        const { clock, named } = diagnosed(arrivals(lifeIn(how, drifting(rate), 40)))

        expect(named).toEqual(['right', 'drift'])
        expect(Math.abs((clock.learned?.run?.rate ?? 0) - rate)).toBeLessThan(Math.abs(rate) / 10)
      }),
      { numRuns: 100 },
    )
  })

  it('is known after a few hours', () => {
    const { clock } = diagnosed(arrivals({ hours: 5, everyMs: minute, shows: drifting(1_000), delayMs: (index) => (index * 37) % 300 }))

    expect(clock.cause).toBe('drift')
    expect(wordsOf(clock).zh).toMatch(/^设备时钟每小时快 1 秒，设备时间比收到时间快 \d(\.\d)? 秒。$/)
    expect(wordsOf(clock).en).toMatch(/^The clock gains 1 s an hour, the time of the device is \d(\.\d)? s ahead of receipt\.$/)
  })

  test('of which crystals are capable is none', () => {
    const { named } = diagnosed(arrivals({ hours: 48, everyMs: minute, shows: drifting(150), delayMs: (index) => (index * 37) % 300 }))

    expect(named).toEqual(['right'])
  })

  it('in whole seconds is named as well', () => {
    const whole = (real: number) => Math.floor(drifting(1_000)(real) / second) * second

    expect(diagnosed(arrivals({ hours: 12, everyMs: minute, shows: whole })).clock.cause).toBe('drift')
  })

  it('on top of a wrong zone leaves the zone its name, and is measured', () => {
    const { clock, named } = diagnosed(arrivals({ hours: 12, everyMs: minute, shows: (real) => drifting(1_000)(real) + 8 * hour }))

    expect(named).toEqual(['zone'])
    expect(clock.learned?.run?.rate).toBeCloseTo(1_000, -2)
  })
})

describe('a clock that was never set', () => {
  const since = (epoch: number, boot: number) => (real: number) => epoch + real - boot
  const unset = (life: Life, boot?: string) =>
    arrivals(life).map((arrival) => ({ ...arrival, sort: 'never-set' as const, ...(boot !== undefined && { boot }) }))

  test.each([0, Date.UTC(2000, 0, 1)])('is named after three messages (from %i on)', (epoch) => {
    const messages = unset({ hours: 2, everyMs: minute, shows: since(epoch, start) })

    expect(diagnosed(messages.slice(0, 2)).named).toEqual([])
    const { clock, named } = diagnosed(messages)
    expect(named).toEqual(['never-set'])
    expect(wordsOf(clock).zh).toContain(`从 ${new Date(epoch).getUTCFullYear()} 年开始计`)
  })

  it('keeps an offset for each boot, by name or by own time that goes back', () => {
    const first = unset({ hours: 1, everyMs: minute, shows: since(0, start) })
    const second = unset({ hours: 2, everyMs: minute, shows: since(0, start + hour) }).slice(61)

    const offsets = (boots: ClockRecord['learned']) => boots?.boots?.map(({ offset }) => Math.round((offset + start) / minute) + 0)
    expect(offsets(diagnosed([...first, ...second]).clock.learned)).toEqual([0, -60])
    const named = [...first.map((message) => ({ ...message, boot: 'a' })), ...second.map((message) => ({ ...message, boot: 'b' }))]
    expect(offsets(diagnosed(named).clock.learned)).toEqual([0, -60])
  })

  it('is right once it has been set', () => {
    const before = unset({ hours: 1, everyMs: minute, shows: since(0, start) })
    const after = arrivals({ hours: 2, everyMs: minute, shows: ahead(0) }).slice(60)

    expect(diagnosed([...before, ...after]).named).toEqual(['never-set', 'right'])
  })
})

describe('a clock that is set', () => {
  const at = (real: number) => (real - start) / hour
  const life = (shows: Life['shows'], hours = 6): Life => ({ hours, everyMs: minute, shows })

  it('right again is right after three messages', () => {
    const messages = arrivals(life((real) => real + (at(real) < 3 ? 8 * hour : 0)))

    expect(diagnosed(messages.slice(0, 180)).named).toEqual(['zone'])
    expect(diagnosed(messages.slice(0, 183)).named).toEqual(['zone', 'right'])
    expect(diagnosed(messages).named).toEqual(['zone', 'right'])
  })

  it('right again while it was away is right soon after', () => {
    const messages = arrivals({ ...life((real) => real + (at(real) < 3 ? 8 * hour : 0), 16) }).filter(({ at: received }) => {
      const hours = (received - start) / hour
      return hours < 3 || hours > 13
    })

    expect(diagnosed(messages).named).toEqual(['zone', 'right'])
  })

  it('to summer time is called so at once, and right when it is set back', () => {
    const messages = arrivals(life((real) => real + (at(real) > 2 && at(real) < 4 ? hour : 0)))

    expect(diagnosed(messages).named).toEqual(['right', 'dst', 'right'])
  })

  it('back to a wrong zone is called so after ten minutes', () => {
    const messages = arrivals(life((real) => real - (at(real) >= 2 ? 8 * hour : 0)))

    expect(diagnosed(messages).named).toEqual(['right', 'zone'])
  })

  it('to and fro is called jumping', () => {
    const messages = arrivals(life((real) => real + (Math.floor(at(real)) % 2 === 1 ? 3 * hour + 17 * minute : 0), 9))

    expect(diagnosed(messages).clock.cause).toBe('jumps')
    expect(wordsOf(diagnosed(messages).clock).en).toContain('has jumped several times')
  })

  it('anew with every message is called jumping', () => {
    const random = (real: number) => real + ((((real - start) / minute) * 7_919) % 300) * minute

    expect(diagnosed(arrivals(life(random))).clock.cause).toBe('jumps')
  })
})

test('what came before the last message learned from teaches nothing', () => {
  const { clock } = diagnosed(arrivals({ hours: 2, everyMs: minute, shows: ahead(0) }))
  const before = structuredClone(clock)

  diagnosed(arrivals({ hours: 1, everyMs: minute, shows: ahead(8 * hour) }), clock)

  expect(clock).toEqual(before)
})

test('what is kept of a clock is bounded, however long it is watched and whatever it does', () => {
  const chaos = arrivals({
    hours: 400,
    everyMs: minute,
    shows: (real) => real + Math.sin(real / hour) * 5 * hour + (Math.floor((real - start) / (7 * hour)) % 3) * hour,
    outages: [{ from: 30, hours: 9, paceMs: 100 }],
  })
  const { clock } = diagnosed(chaos)

  expect(JSON.stringify(clock).length).toBeLessThan(2_500)
  expect(JSON.stringify(diagnosed(arrivals({ hours: 400, everyMs: minute, shows: ahead(0) })).clock).length).toBeLessThan(700)
})

test('a record that was written down and read again goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(
      circumstances,
      fc.constantFrom(0, 8 * hour, 12 * minute),
      fc.array(fc.nat(2_000), { maxLength: 5 }),
      (how, offset, cuts) => {
        const messages = arrivals(lifeIn(how, ahead(offset)))
        const whole = diagnosed(messages).clock
        let clock: ClockRecord = { offsetMs: 0, at: 0, corrected: 0 }
        messages.forEach((message, index) => {
          if (cuts.includes(index)) clock = JSON.parse(JSON.stringify(clock))
          diagnosed([message], clock)
        })

        expect(clock).toEqual(whole)
      },
    ),
    { numRuns: 20 },
  )
})
