import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CapturedMessage } from '../../ingest/draft/capture.ts'
import { dictionary } from '../../ingest/draft/dictionary.ts'
import { type Draft, draftKind } from '../../ingest/draft/draft.ts'
import { complaintsAbout } from './compiled.ts'
import { loaded } from './loaded.ts'

const names = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...dictionary.keys()) },
  fc.constantFrom(
    'ts',
    'values',
    'constructor',
    '__proto__',
    'toString',
    'a.b',
    "it's",
    '"',
    '*/',
    '\u2028',
    '$' + '{x}',
    '温度',
    'Temp_In',
    'voltageA',
    'kind',
    'world',
    'z',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)
const words = fc.oneof(
  fc.constantFrom(
    'on',
    'off',
    'OK',
    '正常',
    'constructor',
    '13800138000',
    '2026-11-02 12:00:00',
    '18.5',
    '-0',
    '',
    "'",
    '`$' + '{process.exit()}`',
    '*/ process.exit() /*',
    '\n',
  ),
  fc.string({ maxLength: 50 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
)
const numbers = fc.oneof(
  fc.integer({ min: -20, max: 120 }),
  fc.integer(),
  fc.double({ min: -1_000, max: 1_000, noNaN: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, 1e-9, 1e21, 5e-324, 1.7e308, 1_762_056_000, 1_762_056_000_000, 65_535, -127),
)
const scalar = fc.oneof({ weight: 5, arbitrary: numbers }, words, fc.boolean(), fc.constant(null))
const value = fc.oneof(
  { weight: 8, arbitrary: scalar },
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(names, scalar, { maxKeys: 4 }),
  fc.array(fc.dictionary(names, scalar, { maxKeys: 4 }), { maxLength: 3 }),
)
const topics = fc.constantFrom(
  undefined,
  'kz/v1/lamp/l1/telemetry',
  'kz/v1/lamp/l1/event/sale',
  'kz/v1/lamp/l2/event/door_open',
  'x/events/constructor',
  'up',
)

/** Devices that keep to some shapes, as devices do, and now and then to none. */
const capture: fc.Arbitrary<CapturedMessage[]> = fc
  .array(fc.dictionary(names, value, { minKeys: 1, maxKeys: 8 }), { minLength: 1, maxLength: 4 })
  .chain((shapes) =>
    fc.array(
      fc.record({
        topic: topics,
        shape: fc.constantFrom(...shapes),
        changes: fc.dictionary(fc.constantFrom(...shapes.flatMap((shape) => Object.keys(shape))), value, { maxKeys: 3 }),
        at: fc.option(fc.integer({ min: 1_762_000_000_000, max: 1_762_100_000_000 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 25 },
    ),
  )
  .map((said) =>
    said.map(({ topic, shape, changes, at }) => ({
      payload: { ...shape, ...changes },
      ...(topic !== undefined && { topic }),
      ...(at !== undefined && { received: at }),
    })),
  )

const asked = fc.record({ messages: capture, kind: fc.option(fc.string({ maxLength: 60 }), { nil: undefined }) })

test('whatever a device says, the draft loads, checks and simulates, or says why there is none', async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ messages, kind }) => {
      const draft = draftKind(messages, {
        kind,
        isTaken: (name) => ['locker', 'vending', 'store', 'charger', 'freezer', 'meter'].includes(name),
      })
      if ('nothing' in draft) expect(draft.nothing).toEqual({ zh: expect.stringMatching(/./), en: expect.stringMatching(/./) })
      else expect(await loaded(draft)).toMatchObject([{ kind: draft.kind }])
    }),
    { numRuns: 40 },
  )
}, 120_000)

test('whatever a device says, the draft loads, compiles and is formatted like our own files', async () => {
  const drafts = fc
    .sample(asked, 150)
    .map(({ messages }, index) => draftKind(messages, { kind: `device-${index}x` }))
    .filter((draft): draft is Draft => 'source' in draft)
  expect(drafts.length).toBeGreaterThan(50)

  expect(await loaded(...drafts)).toHaveLength(drafts.length)
  expect(await complaintsAbout(drafts)).toEqual({ compiler: '', linter: '' })
}, 120_000)

test('text that is no JSON, and JSON that is no message, are no draft', async () => {
  await fc.assert(
    fc.property(fc.array(fc.record({ payload: fc.oneof(fc.string(), fc.jsonValue()) }), { maxLength: 10 }), (messages) => {
      const draft = draftKind(messages, { kind: 'lamp' })
      expect('nothing' in draft || draft.source.length > 0).toBe(true)
    }),
  )
})
