import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { parseMapping, readMapping } from '../../../device-sim/replay/mapping-file.ts'
import { builtIn } from '../../../facilities/catalogue.ts'
import { platformMapping } from '../../../facilities/mapping/platform-mapping.ts'
import { repository } from '../../support/process.ts'

const sound = `source: { format: csv }
time: { field: at, format: iso }
target: telemetry
fields:
  kW: { to: power }
`
const meter = builtIn.get('meter')!
const parse = (text: string, kind = meter) => parseMapping(text, 'map.yaml', kind)

test('a sound mapping is read with its defaults', () => {
  expect(parse(sound)).toEqual({
    source: { format: 'csv', encoding: 'utf-8', missing: [] },
    target: 'telemetry',
    fields: { kW: { to: 'power' } },
    made: {},
    time: { field: ['at'], format: ['iso'] },
    repairs: [],
  })
})

test('fields and time are enough, in JSON as well as in YAML, and what the platform writes beside them does no harm', () => {
  const rules = { fields: { 'data.kW': { to: 'power', scale: 0.1 } }, time: { field: 'at', format: 'iso' } }
  const exported = { kind: 'meter', model: 'm-1', version: 3, created: '2026-11-23T00:00:00.000Z', author: 'li', ...rules }

  expect(parse('fields:\n  data.kW: { to: power, scale: 0.1 }\ntime: { field: at, format: iso }')).toEqual(parse(JSON.stringify(rules)))
  expect(parse(JSON.stringify(exported, null, '\t'))).toMatchObject({ fields: rules.fields, time: { field: ['at'], format: ['iso'] } })
})

test.each([
  [
    'a field that the kind does not have',
    sound.replace('power', 'powre'),
    /line 5: fields\.kW\.to: A reading of meter has no field powre\. Did you mean power\?/,
  ],
  ['a column name that is empty', sound.replace('kW', "''"), /line 5: fields\.: "" cannot be the name of an incoming field/],
  ['a rule without its field', sound.replace('to: power', 'scale: 2'), /line 5: fields\.kW\.to is missing/],
  ['a rule that is none', sound.replace('{ to: power }', 'power'), /line 5: fields\.kW must be an object/],
  [
    'an option nobody knows',
    sound.replace('to: power', 'to: power, sclae: 2'),
    /line 5: fields\.kW\.sclae is not known here; did you mean scale\?/,
  ],
  [
    'a scale that is no number',
    sound.replace('to: power', 'to: power, scale: 1/0'),
    /line 5: fields\.kW\.scale must be a number, or a fraction in quotes such as "5\/9"/,
  ],
  ['a scale of nothing', sound.replace('to: power', 'to: power, scale: 0/5'), /line 5: fields\.kW\.scale: A scale of 0 would make all/],
  ['a pattern without its zone', sound.replace('iso', 'd/M/yyyy'), /line 2: time\.zone: A pattern does not say the zone/],
  [
    'a zone that does not exist',
    sound.replace('iso', 'd/M/yyyy, zone: Europe/Pariss'),
    /line 2: time\.zone: There is no time zone "Europe\/Pariss"\. Did you mean Europe\/Paris\?/,
  ],
  ['a zone where the format has one', sound.replace('iso', 'iso, zone: UTC'), /line 2: time\.zone: The format iso says the zone itself/],
  ['a format that is no date', sound.replace('iso', 'HH:mm, zone: UTC'), /line 2: time\.format: There is no time format "HH:mm"/],
  ['one of several formats', sound.replace('iso', '[iso, unix]'), /line 2: time\.format: There is no time format unix\. Did you mean s\?/],
  ['a time that is a field, too', sound.replace('field: at', 'field: [day, kW]'), /line 2: time\.field: kW is mapped under fields too/],
  [
    'an event the kind does not have',
    sound.replace('telemetry', 'event/sale'),
    /line 3: target: The kind meter has no such message\. There are telemetry, event\/outage, event\/restored/,
  ],
  ['a target that is none', sound.replace('telemetry', 'state'), /line 3: target must be telemetry, or event\//],
  ['two columns for one field', `${sound}  W: { to: power }\n`, /line 6: fields\.W\.to: power is given by kW already/],
  ['a field made that has a column', `${sound}made:\n  power: { constant: 3 }\n`, /line 7: made\.power: power is given by kW already/],
  [
    'a field made that the kind does not have',
    `${sound}made:\n  powre: { constant: 3 }\n`,
    /line 7: made\.powre: A reading of meter has no field/,
  ],
  ['two ways for one field', `${sound}made:\n  voltageA: { from: V, constant: 3 }\n`, /line 7: made\.voltageA must have exactly one of/],
  [
    'a total of no number',
    `${sound}made:\n  energyImport: { total: kW, scale: x }\n`,
    /line 7: made\.energyImport\.scale must be a number/,
  ],
  [
    'a word for a number',
    `${sound}made:\n  voltageA: { constant: high }\n`,
    /line 7: made\.voltageA\.constant: voltageA is neither a state/,
  ],
  ['words for a number', sound.replace('to: power', 'to: power, values: { a: b }'), /line 5: fields\.kW\.values\.a: .*scale and offset/],
  ['digits of a time', sound.replace('to: power', 'to: power, as: time, round: 2'), /line 5: fields\.kW\.round: power is not a number/],
  [
    'a format for a number',
    sound.replace('to: power', 'to: power, format: iso'),
    /line 5: fields\.kW\.format: format and zone are those of/,
  ],
  [
    'otherwise without values',
    sound.replace('to: power', 'to: power, otherwise: 3'),
    /line 5: fields\.kW\.otherwise: otherwise is for what/,
  ],
  [
    'a repair that is none',
    `${sound}repairs:\n  - sort: time\n  - mend: all\n`,
    /line 8: repairs\.1 must have exactly one of skip, default, swapBytes, sort/,
  ],
  [
    'a skip without a condition',
    `${sound}repairs: [{ skip: { column: kW } }]\n`,
    /line 6: repairs\.0\.skip must have is, empty, below or above/,
  ],
  ['a mapping for another kind', `kind: freezer\n${sound}`, /line 1: kind is freezer, but the replay is as a meter: give --as freezer/],
  ['a text', 'just words', /line 1: the file must be a mapping/],
  ['nothing', '', /line 1: the file says nothing: it has neither fields nor a time/],
  ['broken YAML', 'source: { format: csv', /not readable as YAML/],
])('%s is named with its path and line', (_, text, sentence) => {
  expect(() => parse(text)).toThrow(sentence)
})

test('all mistakes are named at once', () => {
  expect(() => parse('source: { format: xml }\ntime: { field: [] }\ntarget: telemetry\nfields: { kW: 3 }')).toThrow(
    /line 1: source\.format must be one of csv, json, jsonl[\s\S]*line 4: fields\.kW[\s\S]*line 2: time\.field[\s\S]*line 2: time\.format is missing/,
  )
})

test('a total in an event is refused', () => {
  const text = `time: { field: at, format: iso }\ntarget: event/session\nmade:\n  energyKwh: { total: kWh }\n`

  expect(() => parse(text, builtIn.get('charger')!)).toThrow(/line 4: made\.energyKwh\.total: Only readings have totals/)
})

test('a code on a line of its own is named with that line', () => {
  const text = 'fields:\n  d:\n    to: door\n    values:\n      0: closed\n      1: ajar\n'

  expect(() => parse(text, builtIn.get('freezer')!)).toThrow(
    /line 6: fields\.d\.values\.1: door has no word ajar\. Its words are closed, open/,
  )
})

describe('the documented mappings', () => {
  const folder = join(repository, 'device-sim/replay/mappings')

  test('the first example of the README is a mapping for both', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8')) ?? []
    const { fields, time } = parse(example, builtIn.get('freezer')!)

    expect(platformMapping.safeParse(parseYaml(example)).data).toMatchObject({ fields, time: { zone: time.zone } })
  })

  test.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('%s is sound', (name) => {
    const kind = builtIn.get(name.split('-')[0] ?? '')!

    expect(Object.keys(readMapping(join(folder, name), kind).fields).length).toBeGreaterThan(1)
  })
})
