import { beforeEach, describe, expect, it } from 'vitest'
import type { NewMapping } from '../../facilities/mapping/mapping.ts'
import { mappingFor, mappings, saveMapping } from '../../register/mappings.ts'
import type { Register } from '../../register/register.ts'
import { faultOf, openAgain, openFurnished, start } from './open-register.ts'

let path: string
let register: Register

beforeEach(async () => {
  const opened = await openFurnished()
  register = opened.register
  path = opened.path
  register.addDevice({ id: 'cold-1', kind: 'freezer', facility: 'east', model: 'ice-9' })
  register.addDevice({ id: 'cold-2', kind: 'freezer', facility: 'east', model: 'ice-9' })
  register.addDevice({ id: 'cold-3', kind: 'freezer', facility: 'east' })
})

const model = { kind: 'freezer', model: 'ice-9' }
const temp = (scale: number) => ({ temp: { to: 'temperature', scale } })

describe('a mapping in force', () => {
  it('is the one of the model for all its devices', () => {
    saveMapping(register, { ...model, fields: temp(0.1) })

    expect(['cold-1', 'cold-2', 'cold-3', 'nobody'].map((id) => mappingFor(register, id)?.version)).toEqual([1, 1, undefined, undefined])
  })

  it("is the device's own before that of its model", () => {
    saveMapping(register, { device: 'cold-1', fields: temp(10) })
    saveMapping(register, { ...model, fields: temp(0.1) })

    expect(mappingFor(register, 'cold-1')?.scope).toEqual({ device: 'cold-1' })
    expect(mappingFor(register, 'cold-2')?.scope).toEqual(model)
  })

  it('is not of another kind with a model of the same name', () => {
    saveMapping(register, { kind: 'vending', model: 'ice-9', fields: { t: { to: 'temperature' } } })

    expect(mappingFor(register, 'cold-1')).toBeUndefined()
  })

  it('is the last version, and the versions before are kept', () => {
    saveMapping(register, { ...model, fields: temp(0.1) }, { author: 'li' })
    saveMapping(register, { ...model, fields: temp(0.01), time: { field: 't', format: 's' } }, { author: 'wang' })

    expect(mappingFor(register, 'cold-1')).toMatchObject({
      version: 2,
      author: 'wang',
      createdAt: start,
      time: { field: 't', format: 's' },
    })
    expect(mappings(register).items.map(({ version }) => version)).toEqual([2])
    expect(mappings(register, { versions: 'all' }).items.map(({ version, author, fields }) => [version, author, fields])).toEqual([
      [2, 'wang', temp(0.01)],
      [1, 'li', temp(0.1)],
    ])
  })

  it('is withdrawn by an empty one, and the one of the model holds again', () => {
    saveMapping(register, { ...model, fields: temp(0.1) })
    saveMapping(register, { device: 'cold-1', fields: temp(10) })
    saveMapping(register, { device: 'cold-1', fields: {} })

    expect(mappingFor(register, 'cold-1')?.scope).toEqual(model)
  })

  it('makes the version of the register grow, for other processes too, unless nothing changes', () => {
    const other = openAgain(path)
    const before = other.version()
    saveMapping(register, { ...model, fields: temp(0.1) })
    const after = other.version()
    const same = saveMapping(register, { ...model, fields: temp(0.1) })

    expect(after).toBeGreaterThan(before)
    expect(mappingFor(other, 'cold-1')?.fields).toEqual(temp(0.1))
    expect(same.version).toBe(1)
    expect(other.version()).toBe(after)
  })

  it('is listed in pages, the last saved first', () => {
    for (const id of ['cold-1', 'cold-2', 'cold-3']) saveMapping(register, { device: id, fields: temp(0.1) })
    const first = mappings(register, { limit: 2 })
    const second = mappings(register, { limit: 2, cursor: first.next! })

    expect([...first.items, ...second.items].map(({ scope }) => scope)).toEqual(
      ['cold-3', 'cold-2', 'cold-1'].map((device) => ({ device })),
    )
    expect(second.next).toBeUndefined()
    expect(mappings(register, { device: 'cold-2' }).items).toHaveLength(1)
    expect(mappings(register, { kind: 'freezer' }).items).toHaveLength(0)
  })
})

interface Refused {
  name: string
  mapping: NewMapping
  path: string
  en: RegExp
  zh: RegExp
}

const fields = (rules: NewMapping['fields']): NewMapping => ({ ...model, ...(rules && { fields: rules }) })
const timed = (time: NewMapping['time']): NewMapping => ({ ...model, ...(time && { time }) })

const refused: Refused[] = [
  { name: 'no scope', mapping: { fields: {} }, path: 'device', en: /either device/, zh: /二者取一/ },
  { name: 'two scopes', mapping: { device: 'cold-1', ...model }, path: 'device', en: /either device/, zh: /二者取一/ },
  { name: 'a kind without a model', mapping: { kind: 'freezer' }, path: 'model', en: /kind and model/, zh: /model/ },
  { name: 'an unknown device', mapping: { device: 'cold-l' }, path: 'device', en: /Did you mean cold-1/, zh: /cold-1/ },
  { name: 'an unknown kind', mapping: { kind: 'freezr', model: 'x' }, path: 'kind', en: /Did you mean freezer/, zh: /freezer/ },
  {
    name: 'an unknown field',
    mapping: fields({ t: { to: 'temprature' } }),
    path: 'fields.t.to',
    en: /mean temperature/,
    zh: /冷.*temperature/,
  },
  {
    name: 'a field by its label',
    mapping: fields({ t: { to: 'Temperature inside' } }),
    path: 'fields.t.to',
    en: /mean temperature/,
    zh: /temperature/,
  },
  {
    name: 'a word by its label',
    mapping: fields({ d: { to: 'door', values: { 1: '打开' } } }),
    path: 'fields.d.values.1',
    en: /mean open/,
    zh: /open/,
  },
  { name: 'an inherited name', mapping: fields({ t: { to: 'constructor' } }), path: 'fields.t.to', en: /The fields are/, zh: /可用字段/ },
  {
    name: 'a word the state does not have',
    mapping: fields({ d: { to: 'door', values: { 1: 'opened' } } }),
    path: 'fields.d.values.1',
    en: /mean open/,
    zh: /open/,
  },
  {
    name: 'a scale for a state',
    mapping: fields({ d: { to: 'door', scale: 2 } }),
    path: 'fields.d.scale',
    en: /not a number/,
    zh: /不是数值/,
  },
  { name: 'an offset for a state', mapping: fields({ d: { to: 'door', offset: 2 } }), path: 'fields.d.offset', en: /values/, zh: /values/ },
  {
    name: 'words for a number',
    mapping: fields({ t: { to: 'temperature', values: { a: 'b' } } }),
    path: 'fields.t.values.a',
    en: /scale and offset/,
    zh: /scale/,
  },
  {
    name: 'a scale of 0',
    mapping: fields({ t: { to: 'temperature', scale: 0 } }),
    path: 'fields.t.scale',
    en: /all readings the same/,
    zh: /0\.1/,
  },
  {
    name: 'two names for one field',
    mapping: fields({ t: { to: 'temperature' }, T: { to: 'temperature' } }),
    path: 'fields.T.to',
    en: /given by t already/,
    zh: /t 对应/,
  },
  {
    name: 'more names than events have the field',
    mapping: fields({ a: { to: 'quantity' }, b: { to: 'quantity' }, c: { to: 'quantity' } }),
    path: 'fields.c.to',
    en: /given by a already/,
    zh: /a 对应/,
  },
  {
    name: 'a name with two points',
    mapping: fields({ 'a..b': { to: 'temperature' } }),
    path: 'fields.a..b',
    en: /single points/,
    zh: /一个点/,
  },
  {
    name: 'an unknown format',
    mapping: timed({ field: 't', format: 'HH:mm' }),
    path: 'time.format',
    en: /year, month and day/,
    zh: /年月日/,
  },
  { name: 'a format by another name', mapping: timed({ field: 't', format: 'unix' }), path: 'time.format', en: /mean s\?/, zh: / s？/ },
  {
    name: 'a pattern without a zone',
    mapping: timed({ field: 't', format: 'yyyyMMdd' }),
    path: 'time.zone',
    en: /Asia\/Shanghai/,
    zh: /zone/,
  },
  {
    name: 'an unknown zone',
    mapping: timed({ field: 't', format: 'yyyyMMdd', zone: 'Asia/Bejing' }),
    path: 'time.zone',
    en: /no time zone/,
    zh: /没有时区/,
  },
  {
    name: 'a zone by its Chinese name',
    mapping: timed({ field: 't', format: 'yyyyMMdd', zone: '北京时间' }),
    path: 'time.zone',
    en: /mean Asia\/Shanghai/,
    zh: /Asia\/Shanghai/,
  },
  {
    name: 'a zone for a format that has its own',
    mapping: timed({ field: 't', format: 'iso', zone: 'Asia/Shanghai' }),
    path: 'time.zone',
    en: /leave zone out/,
    zh: /去掉 zone/,
  },
  {
    name: 'a time that is a field, too',
    mapping: { ...model, fields: { t: { to: 'temperature' } }, time: { field: 't', format: 's' } },
    path: 'time.field',
    en: /mapped under fields/,
    zh: /fields/,
  },
]

describe('a mapping is refused, with the place and a sentence in both languages, for', () => {
  it.each(refused)('$name', ({ mapping, path: place, en, zh }) => {
    const fault = faultOf(() => saveMapping(register, mapping))

    expect(fault.path).toBe(place)
    expect(fault.words.en).toMatch(en)
    expect(fault.words.zh).toMatch(zh)
    expect(mappings(register).items).toEqual([])
  })

  it('all its faults at once', () => {
    const mapping = { ...model, fields: { a: { to: 'x' }, b: { to: 'y' } }, time: { field: 't', format: '?' } }
    const { faults } = faultOf(() => saveMapping(register, mapping))

    expect(faults.map(({ path: place }) => place)).toEqual(['fields.a.to', 'fields.b.to', 'time.format'])
  })
})

it('two events may each have their own name for a field that both have', () => {
  const saved = saveMapping(register, fields({ sold: { to: 'quantity' }, added: { to: 'quantity' } }))

  expect(saved.version).toBe(1)
})
