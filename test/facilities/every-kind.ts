import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogueOf } from '../../facilities/catalogue.ts'
import { columns } from '../../facilities/columns.ts'
import { type FacilityKind, milliseconds } from '../../facilities/define.ts'
import { definitionFaults } from '../../facilities/definition-faults.ts'
import { jsonSchemas, schemasOf, valuesSchema } from '../../facilities/schema.ts'
import type { SimulatedReading } from '../../facilities/simulation.ts'
import { simulationFaults } from '../../facilities/simulation-faults.ts'
import { simulatedDays } from './simulated-days.ts'

/** What must hold for every kind, built in, of a site or drafted: to be called within a `describe` of that kind. */
export function testEveryRuleOf(kind: FacilityKind): void {
  const { values, events, commands } = schemasOf(kind)
  const fields = Object.entries(kind.telemetry)

  test('is defined without faults: words, names, limits, alarms, service, use, durations', () => {
    expect(definitionFaults(kind)).toEqual([])
  })

  test('has a simulator that passes the trial of a site', () => {
    expect(simulationFaults(kind)).toEqual([])
  })

  test('is found in a catalogue by its name', () => {
    expect(catalogueOf([kind]).get(kind.kind)).toBe(kind)
  })

  test('may report any part of its fields', async () => {
    const start = Object.entries(kind.simulate.start)
    await fc.assert(
      fc.property(fc.subarray(start), (some) => {
        expect(values.parse(Object.fromEntries(some))).toEqual(Object.fromEntries(some))
      }),
      { numRuns: 50 },
    )
  })

  test('takes what lies between the limits of a sensor and refuses what does not', () => {
    for (const [field, { type, ...rest }] of fields) {
      const [low, high] = 'limits' in rest ? rest.limits : [0, 1e12]
      if (type === 'state') continue
      const accepted = (value: unknown) => values.safeParse({ [field]: value }).success
      const step = type === 'count' ? 1 : 0.001

      expect([low, high].map(accepted), field).toEqual([true, true])
      expect([low - step, high + Math.max(step, high * 1e-9)].map(accepted), field).toEqual([false, false])
      expect(accepted(low + 0.5), field).toBe(type !== 'count')
      expect([JSON.parse('1e400'), Number.NaN, '1', true, null, [1], {}].map(accepted), field).toEqual(Array(7).fill(false))
    }
  })

  test('takes the words of a state, as they are written, and no others', () => {
    for (const [field, definition] of fields) {
      if (definition.type !== 'state') continue
      for (const word of Object.keys(definition.values)) {
        expect(values.safeParse({ [field]: word }).success).toBe(true)
        expect(values.safeParse({ [field]: word.toUpperCase() }).success).toBe(false)
      }
      expect([0, true, null, '', 'toString'].some((value) => values.safeParse({ [field]: value }).success)).toBe(false)
    }
  })

  test('drops unknown fields and never fails on any JSON', async () => {
    await fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
        const answer = values.safeParse(payload)
        if (answer.success) expect(Object.keys(kind.telemetry)).toEqual(expect.arrayContaining(Object.keys(answer.data)))
      }),
      { numRuns: 100 },
    )
    expect(values.parse(JSON.parse('{"__proto__":{"power":1},"nothingWeKnow":1}'))).toEqual({})
  })

  test('refuses an unknown argument of a command', () => {
    for (const schema of commands.values()) expect(schema.safeParse({ nothingWeKnow: 1 }).success).toBe(false)
    expect([...commands.keys()]).toEqual(Object.keys(kind.commands))
  })

  test('says in JSON Schema what it takes', () => {
    const schemas = jsonSchemas(kind)

    expect(schemas.reading).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
    expect(Object.keys(schemas.reading.properties ?? {})).toEqual(Object.keys(kind.telemetry))
    expect(schemas.reading.required).toBeUndefined()
    expect(Object.keys(schemas.events)).toEqual(Object.keys(kind.events))
    expect(Object.keys(schemas.commands)).toEqual(Object.keys(kind.commands))
  })

  test('has a column for every field', () => {
    expect(columns(kind)).toEqual(fields.map(([field, { type }]) => ({ name: field, type: type === 'state' ? 'TEXT' : 'REAL' })))
  })

  const readings = [1, 2, 3].flatMap((seed) => simulatedDays(kind, { seed, days: 1 }))

  test('simulates readings of all its fields that pass its own schema', () => {
    const strict = valuesSchema(kind).strict().required()
    const faults = readings.flatMap((reading) => strict.safeParse(reading.values).error?.issues ?? [])

    expect(faults).toEqual([])
    expect(readings.length).toBe((3 * 24 * 3_600_000) / milliseconds(kind.every))
  })

  test('simulates events that pass its own schema', () => {
    const faults = readings
      .flatMap((reading) => reading.events)
      .filter(({ event, fields }) => !events.get(event)?.strict().safeParse(fields).success)

    expect(faults).toEqual([])
  })

  test('simulates every event that it has', () => {
    const wanted = new Set(Object.keys(kind.events))
    for (let seed = 1; wanted.size > 0 && seed <= 40; seed++) {
      for (const { events } of simulatedDays(kind, { seed, days: 7 })) for (const { event } of events) wanted.delete(event)
    }

    expect([...wanted]).toEqual([])
  })

  test('simulates totals that never fall', () => {
    const totals = fields.filter(([, { type }]) => type === 'total').map(([field]) => field)
    for (const seed of [1, 2, 3]) {
      const day = simulatedDays(kind, { seed, days: 1 })
      for (const field of totals) expect(falls(day, field), field).toBe(0)
    }
  })

  test('tells the same day for the same seed, and another for another', () => {
    const day = (seed: number) => simulatedDays(kind, { seed, days: 1 })

    expect(day(7)).toEqual(day(7))
    expect(day(7)).not.toEqual(day(8))
  })
}

function falls(readings: readonly SimulatedReading[], field: string): number {
  const values = readings.map((reading) => Number(reading.values[field]))
  return values.filter((value, index) => value < (values[index - 1] ?? value)).length
}
