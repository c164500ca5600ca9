import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { builtIn, WrongDefinition } from '../../facilities/catalogue.ts'
import { gauge } from '../../facilities/define.ts'
import { kinds } from '../../facilities/kinds.ts'
import { catalogueWith, portableKind, portableKindSchema } from '../../facilities/portable-kind.ts'
import { jsonSchemas } from '../../facilities/schema.ts'
import { simulatedDays } from './simulated-days.ts'

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('%s as data', (name, kind) => {
  const asData = portableKindSchema.parse(JSON.parse(JSON.stringify(portableKind(kind))))
  const catalogue = catalogueWith(builtIn, asData)

  it('accepts and refuses what the definition does', () => {
    const there = catalogue.schemas(name)
    const here = builtIn.schemas(name)
    const day = simulatedDays(kind, { seed: 5, days: 1 })
    const spoilt = (fields: object) => Object.keys(fields).map((field) => ({ ...fields, [field]: { spoilt: true } }))

    for (const { values, events } of day) {
      for (const each of [values, ...spoilt(values), { ...values, unknown: 1 }])
        expect(there?.values.safeParse(each)).toEqual(here?.values.safeParse(each))
      for (const { event, fields } of events)
        for (const each of [fields, ...spoilt(fields), {}, { ...fields, unknown: 1 }])
          expect(there?.events.get(event)?.safeParse(each).data).toEqual(here?.events.get(event)?.safeParse(each).data)
    }
  })

  it('has the same JSON Schema of its readings', () => {
    expect(jsonSchemas(catalogue.get(name) as never).reading).toEqual(jsonSchemas(kind).reading)
  })
})

describe('a definition as data', () => {
  const [locker] = kinds as [(typeof kinds)[number]]

  it('is refused when a check of it is code, also deep inside', () => {
    const odd = z.number().refine((value) => value % 2 === 1)
    const payload = { lines: z.array(z.object({ piece: odd.optional() })), note: z.string().max(10) }
    const kind = { ...locker, use: 'e', events: { e: { label: { zh: '事件', en: 'Event' }, payload } } }

    expect(() => portableKind(kind)).toThrow(WrongDefinition)
    expect(() => portableKind(kind)).toThrow(/events\.e\.lines has a check that is code/)
  })

  it('names every fault when it is put into a catalogue', () => {
    const telemetry = { t: { ...gauge('°C', [10, 5], { zh: '温度', en: 'Temperature' }) } }
    const wrong = { ...portableKind(locker), telemetry: telemetry as never }

    expect(() => catalogueWith(builtIn, wrong)).toThrow(/telemetry\.t\.limits are not two numbers in order/)
  })
})
