import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldDay } from '../../ingest/rollups/fold-day.ts'
import { foldHours } from '../../ingest/rollups/fold-hours.ts'
import { gridOf } from '../../ingest/rollups/grid.ts'
import type { StoredRow } from '../../ingest/store/store.ts'
import { probe } from '../store/points.ts'

const hour = 3_600_000
const from = Date.UTC(2026, 2, 1)
const to = from + 6 * hour
const holds = 40 * 60_000
const utc = gridOf('UTC')

// status, power, energy, voltageA; some before the range, some after, some bad, some without a field.
const row = fc.record({
  at: fc.integer({ min: -2 * hour, max: 7 * hour }),
  quality: fc.constantFrom(0, 0, 0, 1, 2),
  status: fc.constantFrom('on', 'off', null),
  power: fc.option(fc.integer({ min: -50, max: 50 })),
  energy: fc.option(fc.integer({ min: 0, max: 100 })),
})
const rows = fc
  .array(row, { maxLength: 60 })
  .map((all) =>
    all
      .sort((one, other) => one.at - other.at)
      .map((one, n): StoredRow => [from + one.at, n, 0, one.quality as 0, null, one.status, one.power, one.energy, null]),
  )

const parts = { kind: probe, grid: utc, from, to, holdsMs: () => holds, before: new Map([['energy', 7]]) }
const within = (start: number) => (one: StoredRow) => one[0] >= start && one[0] < start + hour

it('gives for each hour what counting it by itself gives', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const { hours } = foldHours(all, parts)
      const good = all.filter((one) => one[3] !== 2 && one[0] < to)
      for (let start = from; start < to; start += hour) {
        const values = hours.get(start) ?? {}
        const ofHour = good.filter(within(start))
        const powers = ofHour.flatMap((one) => (typeof one[6] === 'number' ? [one[6]] : []))
        expect(values.readings ?? 0).toBe(ofHour.length)
        expect(values.power_count).toBe(powers.length || undefined)
        if (powers.length > 0) {
          expect(values.power_mean).toBe(powers.reduce((sum, power) => sum + power) / powers.length)
          expect([values.power_min, values.power_max, values.power_last]).toEqual([Math.min(...powers), Math.max(...powers), powers.at(-1)])
        }
        expect(values.energy_increase).toBe(increaseOf(good, start))
        for (const word of ['on', 'off']) expect(values[`status_seconds_${word}`] ?? 0).toBeCloseTo(secondsOf(good, start, word), 6)
      }
    }),
  )
})

/** Step by step, over all readings. */
function increaseOf(good: readonly StoredRow[], start: number): number | undefined {
  let sum: number | undefined
  let previous = 7
  for (const one of good) {
    const value = one[7]
    if (typeof value !== 'number') continue
    if (within(start)(one)) sum = (sum ?? 0) + (value < previous ? value : value - previous)
    previous = value
  }
  return sum
}

/** From each reading to the next one with a word, if it comes in time. */
function secondsOf(good: readonly StoredRow[], start: number, word: string): number {
  const said = good.filter((one) => one[5] !== null)
  return said.reduce((sum, [ts, , , , , is], index) => {
    const end = Math.min(said[index + 1]?.[0] ?? Number.POSITIVE_INFINITY, ts + holds, start + hour)
    return sum + (is === word ? Math.max(0, end - Math.max(ts, start)) / 1_000 : 0)
  }, 0)
}

it('comes to the same wherever the range is cut', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 5 }), (all, cut) => {
      const middle = from + cut * hour
      const first = foldHours(all, { ...parts, to: middle })
      const second = foldHours(
        all.filter(([ts]) => ts >= middle - holds),
        { ...parts, from: middle, before: first.last },
      )
      expect(new Map([...first.hours, ...second.hours])).toEqual(foldHours(all, parts).hours)
    }),
  )
})

it('a day is all of its readings, and what held in its hours', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const hours = [...foldHours(all, parts).hours.values()]
      const day = foldDay(hours)

      const powers = all.flatMap((one) => (one[3] !== 2 && one[0] >= from && one[0] < to && typeof one[6] === 'number' ? [one[6]] : []))
      const summed = (name: string) => hours.reduce((sum, values) => sum + Number(values[name] ?? 0), 0)
      expect(day.power_count).toBe(powers.length || undefined)
      if (powers.length > 0) {
        expect(day.power_mean).toBeCloseTo(powers.reduce((sum, power) => sum + power) / powers.length, 9)
        expect([day.power_min, day.power_max, day.power_last]).toEqual([Math.min(...powers), Math.max(...powers), powers.at(-1)])
      }
      for (const name of ['readings', 'energy_increase', 'status_seconds_on', 'status_count'])
        expect(day[name] ?? 0).toBeCloseTo(summed(name), 6)
    }),
  )
})

it.each([
  ['Asia/Shanghai', 0],
  ['Asia/Kolkata', 30],
  ['Asia/Kathmandu', 15],
  ['America/St_Johns', 30],
])('hours and days of %s begin on the hour of the clock on the wall', (zone, minutes) => {
  const grid = gridOf(zone)
  const time = Date.UTC(2026, 0, 15, 9, 7, 3)

  expect(new Date(grid.hour(time)).getUTCMinutes()).toBe(minutes)
  expect(time - grid.hour(time)).toBeGreaterThanOrEqual(0)
  expect(time - grid.hour(time)).toBeLessThan(hour)
  const wall = new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  expect(wall.format(grid.day(time))).toBe('00:00')
  expect(grid.dayAfter(time) - grid.day(time)).toBe(24 * hour)
})
