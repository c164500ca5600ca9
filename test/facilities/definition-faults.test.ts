import { expect, test } from 'vitest'
import { z } from 'zod'
import { catalogueOf, WrongDefinition } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import { definitionFaults, definitionFaultWords } from '../../facilities/definition-faults.ts'
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

test.each([
  ['nothing', undefined, 'the definition is missing'],
  ['a text', 'freezer', 'the definition must be an object { … }, not "freezer"'],
  ['no telemetry', { telemetry: undefined }, 'telemetry is missing; it must be an object { … }'],
  ['no events', { events: undefined }, 'events is missing'],
  ['events in a list', { events: [] }, 'events must be an object { … }, not [ … ]'],
  ['a text for a label', { label: '冰柜' }, 'label must be an object { … }, not "冰柜"'],
  ['a label in one language', { label: { zh: '冰柜' } }, 'label.en is missing; it must be text'],
  ['a field that is none', { telemetry: { power: 5 } }, 'telemetry.power must be gauge(…), count(…), total(…) or state(…), not 5'],
  ['a field of an unknown sort', { telemetry: { power: { ...gauge, type: 'toString' } } }, 'telemetry.power must be gauge(…)'],
  ['limits of one number', { telemetry: { power: { ...gauge, limits: [1] } } }, 'telemetry.power.limits must be two numbers'],
  ['an interval of numbers', { every: 60 }, 'every must be text, not 60'],
  ['an interval without blank', { every: '60s' }, 'every "60s" is not a duration like "15 s"'],
  ['an interval without end', { every: 'Infinity s' }, 'every "Infinity s" is not a duration'],
  ['an event without fields', { events: { alert: { label } } }, 'events.alert.payload is missing'],
  [
    'a type in place of a schema',
    { events: { alert: { label, payload: { text: 'string' } } } },
    'events.alert.payload.text must be a zod schema, not "string"',
  ],
  ['a misspelt part', { alarm: {} }, 'alarm is not known; there are kind, label, every'],
  [
    'an alarm without condition',
    { alarms: { hot: { label, severity: 'info', when: { field: 'door' } } } },
    'alarms.hot.when must be a condition with above, below or is',
  ],
  [
    'an alarm of no known severity',
    { alarms: { hot: { label, severity: 'fatal', when: { field: 'door', is: ['open'] } } } },
    'alarms.hot.severity must be info, warning or critical, not "fatal"',
  ],
  ['a simulator that is no function', { simulate: { ...freezer.simulate, next: {} } }, 'simulate.next must be a function, not { … }'],
  ['no simulator', { simulate: null }, 'simulate must be an object { … }, not null'],
  ['a service that is no list', { service: { field: 'door' } }, 'service must be a list [ … ], not { … }'],
  [
    'code of its own',
    { events: { alert: { label, payload: { text: z.string().refine(() => true) } } } },
    'events.alert.text has code of its own',
  ],
  [
    'code deep inside',
    { events: { alert: { label, payload: { lines: z.array(z.object({ sku: z.string().transform(Number) })).optional() } } } },
    'events.alert.lines has code of its own',
  ],
  [
    'a type JSON has not',
    { events: { alert: { label, payload: { at: z.date() } } } },
    'events.alert.at is of a type that JSON does not have',
  ],
  [
    'a recursive schema',
    { events: { alert: { label, payload: { tree: z.lazy(() => z.string()) } } } },
    'events.alert.tree has code of its own',
  ],
])('%s, as no compiler saw it, is a fault in both languages and no TypeError', (_, changes, fault) => {
  const kind = (typeof changes === 'object' ? { ...freezer, use: undefined, ...changes } : changes) as unknown as FacilityKind

  const faults = definitionFaultWords(kind)
  expect(faults.map(({ en }) => en)).toContainEqual(expect.stringContaining(fault))
  for (const { zh } of faults) expect(zh).toMatch(/\p{Script=Han}/u)
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

const withRoles = (roles: FacilityKind['roles'], kind: FacilityKind = freezer): FacilityKind => ({
  ...kind,
  roles: { ...kind.roles, ...roles },
})
const [locker, vending, charger] = ['locker', 'vending', 'charger'].map((name) => kinds.find(({ kind }) => kind === name)) as FacilityKind[]

test.each([
  [
    'a temperature that is not there',
    { cold: { temperature: 'temprature' } },
    'roles.cold.temperature names temprature, which is no field; did you mean temperature?',
  ],
  [
    'a temperature that is a total',
    { cold: { temperature: 'energy' } },
    'roles.cold.temperature names energy, which is a total, not a gauge',
  ],
  [
    'a door that is no state',
    { cold: { temperature: 'temperature', door: { field: 'humidity', open: ['open'] } } },
    'names humidity, which is a gauge, not a state',
  ],
  [
    'a word the door does not have',
    { cold: { temperature: 'temperature', door: { field: 'door', open: ['ajar'] } } },
    'roles.cold.door.open names "ajar", which is none of',
  ],
  [
    'a door without a word',
    { cold: { temperature: 'temperature', door: { field: 'door', open: [] } } },
    'roles.cold.door.open names no word',
  ],
  [
    'lanes that are no counts',
    { lanes: { total: 'temperature', empty: 'humidity' } },
    'roles.lanes.total names temperature, which is a gauge, not a count',
  ],
  [
    'energy that is no total',
    { energy: { field: 'setPoint', as: 'used' } },
    'roles.energy.field names setPoint, which is a gauge, not a total',
  ],
  [
    'an event that is not there',
    { stockCounts: { event: 'cont', book: 'book', counted: 'counted' } },
    'roles.stockCounts.event names cont, which is no event',
  ],
  [
    'a field that the event lacks',
    { stockCounts: { event: 'doorOpen', book: 'second', counted: 'seconds' } },
    'roles.stockCounts.book names second, which is no field of the event doorOpen; did you mean seconds?',
  ],
  [
    'an amount that is text',
    { sales: { event: 'sale', amount: 'sku', trace: 'trace', quantity: 'quantity' } },
    'roles.sales.amount names sale.sku, which is not a whole number',
  ],
  [
    'lines that are no list',
    { sales: { event: 'sale', amount: 'amountFen', trace: 'trace', quantity: 'quantity', lines: 'sku' } },
    'roles.sales.lines names sale.sku, which is not a list',
  ],
  [
    'starts that are no yes or no',
    { starts: { event: 'doorOpen', authorised: 'seconds', delivered: 'seconds', cancelled: 'seconds' } },
    'roles.starts.authorised names doorOpen.seconds, which is not true or false',
  ],
] as [string, FacilityKind['roles'], string][])('a role with %s is a fault', (_, roles, fault) => {
  const [first] = definitionFaultWords(withRoles(roles))

  expect(first?.en).toContain(fault)
  expect(first?.zh).toMatch(/\p{Script=Han}/u)
})

test('roles are right where the lines of a sale have what is counted, or the sale itself', () => {
  const line = z.object({ fen: z.int(), code: z.string().optional(), pieces: z.int() })
  const kind = { ...freezer, events: { ...freezer.events, bill: { label, payload: { lines: z.array(line) } } } }
  const sales = { event: 'bill', amount: 'fen', trace: 'code', quantity: 'pieces' }

  expect(definitionFaults(withRoles({ sales: { ...sales, lines: 'lines' } }, kind))).toEqual([])
  expect(definitionFaults(withRoles({ sales }, kind))[0]).toContain('roles.sales.amount names fen')
})

test.each([
  [
    'one event for both ends of a parcel',
    withRoles({ parcels: { deposit: 'pickup', pickup: 'pickup', parcel: 'parcel' } }, locker),
    'one event for deposit and pickup',
  ],
  ['one field for both counts', withRoles({ lanes: { total: 'lanes', empty: 'lanes' } }, vending), 'roles.lanes names one field twice'],
  ['no words of service', { ...charger, service: undefined } as unknown as FacilityKind, 'roles.availability needs service'],
])('roles with %s are at fault', (_, kind, fault) => {
  expect(definitionFaults(kind)).toEqual([expect.stringContaining(fault)])
})

test('energy is in kWh', () => {
  const telemetry = { ...freezer.telemetry, energy: { ...freezer.telemetry.energy, unit: 'Wh' } as never }

  expect(definitionFaults({ ...freezer, telemetry })).toEqual(['roles.energy.field names energy, which is in Wh, not in kWh'])
})
