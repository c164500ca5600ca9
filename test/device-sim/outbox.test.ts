import { expect, test } from 'vitest'
import type { Outgoing } from '../../device-sim/device.ts'
import { Outbox } from '../../device-sim/outbox.ts'

const reading = (seq: number, size = 0): Outgoing => ({
  to: 'telemetry',
  payload: JSON.stringify({ seq, pad: 'x'.repeat(size) }),
  joins: true,
})
const event: Outgoing = { to: 'event/sale', payload: '{"amountFen":350}', joins: false }
const readings = (count: number, size = 0) => Array.from({ length: count }, (_, seq) => reading(seq, size))

test('neighbouring readings go as one array, events alone, and nothing changes its place', () => {
  const outbox = new Outbox(100)
  outbox.add([reading(0), reading(1), event, reading(2)])

  const parcels = outbox.take()

  expect(parcels.map(({ to }) => to)).toEqual(['telemetry', 'event/sale', 'telemetry'])
  expect(JSON.parse(parcels[0]?.payload ?? '')).toEqual([
    { seq: 0, pad: '' },
    { seq: 1, pad: '' },
  ])
  expect(JSON.parse(parcels[2]?.payload ?? '')).toEqual({ seq: 2, pad: '' })
  expect(outbox.waiting).toBe(0)
})

test('an array has at most a thousand readings and fits into a message', () => {
  const outbox = new Outbox(10_000)
  outbox.add(readings(2_500))
  expect(outbox.take().map(({ items }) => items.length)).toEqual([1_000, 1_000, 500])

  outbox.add(readings(900, 1_000))
  const large = outbox.take()
  expect(large.flatMap(({ items }) => items)).toHaveLength(900)
  for (const { payload } of large) expect(payload.length).toBeLessThan(256 * 1_024)
})

test('a full outbox drops the oldest and says how many', () => {
  const outbox = new Outbox(10)
  outbox.add(readings(14))

  expect(outbox.waiting).toBe(10)
  expect(outbox.dropped).toBe(4)
  expect(outbox.take()[0]?.payload).toMatch(/^\[\{"seq":4,/)
})

test('what was not acknowledged goes before what came since', () => {
  const outbox = new Outbox(10)
  outbox.add([reading(5)])
  outbox.putBack([reading(3), reading(4)])

  expect(JSON.parse(outbox.take()[0]?.payload ?? '').map(({ seq }: { seq: number }) => seq)).toEqual([3, 4, 5])
})
