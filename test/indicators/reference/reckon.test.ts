// The reference has to be right itself: a device that can be reckoned on the fingers of one hand.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from './local-time.ts'
import { reckon } from './reckon.ts'
import type { DeviceStatements, Exemption, Message, Statements } from './statements.ts'
import { valuesOf } from './values.ts'

/** Local midnight of 2026-11-01. */
const start = Date.UTC(2026, 9, 31, 16)
const month = { from: start, to: start + 30 * dayMs }

const statements = (device: Partial<DeviceStatements> = {}, exemptions: readonly Exemption[] = []): Statements => ({
  towns: ['shaxi'],
  circles: [{ id: 'one', town: 'shaxi', isRecognised: true }],
  communities: [],
  facilities: [{ id: 'f', registered: 0, places: [{ since: 0, town: 'shaxi', circles: ['one'] }], terms: [{ since: 0 }] }],
  devices: [
    { id: 'd', kind: 'freezer', registered: 0, stays: [{ since: 0, facility: 'f' }], terms: [{ since: 0, every: 300 }], ...device },
  ],
  exemptions,
})

const reading = (at: number, values: object, ts = at): Message => ({
  device: 'd',
  at,
  topic: 'kz/v1/freezer/d/telemetry',
  payload: JSON.stringify({ ts, values }),
})

it('is online from the minute of a message until it is no longer fresh', () => {
  const { inside } = reckon([reading(start + 61_000, { temperature: -20 })], statements(), { from: start, to: start + hourMs }, start)

  // Received in the second minute: the marks 00:02 to 00:16, as D is five minutes and three of them are fresh.
  expect(inside[0]?.facts).toMatchObject({ registered: 3_600, online: 15 * 60, heard: 1, readings: 1, expected: 12, distinct: 1 })
})

it('takes at most a fifth of a month as suspended, and keeps silence apart from good and bad', () => {
  const suspension: Exemption = { sort: 'suspension', facility: 'f', from: start, to: start + 10 * dayMs }
  const messages = [
    reading(start + 11 * dayMs, { temperature: -20 }),
    reading(start + 11 * dayMs + 10 * minuteMs, { temperature: -15 }),
    reading(start + 11 * dayMs + 10 * minuteMs, { temperature: -15 }),
  ]

  const value = valuesOf(reckon(messages, statements({}, [suspension]), month, start))

  expect(value('16-2', {})).toMatchObject({ numerator: 25, denominator: 24 * 1_440 })
  // 00:00 to 00:10 good; then the mean is that of the second alone, for the first is ten minutes old.
  expect(value('16-3', { circle: 'one' })).toMatchObject({ numerator: 10, denominator: 25, coverage: 25 / (24 * 1_440) })
  expect(value('16-3', { town: 'shaxi' }).counted).toHaveLength(1)
  expect(value('16-3', { town: 'liuhe' })).toMatchObject({ value: null, denominator: 0 })
})

it('shares no code with what it is held against', async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => !file.endsWith('.test.ts'))
  const sources = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')))

  const imported = sources.flatMap((source) => [...source.matchAll(/from '([^']+)'/g)].map(([, path = '']) => path))

  expect(imported.filter((path) => !path.startsWith('./'))).toEqual([])
})
