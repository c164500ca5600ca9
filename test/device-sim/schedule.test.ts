import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Schedule } from '../../device-sim/schedule.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => vi.useRealTimers())

test('appointments are kept in the order of their times, however they were made', () => {
  const schedule = new Schedule()
  const start = Date.now()
  const times = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 1_009)
  const ran: number[] = []
  for (const time of times) schedule.at(start + time, () => ran.push(time))

  vi.advanceTimersByTime(2_000)

  expect(ran).toEqual([...times].sort((a, b) => a - b))
})

test('an appointment made by another one is kept, too, and none before its time', () => {
  const schedule = new Schedule()
  const start = Date.now()
  const ranAt: number[] = []
  const again = () => {
    ranAt.push(Date.now() - start)
    if (ranAt.length < 3) schedule.at(start + ranAt.length * 100_000, again)
  }
  schedule.at(start, again)

  vi.advanceTimersByTime(300_000)

  expect(ranAt).toHaveLength(3)
  expect(ranAt[1]).toBeGreaterThanOrEqual(100_000)
  expect(ranAt[2]).toBeGreaterThanOrEqual(200_000)
})

test('a stopped schedule keeps no appointment', () => {
  const schedule = new Schedule()
  const run = vi.fn()
  schedule.at(Date.now() + 10, run)

  schedule.stop()
  schedule.at(Date.now() + 10, run)
  vi.advanceTimersByTime(100)

  expect(run).not.toHaveBeenCalled()
})
