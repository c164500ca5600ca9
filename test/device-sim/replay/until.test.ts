import { expect, test } from 'vitest'
import { untilTime } from '../../../device-sim/replay/until.ts'

test.each([
  ['now', '2026-11-20T20:00:00.000Z'],
  ['yesterday', '2026-11-20T15:59:59.999Z'],
  ['2026-11-18', '2026-11-18T15:59:59.999Z'],
  ['2026-11-18T12:00:00+08:00', '2026-11-18T04:00:00.000Z'],
])('--until %s, asked at four in the morning of the 21st in Shanghai', (text, expected) => {
  const until = untilTime(text, Date.parse('2026-11-20T20:00:00Z'), 'Asia/Shanghai')

  expect(new Date(until).toISOString()).toBe(expected)
})

test('--until without a zone is refused', () => {
  expect(() => untilTime('2026-11-18T12:00:00', 0, 'UTC')).toThrow(/a time with its zone/)
})
