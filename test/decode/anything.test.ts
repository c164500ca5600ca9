import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { decodePayload } from '../../ingest/decode/decode.ts'
import { jsonFault } from '../../ingest/decode/json-fault.ts'
import { parseEvent, parseReading } from '../../ingest/decode/reading.ts'
import { parseBirth, parseState } from '../../ingest/decode/state.ts'
import { explainEvent, explainValues } from '../../ingest/quarantine/explain.ts'
import { explainField } from '../../ingest/quarantine/explain-field.ts'
import type { Rejection } from '../../ingest/quarantine/rejection.ts'
import { shorten, show } from '../../ingest/quarantine/show.ts'
import { unknownFields } from '../../ingest/quarantine/unknown-fields.ts'
import { expectReadable, window } from '../quarantine/refused.ts'

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => new Uint8Array(Buffer.from(text))),
  fc.json().map((text) => new Uint8Array(Buffer.from(text))),
)

/** JSON with something cut out of it, or put into it. */
const brokenJson = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(200),
    fc.nat(3),
    fc.constantFrom('', ',', "'", '"', '{', ']', '\\', 'NaN', '\0', '：', '.', '-', 'e', '01', 'é'),
  )
  .map(([json, at, cut, put]) => `${json.slice(0, at % (json.length + 1))}${put}${json.slice((at % (json.length + 1)) + cut)}`)

const fieldName = fc.oneof(
  fc.constantFrom(
    ...builtIn.all.flatMap(({ telemetry }) => Object.keys(telemetry)),
    'ts',
    'seq',
    'boot',
    'quality',
    'reason',
    'values',
    'id',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const fieldValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
  fc.integer({ min: -300, max: 3_000 }),
  fc.constantFrom('open', 'closed', 'good', '18,5', Infinity, -127, 1_786_334_400, 1_786_334_400_000, '2026-08-10T12:00:00'),
)
const object = fc.dictionary(fieldName, fieldValue, { maxKeys: 6 })

const refusal = (result: object): Rejection[] => ('code' in result && 'message' in result ? [result as Rejection] : [])

describe('whatever comes', () => {
  it('is decoded or refused with a readable reason, whichever bytes it is', () => {
    fc.assert(
      fc.property(bytes, (payload) => {
        for (const rejection of [decodePayload, parseState, parseBirth].flatMap((parse) => refusal(parse(payload))))
          expectReadable(rejection)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is JSON for the explanation exactly where it is JSON for the parser', () => {
    fc.assert(
      fc.property(brokenJson, (text) => {
        const isJson = canParse(text)
        const fault = jsonFault(text)

        expect(fault === undefined).toBe(isJson)
        if (fault) expect(fault.at).toBeLessThanOrEqual(text.length)
        if (!isJson) for (const rejection of refusal(decodePayload(Buffer.from(text)))) expectReadable(rejection)
      }),
      { numRuns: 5_000 },
    )
  })

  it('is taken apart or refused with a readable reason, whichever object it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(object, fc.jsonValue(), fc.record({ values: object, ts: fieldValue, seq: fieldValue }, { requiredKeys: ['values'] })),
        (value) => {
          for (const rejection of [parseReading(value, window), parseEvent(value, window)].flatMap(refusal)) expectReadable(rejection)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('is explained field by field exactly as the schema of its kind refuses it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...builtIn.all), object, (kind, values) => {
        const { success } = builtIn.schemas(kind.kind)!.values.safeParse(values)
        const faults = Object.entries(kind.telemetry).flatMap(([name, field]) =>
          Object.hasOwn(values, name) && values[name] !== undefined ? (explainField(field, values[name], { path: name, name }) ?? []) : [],
        )

        expect(faults.length > 0).toBe(!success)
        if (!success) expect(explainValues(kind, values, true)).toMatchObject({ code: faults[0]?.code, path: faults[0]?.path })
        expectReadable(explainValues(kind, values))
        for (const { name } of unknownFields(kind, values)) expect(name.length).toBeLessThanOrEqual(64)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is explained as an event, whichever fields it has', () => {
    const events = builtIn.all.flatMap((kind) =>
      Object.keys(kind.events).map((event) => ({ kind, event, payload: kind.events[event]!.payload })),
    )
    fc.assert(
      fc.property(
        fc
          .constantFrom(...events)
          .chain((of) => fc.tuple(fc.constant(of), fc.dictionary(fc.constantFrom(...Object.keys(of.payload), 'x'), fieldValue))),
        ([{ kind, event }, fields]) => {
          const { error } = builtIn.schemas(kind.kind)!.events.get(event)!.safeParse(fields)
          if (error) expectReadable(explainEvent(kind, event, fields, error))
          expect(error === undefined || error.issues.length > 0).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('is shown short and harmless', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.string({ unit: 'binary', maxLength: 400 })),
        fc.integer({ min: 20, max: 120 }),
        (value, max) => {
          if (typeof value === 'symbol') return
          const shown = typeof value === 'string' ? shorten(value, max) : show(value, max)

          expect(shown.length).toBeLessThanOrEqual(max)
          expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u)
        },
      ),
    )
  })
})

function canParse(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
