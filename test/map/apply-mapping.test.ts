import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../facilities/kinds.ts'
import { applyMapping } from '../../facilities/mapping/apply-mapping.ts'
import { type MappingRules, mappingSchema } from '../../facilities/mapping/mapping.ts'
import { prepareMapping } from '../../facilities/mapping/prepare-mapping.ts'

const receivedAt = Date.UTC(2026, 10, 23, 8)

interface Case {
  name: string
  kind?: string
  event?: string
  rules: Partial<MappingRules>
  given: unknown
  becomes: unknown
}

const freezer: Partial<MappingRules> = {
  fields: { temp: { to: 'temperature', scale: 0.1 }, door: { to: 'door', values: { 0: 'closed', 1: 'open', true: 'open' } } },
}

const readings: Case[] = [
  { name: 'bare values are renamed and reckoned', rules: freezer, given: { temp: 184 }, becomes: { temperature: 18.4 } },
  { name: 'codes become words', rules: freezer, given: { door: 1 }, becomes: { door: 'open' } },
  { name: 'codes may come as text', rules: freezer, given: { door: '0' }, becomes: { door: 'closed' } },
  { name: 'codes may come as true and false', rules: freezer, given: { door: true }, becomes: { door: 'open' } },
  { name: 'an unknown code stays for validation to name', rules: freezer, given: { door: 7 }, becomes: { door: 7 } },
  { name: 'the name of an inherited property is no code', rules: freezer, given: { door: 'toString' }, becomes: { door: 'toString' } },
  { name: 'a word of the kind passes', rules: freezer, given: { door: 'closed' }, becomes: { door: 'closed' } },
  { name: 'clean text becomes a number', rules: freezer, given: { temp: ' 184' }, becomes: { temperature: 18.4 } },
  { name: 'a decimal comma stays for validation', rules: freezer, given: { temp: '18,4' }, becomes: { temperature: '18,4' } },
  { name: 'an empty text is no number', rules: freezer, given: { temp: '' }, becomes: { temperature: '' } },
  { name: 'text that is no number stays for validation', rules: freezer, given: { temp: 'ERR' }, becomes: { temperature: 'ERR' } },
  { name: 'null stays for validation', rules: freezer, given: { temp: null }, becomes: { temperature: null } },
  {
    name: 'what the mapping does not name passes',
    rules: freezer,
    given: { temp: 5, humidity: 40, x: [1] },
    becomes: { temperature: 0.5, humidity: 40, x: [1] },
  },
  { name: 'missing names are nothing', rules: freezer, given: { humidity: 40 }, becomes: { humidity: 40 } },
  {
    name: 'the values of a full reading are mapped, its envelope stays',
    rules: freezer,
    given: { ts: 1, seq: 2, boot: 'a', values: { temp: -184 } },
    becomes: { ts: 1, seq: 2, boot: 'a', values: { temperature: -18.4 } },
  },
  {
    name: 'a field beside the values is found, too',
    rules: freezer,
    given: { seq: 2, temp: 10, values: { door: 0 } },
    becomes: { seq: 2, values: { temperature: 1, door: 'closed' } },
  },
  {
    name: 'fields inside objects are reached, and what is empty then goes',
    rules: { fields: { 'data.env.t': { to: 'temperature' }, 'data.door': { to: 'door', values: { C: 'closed' } } } },
    given: { data: { env: { t: -18 }, door: 'C', rssi: -70 } },
    becomes: { temperature: -18, door: 'closed', data: { rssi: -70 } },
  },
  {
    name: 'a name with a point in it comes before the way along the points',
    rules: { fields: { 'a.b': { to: 'temperature' } } },
    given: { 'a.b': 1, a: { b: 2 } },
    becomes: { temperature: 1, a: { b: 2 } },
  },
  {
    name: 'two fields may change names',
    rules: { fields: { temperature: { to: 'setPoint' }, setPoint: { to: 'temperature' } } },
    given: { temperature: 1, setPoint: 2 },
    becomes: { setPoint: 1, temperature: 2 },
  },
  { name: 'a mapped field wins over its namesake', rules: freezer, given: { temp: 10, temperature: 99 }, becomes: { temperature: 1 } },
  {
    name: 'an offset is added after the scale',
    rules: { fields: { f: { to: 'temperature', scale: 5 / 9, offset: -160 / 9 } } },
    given: { f: 0 },
    becomes: { temperature: -17.7777777778 },
  },
  {
    name: 'a fraction is reckoned to twelve digits',
    rules: { fields: { f: { to: 'temperature', scale: '5/9', offset: '-160/9' } } },
    given: { f: 33 },
    becomes: { temperature: 0.5555555556 },
  },
  {
    name: 'what is left of a difference has no noise',
    rules: { fields: { t: { to: 'temperature', scale: 0.1, offset: -100 } } },
    given: { t: 1001 },
    becomes: { temperature: 0.1 },
  },
  {
    name: 'a number beyond all numbers stays as it was',
    rules: { fields: { t: { to: 'temperature', scale: 1e10 } } },
    given: { t: 1e300 },
    becomes: { temperature: 1e300 },
  },
  { name: 'a text is no reading, and stays', rules: freezer, given: 'temp=1', becomes: 'temp=1' },
  { name: 'a list stays', rules: freezer, given: [1, 2], becomes: [1, 2] },
  { name: 'null stays', rules: freezer, given: null, becomes: null },
  {
    name: 'a field of an event is none of a reading',
    rules: { fields: { n: { to: 'seconds' } } },
    given: { n: 3, temperature: 1 },
    becomes: { n: 3, temperature: 1 },
  },
]

const times: Case[] = [
  {
    name: 'seconds become milliseconds',
    rules: { time: { field: 't', format: 's' } },
    given: { t: 1763884800, temperature: 1 },
    becomes: { ts: 1763884800000, temperature: 1 },
  },
  {
    name: 'a time in ISO 8601 is read as that of any device',
    rules: { time: { field: 't', format: 'iso' } },
    given: { t: '2026-11-23T08:00:00+08:00', temperature: 1 },
    becomes: { ts: '2026-11-23T08:00:00+08:00', temperature: 1 },
  },
  {
    name: 'ts itself may be in seconds',
    rules: { time: { field: 'ts', format: 's' } },
    given: { ts: 1763884800.25, seq: 3, values: { temperature: 1 } },
    becomes: { ts: 1763884800250, seq: 3, values: { temperature: 1 } },
  },
  {
    name: 'the time may be among the values',
    rules: { time: { field: 'clock', format: 'us' } },
    given: { values: { clock: 1763884800123456, temperature: 1 } },
    becomes: { ts: 1763884800123, values: { temperature: 1 } },
  },
  {
    name: 'nanoseconds may be text',
    rules: { time: { field: 't', format: 'ns' } },
    given: { t: '1763884800123000000', values: {} },
    becomes: { ts: 1763884800123, values: {} },
  },
  {
    name: 'a pattern is read in its zone',
    rules: { time: { field: 'd.time', format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' } },
    given: { d: { time: '2026-11-23 08:00:00' }, temperature: 1 },
    becomes: { ts: Date.UTC(2026, 10, 23), temperature: 1 },
  },
  {
    name: 'a pattern of digits reads a number',
    rules: { time: { field: 't', format: 'yyyyMMddHHmmss', zone: 'Asia/Shanghai' } },
    given: { t: 20261123080000, temperature: 1 },
    becomes: { ts: Date.UTC(2026, 10, 23), temperature: 1 },
  },
  {
    name: 'Chinese dates are read',
    rules: { time: { field: 't', format: 'yyyy年M月d日 H:mm', zone: 'Asia/Shanghai' } },
    given: { t: '2026年7月1日 8:05', temperature: 1 },
    becomes: { ts: Date.UTC(2026, 6, 1, 0, 5), temperature: 1 },
  },
  {
    name: 'a time that cannot be read becomes ts, for validation to name',
    rules: { time: { field: 't', format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' } },
    given: { t: '2026-02-30 08:00:00', temperature: 1 },
    becomes: { ts: '2026-02-30 08:00:00', temperature: 1 },
  },
  {
    name: 'a time that is an object becomes ts, too',
    rules: { time: { field: 't', format: 's' } },
    given: { t: { s: 1 }, temperature: 1 },
    becomes: { ts: { s: 1 }, temperature: 1 },
  },
  { name: 'no time is no ts', rules: { time: { field: 't', format: 's' } }, given: { temperature: 1 }, becomes: { temperature: 1 } },
]

const events: Case[] = [
  {
    name: 'the fields of an event are mapped where they are',
    kind: 'vending',
    event: 'sale',
    rules: {
      fields: { amt: { to: 'amountFen', scale: 100 }, slot: { to: 'lane' }, num: { to: 'quantity' } },
      time: { field: 'when', format: 's' },
    },
    given: { seq: 1, id: 'x', when: 10, amt: '3.50', slot: 12, num: 1 },
    becomes: { seq: 1, id: 'x', ts: 10_000, amountFen: 350, lane: '12', quantity: 1 },
  },
  {
    name: 'each event takes the name that it sends',
    kind: 'vending',
    event: 'restock',
    rules: { fields: { sold: { to: 'quantity' }, added: { to: 'quantity' } } },
    given: { added: 6 },
    becomes: { quantity: 6 },
  },
  {
    name: 'yes and no become true and false',
    kind: 'charger',
    event: 'start',
    rules: { fields: { auth: { to: 'authorised', values: { Y: true, N: false } }, ok: { to: 'delivered', values: { 0: false } } } },
    given: { auth: 'Y', ok: 0 },
    becomes: { authorised: true, delivered: false },
  },
  {
    name: 'the fields of an event may stand under values, too',
    kind: 'vending',
    event: 'sale',
    rules: { fields: { amt: { to: 'amountFen' } } },
    given: { seq: 1, values: { amt: 5, sku: 'a' } },
    becomes: { seq: 1, values: { amountFen: 5, sku: 'a' } },
  },
  { name: 'an event the kind does not have stays', event: 'party', rules: freezer, given: { temp: 1 }, becomes: { temp: 1 } },
]

const kindOf = (name: string) => kinds.find(({ kind }) => kind === name)!

function mapped({ kind = 'freezer', event = '', rules, given }: Omit<Case, 'name' | 'becomes'>, at = receivedAt): unknown {
  const { fields, time } = mappingSchema.parse(rules)
  return applyMapping(prepareMapping({ fields, time }, kindOf(kind)), { event, value: given, receivedAt: at })
}

describe.each([
  ['readings', readings],
  ['times', times],
  ['events', events],
])('of %s', (_, cases) => {
  it.each(cases)('$name', (one) => {
    const before = structuredClone(one.given)

    expect(mapped(one)).toEqual(one.becomes)
    expect(one.given).toEqual(before)
  })
})

describe('the hour that is lived twice', () => {
  const rules = { fields: {}, time: { field: 't', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' } }
  const given = { t: '2026-10-25 02:30', values: {} }
  const [first, second] = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]

  it.each([first, second])('is the one in which the message came', (at) => {
    expect(mapped({ rules, given }, at + 2_000)).toEqual({ ts: at, values: {} })
  })
})

describe('whatever comes', () => {
  const names = ['temp', 'door', 'data', 'values', 'ts', 't', 'seq', '__proto__', 'constructor', 'a.b', '']
  const anything = fc.oneof(
    fc.anything(),
    fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
    fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()))),
  )
  const rules = fc.record({
    fields: fc.dictionary(
      fc.constantFrom(...names, 'data.temp', 'values.temp', '__proto__.temp', 'data.__proto__'),
      fc.record(
        {
          to: fc.constantFrom('temperature', 'door', 'seconds', 'sku', 'nothing'),
          scale: fc.double({ noNaN: true, noDefaultInfinity: true }),
          offset: fc.double({ noNaN: true, noDefaultInfinity: true }),
          values: fc.dictionary(fc.string(), fc.string()),
        },
        { requiredKeys: ['to'] },
      ),
      { noNullPrototype: true },
    ),
    time: fc.option(
      fc.record({
        field: fc.constantFrom(...names),
        format: fc.constantFrom('s', 'ns', 'iso', 'yyyyMMdd', '?'),
        zone: fc.constant('Asia/Shanghai'),
      }),
      { nil: undefined },
    ),
  })

  it('nothing is thrown, and no prototype is touched', () => {
    fc.assert(
      fc.property(anything, rules, fc.constantFrom('', 'sale', 'doorOpen'), (value, mapping, event) => {
        const prepared = prepareMapping(mapping as MappingRules, kindOf('freezer'))
        applyMapping(prepared, { event, value, receivedAt })
        expect(({} as Record<string, unknown>).temperature).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it.each(kinds.map(({ kind }) => kind))('a mapping of every field of a %s to itself changes nothing', (name) => {
    const kind = kindOf(name)
    const fields = Object.fromEntries(Object.keys(kind.telemetry).map((field) => [field, { to: field }]))
    const prepared = prepareMapping({ fields, time: undefined }, kind)
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('on', 'x1', '1,5', ''),
    )
    const bare = fc.dictionary(fc.constantFrom(...Object.keys(fields), 'other', 'ts', 'seq'), value, { noNullPrototype: true })

    fc.assert(
      fc.property(fc.oneof(bare, fc.record({ ts: fc.integer(), seq: fc.nat(), values: bare })), (given) => {
        expect(applyMapping(prepared, { event: '', value: given, receivedAt })).toEqual(given)
      }),
    )
  })
})
