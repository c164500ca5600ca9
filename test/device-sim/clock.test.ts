import { expect, test } from 'vitest'
import { clockFrom, startOf } from '../../device-sim/clock.ts'

const now = Date.parse('2026-11-20T04:00:00Z')
const hourMs = 3_600_000

test('at speed 1 the simulated time is the time', () => {
  const clock = clockFrom(startOf(now, 1, undefined, 24 * hourMs), now, 1)

  expect(clock.simulated(now + 5)).toBe(now + 5)
  expect(clock.wall(now + 5)).toBe(now + 5)
})

test('at speed 60 an hour goes by in a minute, from a day ago', () => {
  const clock = clockFrom(startOf(now, 60, undefined, 24 * hourMs), now, 60)

  expect(clock.simulated(now)).toBe(now - 24 * hourMs)
  expect(clock.simulated(now + 60_000)).toBe(now - 23 * hourMs)
})

test('a run of known length reaches the present at its very end', () => {
  const clock = clockFrom(startOf(now, 60, 10 * 60_000, 24 * hourMs), now, 60)

  expect(clock.simulated(now)).toBe(now - 590 * 60_000)
  expect(clock.simulated(now + 10 * 60_000)).toBe(now + 10 * 60_000)
})

test('simulated time is never in the future, and goes on as usual once it has caught up', () => {
  const clock = clockFrom(startOf(now, 1_440, undefined, 24 * hourMs), now, 1_440)

  for (let wall = now; wall < now + 5 * 60_000; wall += 777) expect(clock.simulated(wall)).toBeLessThanOrEqual(wall)
  expect(clock.simulated(now + 2 * 60_000)).toBe(now + 2 * 60_000)
})

test('what is due at a simulated time is due on the wall not before that time is reached', () => {
  const clock = clockFrom(startOf(now, 7, undefined, hourMs), now, 7)

  for (let at = now - hourMs; at < now + hourMs; at += 9_999) {
    expect(clock.simulated(clock.wall(at))).toBeGreaterThanOrEqual(at)
    expect(clock.simulated(clock.wall(at) - 2)).toBeLessThan(at)
  }
})
