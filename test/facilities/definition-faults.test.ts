import { expect, test } from 'vitest'
import { z } from 'zod'
import { catalogueOf, WrongDefinition } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import { definitionFaults } from '../../facilities/definition-faults.ts'
import { freezer } from '../../facilities/freezer.ts'
import { kinds } from '../../facilities/kinds.ts'

const label = { zh: '名', en: 'Name' }
const gauge = { type: 'gauge', unit: 'V', limits: [0, 500], label } as const

/** The freezer with something spoilt. */
const spoilt = (changes: Partial<FacilityKind>): FacilityKind => ({ ...freezer, ...changes })
const withField = (name: string, field: FacilityKind['telemetry'][string] = gauge): FacilityKind =>
  spoilt({
    telemetry: { ...freezer.telemetry, [name]: field },
    simulate: { ...freezer.simulate, start: { ...freezer.simulate.start, [name]: 1 } },
  })
const withAlarm = (when: FacilityKind['alarms'][string]['when']): FacilityKind =>
  spoilt({ alarms: { wrong: { label, severity: 'info', when } } })
const withEvent = (name: string, payload: Record<string, z.ZodType>, anyOf: string[] = []): FacilityKind =>
  spoilt({ events: { ...freezer.events, [name]: { label, payload, anyOf } } })

test.each([
  ['a name that is no id', spoilt({ kind: 'Freezer' }), 'kind "Freezer" is not an id'],
  ['a name the store needs', spoilt({ kind: 'freezer_event' }), 'a name the store needs for itself'],
  ['a label without Chinese', spoilt({ label: { zh: 'Freezer', en: 'Freezer' } }), 'label.zh "Freezer" is not Chinese'],
  ['a label without English', spoilt({ label: { zh: '冰柜', en: '冰柜' } }), 'label.en "冰柜" is not English'],
  ['an empty label', spoilt({ label: { zh: '冰柜', en: ' ' } }), 'label.en " " is not English'],
  ['a field not in camelCase', withField('inside_temperature'), 'telemetry.inside_temperature is not camelCase'],
  ['a field named like a column', withField('ts'), 'telemetry.ts is a reserved name'],
  ['a field that every object has', withField('constructor'), 'telemetry.constructor is a reserved name'],
  ['two fields that SQL does not tell apart', withField('setpoint'), 'telemetry.setpoint differs from another name in capitals only'],
  ['an event field of the envelope', withEvent('alert', { seq: z.int() }), 'events.alert.seq is a reserved name'],
  ['an event that demands one of fields it lacks', withEvent('alert', { text: z.string() }, ['level']), 'events.alert.anyOf names level'],
  [
    'limits the wrong way round',
    withField('voltage', { ...gauge, limits: [500, 0] }),
    'telemetry.voltage.limits are not two numbers in order',
  ],
  ['a count of halves', withField('parts', { type: 'count', limits: [0, 1.5], label }), 'telemetry.parts.limits do not count'],
  ['a state of one word', withField('mode', { type: 'state', values: { on: label }, label }), 'telemetry.mode has fewer than two words'],
  ['an interval of nothing', spoilt({ every: '0 s' }), 'every "0 s" is not a duration'],
  ['an alarm that can never be raised', withAlarm({ field: 'temperature', above: 60 }), 'alarms.wrong can never be raised'],
  [
    'an alarm that clears above its threshold',
    withAlarm({ field: 'temperature', above: -12, clearsBelow: -10 }),
    'alarms.wrong clears at -10',
  ],
  ['an alarm that clears below its threshold', withAlarm({ field: 'humidity', below: 20, clearsAbove: 10 }), 'alarms.wrong clears at 10'],
  ['an alarm that never clears', withAlarm({ field: 'humidity', above: 20, clearsBelow: 0 }), 'alarms.wrong clears at 0'],
  ['an alarm without a word', withAlarm({ field: 'door', is: [] }), 'alarms.wrong names no word'],
  [
    'a word good and bad',
    spoilt({ service: [{ field: 'door', good: ['open'], bad: ['open'] }] }),
    'service says "open" of door is good and bad',
  ],
  ['service without a bad word', spoilt({ service: [{ field: 'door', good: ['open'], bad: [] }] }), 'names no good or no bad word'],
])('%s is a fault', (_, kind, fault) => {
  expect(definitionFaults(kind)[0]).toContain(fault)
})

test('a catalogue with a wrong kind is refused with every fault at once', () => {
  const build = () => catalogueOf([...kinds, spoilt({ every: '0 s', use: 'nothing' })])

  expect(build).toThrow(WrongDefinition)
  expect(build).toThrow(/freezer: defined twice; .*freezer: every "0 s".*; freezer: use "nothing" is no event/)
})

test('a catalogue answers unknown names, also those that every object has, with undefined', () => {
  const catalogue = catalogueOf(kinds)

  expect([catalogue.get('toString'), catalogue.get('__proto__'), catalogue.schemas('scale'), catalogue.get('')]).toEqual(
    Array(4).fill(undefined),
  )
  expect(catalogue.schemas('freezer')?.events.get('toString')).toBeUndefined()
})
