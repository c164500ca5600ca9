import fc from 'fast-check'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { clockWords } from '../../ingest/clock/describe.ts'
import type { StoredReading } from '../../ingest/store/store.ts'
import { hour, minute } from './life-of-a-device.ts'
import { type PipelineSite, pipelineSite, type Sent } from './pipeline-site.ts'

const second = 1_000
const day = 24 * hour
const start = Date.UTC(2026, 5, 1)

/** What a wrong clock makes of a time, and the real time the reading tells in its temperature: hours after the start, to the second. */
type Shows = (real: number) => number | string

const clocks = {
  zone: (real: number) => real + 8 * hour,
  'utc as local': (real: number) => real - 8 * hour,
  dst: (real: number) => real + hour,
  ahead: (real: number) => real + 12 * minute,
  behind: (real: number) => real - 12 * minute,
  'days ahead': (real: number) => real + 3 * day,
  'years behind': (real: number) => real - 1_000 * day,
  drift: (real: number) => real + 6 * minute + Math.round((real - start) / 3_600),
  seconds: (real: number) => Math.floor(real / second),
  microseconds: (real: number) => real * 1_000,
  'never set': (real: number) => real - start,
  'never set, in seconds': (real: number) => Math.floor((real - start) / second),
  'never set, from 2000 on': (real: number) => Date.UTC(2000, 0, 1) + real - start,
  text: (real: number) => new Date(real + 8 * hour).toISOString(),
} satisfies Record<string, Shows>

type ClockName = keyof typeof clocks

/** The temperature says the minute after the start. */
const temperatureAt = (real: number): number => (real - start) / minute / 100 - 20
const realOf = ({ values }: StoredReading): number => Math.round((Number(values.temperature) + 20) * 100) * minute + start

/** A reading a minute, each received shortly after it was taken. */
const live = (shows: Shows, fromMinute: number, toMinute: number): Sent[] =>
  Array.from({ length: toMinute - fromMinute }, (_, index) => {
    const real = start + (fromMinute + index) * minute
    return { at: real + 150, body: { ts: shows(real), seq: fromMinute + index, boot: 'a', values: { temperature: temperatureAt(real) } } }
  })

/** By how much the stored times are off. */
const errors = (readings: readonly StoredReading[]): number[] => readings.map((reading) => Math.abs(reading.ts - realOf(reading)))

let site: PipelineSite

beforeEach(async () => {
  site = await pipelineSite()
})

describe('the policy accept', () => {
  test.each<[ClockName, number | undefined, string]>([
    ['zone', 0, 'clock'],
    ['dst', 0, 'clock'],
    ['ahead', 0, 'clock'],
    ['text', 0, 'clock'],
    ['utc as local', -8 * hour, ''],
    ['behind', -12 * minute, ''],
    ['seconds', undefined, 'ts-unit'],
    ['microseconds', undefined, 'ts-unit'],
    ['days ahead', undefined, 'ts-future'],
    ['years behind', undefined, 'ts-too-old'],
    ['never set', undefined, 'ts-too-old'],
  ])('does with %s what the rules say', async (name, off, word) => {
    await site.send(...live(clocks[name], 0, 30))

    const readings = await site.readings()
    if (off === undefined) {
      expect(readings).toEqual([])
      expect(new Set(site.quarantined.map(({ rejection }) => rejection.code))).toEqual(new Set([word]))
      return
    }
    expect(readings).toHaveLength(30)
    for (const reading of readings) {
      const isReceipt = word === 'clock'
      expect(reading.ts).toBe(isReceipt ? reading.received : realOf(reading) + off)
      expect([reading.quality, reading.reason]).toEqual(isReceipt ? ['uncertain', 'clock'] : ['good', undefined])
    }
    expect(site.record().clock).toMatchObject({ corrected: word === 'clock' ? 30 : 0 })
  })
})

describe('the policy correct', () => {
  beforeEach(() => site.policy('correct'))

  test.each<[ClockName, number, number, string]>([
    // Minutes until it is known, by how much times are off from then on, and the mark.
    ['zone', 3, 0, 'clock: zone +8 h corrected'],
    ['text', 3, 0, 'clock: zone +8 h corrected'],
    ['dst', 3, 0, 'clock: dst +1 h corrected'],
    ['ahead', 3, second, 'clock: ahead 12 min corrected'],
    ['days ahead', 3, second, 'clock: ahead 3 d corrected'],
    ['utc as local', 30, 0, 'clock: zone -8 h corrected'],
    ['behind', 70, second, 'clock: behind 12 min corrected'],
    ['years behind', 70, second, 'clock: behind 1000 d corrected'],
    ['drift', 240, 2 * second, 'clock: drift +6 min 4 s corrected'],
    ['seconds', 0, 0, 'clock: unit s corrected'],
    ['microseconds', 0, 0, 'clock: unit us corrected'],
    ['never set', 0, 200, 'clock: never-set corrected'],
    ['never set, from 2000 on', 0, 200, 'clock: never-set corrected'],
    ['never set, in seconds', 2, minute + second, 'clock: never-set corrected'],
  ])('puts %s right, once it is known (after %i min), and marks it', async (name, known, off, reason) => {
    await site.send(...live(clocks[name], 0, known + 20))

    const readings = (await site.readings()).toSorted((a, b) => realOf(a) - realOf(b))
    expect(readings).toHaveLength(known + 20)
    expect(site.quarantined).toEqual([])
    const later = readings.slice(known)
    expect(Math.max(...errors(later))).toBeLessThanOrEqual(off)
    for (const { quality } of later) expect(quality).toBe('uncertain')
    expect(later.at(0)?.reason).toBe(reason)
  })

  it('takes what it does not know yet as of receipt, and refuses nothing for its time', async () => {
    await site.send(...live(clocks['days ahead'], 0, 2))
    await site.send({ at: start + 2 * minute, body: { ts: '2026-06-01 08:00:00', values: { temperature: 0 } } })

    const readings = await site.readings()
    expect(readings).toHaveLength(2)
    for (const { ts, received, quality, reason } of readings) {
      expect([ts, quality, reason]).toEqual([received, 'uncertain', 'clock: ts-future, time of receipt'])
    }
    expect(site.quarantined.map(({ rejection }) => rejection.code)).toEqual(['ts-without-zone'])
  })

  it('leaves a clock alone that is right, and refuses what is too old of it', async () => {
    await site.send(...live((real) => real + 20, 0, 30))
    await site.send({ at: start + hour, body: { ts: start - 500 * day, values: { temperature: 0 } } })

    for (const reading of await site.readings()) expect(reading).toMatchObject({ ts: realOf(reading) + 20, quality: 'good' })
    expect(site.quarantined.map(({ rejection }) => rejection.code)).toEqual(['ts-too-old'])
  })

  it('keeps the quality bad and the reason of the device', async () => {
    await site.send(...live(clocks.zone, 0, 5))
    await site.send({
      at: start + 5 * minute + 100,
      body: {
        ts: start + 5 * minute + 8 * hour,
        quality: 'bad',
        reason: 'probe',
        values: { temperature: temperatureAt(start + 5 * minute) },
      },
    })

    expect((await site.readings()).at(-1)).toMatchObject({
      ts: start + 5 * minute,
      quality: 'bad',
      reason: 'clock: zone +8 h corrected; probe',
    })
  })

  it('spreads what a clock that was never set has buffered as its own time says, by the newest of an array', async () => {
    const batch = Array.from({ length: 180 }, (_, index) => {
      const real = start + index * minute
      return { ts: 5_000 + index * minute, seq: index, boot: 'a', values: { temperature: temperatureAt(real) } }
    })
    await site.send({ at: start + 179 * minute + 300, body: batch })

    const readings = await site.readings()
    expect(readings).toHaveLength(180)
    expect(new Set(errors(readings))).toEqual(new Set([300]))
  })

  it('spreads what is buffered message by message, too, where the device says the time when it comes online', async () => {
    const now = start + 180 * minute
    const since = (real: number) => 5_000 + real - start
    await site.send({ at: now, rest: 'state', body: { state: 'online', boot: 'a', ts: since(now) } })
    await site.send(...live(since, 0, 180).map((message, index) => ({ ...message, at: now + index })))

    const readings = await site.readings()
    expect(readings).toHaveLength(180)
    expect(Math.max(...errors(readings))).toBe(0)
  })

  it('keeps apart the boots of a clock that is never set', async () => {
    const boot = (from: number, name?: string) =>
      live((real) => real - start - from * minute, from, from + 20).map(({ at, body }) => ({
        at,
        body: { ...(body as object), boot: name, seq: undefined },
      }))
    await site.send(...boot(0), ...boot(40), ...boot(90, 'c'))

    const readings = await site.readings()
    expect(readings).toHaveLength(60)
    expect(Math.max(...errors(readings))).toBeLessThan(second)
  })

  it('leaves the first reading of a clock that has been set right again where it is', async () => {
    await site.send(...live(clocks.zone, 0, 60), ...live((real) => real, 60, 120))

    const readings = (await site.readings()).toSorted((a, b) => realOf(a) - realOf(b))
    expect(Math.max(...errors(readings))).toBeLessThan(second)
    for (const { quality } of readings.slice(60)) expect(quality).toBe('good')
    expect(site.record().clock).toMatchObject({ cause: 'right', corrected: 60 })
  })

  it('puts right what the device buffered during an outage of hours', async () => {
    await site.send(...live(clocks.zone, 0, 60))
    const backlog = live(clocks.zone, 60, 660).map((message, index) => ({ ...message, at: start + 660 * minute + index * 20 }))
    await site.send(...backlog)

    const readings = (await site.readings()).toSorted((a, b) => realOf(a) - realOf(b))
    expect(readings).toHaveLength(660)
    expect(Math.max(...errors(readings.slice(3)))).toBe(0)
  })

  it('learns from an array though some of its times are none, and puts right a unit and a zone together', async () => {
    const shows = (real: number) => Math.floor((real + 8 * hour) / second)
    for (const { at, body } of live(shows, 0, 5)) await site.send({ at, body: [{ ts: 'soon', temperature: 1 }, body] })

    expect(site.quarantined.map(({ rejection }) => `${rejection.code} ${rejection.path}`)).toEqual(Array(5).fill('ts-invalid [0].ts'))
    expect((await site.readings()).at(-1)).toMatchObject({ ts: start + 4 * minute, reason: 'clock: unit s, zone +8 h corrected' })
    const clock = site.record().clock
    expect(clock && clockWords(clock, () => 480).zh).toBe(
      '设备发送的 ts 以秒为单位，不是毫秒。换算之后，设备时间比收到时间快 8 小时 0 分 0 秒，把当地时间（UTC+08:00）当作 UTC 发送。',
    )
  })

  it('puts right events as well', async () => {
    await site.send(...live(clocks.zone, 0, 5))
    await site.send({ at: start + 5 * minute + 100, rest: 'event/doorOpen', body: { ts: start + 5 * minute + 8 * hour, seconds: 3 } })

    expect(site.ledger()).toEqual({ stored: 6, duplicate: 0, quarantined: 0 })
    expect(site.record().clock?.corrected).toBe(6)
  })
})

describe('the policy quarantine', () => {
  beforeEach(() => site.policy('quarantine'))

  test.each<[ClockName, number, RegExp]>([
    ['zone', 0, /快 8 小时 0 分 0 秒/],
    ['dst', 0, /快 1 小时 0 分 0 秒/],
    ['days ahead', 0, /快 3 天 0 小时 0 分/],
    ['seconds', 0, /以秒为单位，不是毫秒/],
    ['microseconds', 0, /以微秒为单位/],
    ['never set', 0, /从 1970 年开始计/],
    ['utc as local', 30, /慢 8 小时.*把 UTC 当作当地时间/],
    ['behind', 70, /慢 12 分/],
  ])('refuses %s, once it is known (after %i min), and says what it is', async (name, known, words) => {
    await site.send(...live(clocks[name], 0, known + 20))

    const refused = site.quarantined.map(({ rejection }) => rejection)
    expect(refused.length).toBeGreaterThanOrEqual(20)
    expect(new Set(refused.map(({ code, path }) => `${code} ${path}`))).toEqual(new Set(['clock-wrong ts']))
    expect(refused.at(-1)?.message.zh).toMatch(words)
    expect(refused.at(-1)?.message.zh).toContain('correct（校正）')
    expect(refused.at(-1)?.suggestion?.en).toBeTruthy()
    expect(site.ledger()).toEqual({ stored: known + 20 - refused.length, duplicate: 0, quarantined: refused.length })
  })

  it('lets pass what is right, what has no time, and the first reading of a clock that was set right', async () => {
    await site.send(...live(clocks.zone, 0, 10), ...live((real) => real, 10, 20))
    await site.send({ at: start + hour, body: { temperature: 1 } })

    expect(site.ledger()).toEqual({ stored: 11, duplicate: 0, quarantined: 10 })
    for (const { quality } of await site.readings()) expect(quality).toBe('good')
  })

  it('leaves a time that is none its own reason', async () => {
    await site.send({ at: start, body: { ts: 'yesterday', values: { temperature: 1 } } })

    expect(site.quarantined.map(({ rejection }) => rejection.code)).toEqual(['ts-invalid'])
  })

  test.each<ClockName>(['zone', 'seconds', 'never set', 'utc as local', 'drift'])(
    'gives back what was refused for %s, replayed under correct with its old receipt, even after the clock was set right',
    async (name) => {
      const messages = live(clocks[name], 0, 300)
      await site.send(...messages)
      const refused = site.quarantined.length
      expect(refused).toBeGreaterThan(40)
      await site.send(...live((real) => real, 300, 330))
      const before = structuredClone(site.record().clock?.learned)

      site.policy('correct')
      await site.send(...messages)

      const later = (await site.readings()).toSorted((a, b) => realOf(a) - realOf(b)).slice(300 - refused)
      expect(later).toHaveLength(refused + 30)
      expect(Math.max(...errors(later))).toBeLessThan(3 * second)
      expect(site.ledger()).toMatchObject({ stored: 330, duplicate: 300 - refused })
      expect(site.record().clock?.learned).toEqual(before)
    },
  )
})

describe('a repeat', () => {
  it('stays one when the correction has changed in between, and is not stored at another time', async () => {
    site.policy('correct')
    const plain = live(clocks.zone, 0, 6).map(({ at, body }) => ({ at, body: { ...(body as object), seq: undefined, boot: undefined } }))
    await site.send(...plain)
    const before = await site.readings()

    await site.send(...plain.map((message) => ({ ...message, at: start + 10 * minute })))
    site.policy('accept')
    await site.send(...plain.map((message) => ({ ...message, at: start + 20 * minute })))

    expect(await site.readings()).toEqual(before)
    expect(site.ledger()).toEqual({ stored: 6, duplicate: 12, quarantined: 0 })
  })
})

describe('a batch that is done again', () => {
  const mixed = [
    ...live(clocks.zone, 0, 40),
    ...live(clocks.seconds, 40, 50),
    ...live((real) => real - start - 50 * minute, 50, 60).map(({ at, body }) => ({ at, body: { ...(body as object), boot: 'b' } })),
    ...live((real) => real, 60, 80),
    ...live(clocks.ahead, 80, 120).map(({ at, body }) => ({ at, body: { ...(body as object), seq: undefined, boot: undefined } })),
    ...live(clocks.ahead, 110, 125).map(({ at, body }) => ({
      at: at + hour,
      body: { ...(body as object), seq: undefined, boot: undefined },
    })),
  ]
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 6 })

  test('in other pieces, after a process was killed before the commit, comes to the same', async () => {
    site.policy('correct')
    await site.send(...mixed)
    const readings = await site.readings()
    const { clock } = site.record()
    expect(readings.length).toBeGreaterThan(100)

    await fc.assert(
      fc.asyncProperty(sizes, sizes, fc.nat(100), async (first, second, killedAfter) => {
        const other = await pipelineSite()
        other.policy('correct')
        const entries = other.entries(mixed)
        await other.process(entries.slice(0, killedAfter), first)
        await other.process(entries.slice(killedAfter), [], { commit: false })
        await other.process(entries.slice(killedAfter), second)

        expect(await other.readings()).toEqual(readings)
        expect(other.ledger()).toEqual(site.ledger())
        expect(other.record().clock).toEqual(clock)
      }),
      { numRuns: 12 },
    )
  })
})
