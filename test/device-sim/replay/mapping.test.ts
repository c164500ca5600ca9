import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseMapping, readMapping } from '../../../device-sim/replay/mapping-file.ts'
import { builtIn } from '../../../facilities/catalogue.ts'
import { repository } from '../../support/process.ts'

const sound = `source: { format: csv }
time: { columns: [at], format: iso }
target: telemetry
fields:
  power: { from: kW }
`
const meter = builtIn.get('meter')!
const parse = (text: string, kind = meter) => parseMapping(text, 'map.yaml', kind)

test('a sound mapping is read with its defaults', () => {
  expect(parse(sound)).toMatchObject({ source: { delimiter: ',', encoding: 'utf-8' }, fields: { power: { from: 'kW' } }, repairs: [] })
})

test.each([
  ['a field that the kind does not have', sound.replace('power', 'powre'), /line 5: fields\.powre must be a field of meter: energyImport/],
  ['a column name that is empty', sound.replace('kW', "''"), /line 5: fields\.power\.from/],
  ['two ways for one field', sound.replace('from: kW', 'from: kW, constant: 3'), /line 5: fields\.power must have exactly one of/],
  ['an option nobody knows', sound.replace('from: kW', 'from: kW, sclae: 2'), /fields\.power.*sclae/],
  [
    'a scale that is no number',
    sound.replace('from: kW', 'from: kW, scale: 1/0'),
    /line 5: fields\.power\.scale must be a number or a fraction/,
  ],
  ['a pattern without its zone', sound.replace('iso', 'd/M/yyyy'), /line 2: time\.zone must be given: d\/M\/yyyy says no zone/],
  ['a zone that does not exist', sound.replace('iso', 'iso, zone: Europe/Pariss'), /line 2: time\.zone must be a time zone/],
  ['a format that is no date', sound.replace('iso', 'HH:mm, zone: UTC'), /time\.format must be iso, rfc1123/],
  [
    'an event the kind does not have',
    sound.replace('telemetry', 'event/sale'),
    /line 3: target must name an event of meter: outage, restored/,
  ],
  ['a target that is none', sound.replace('telemetry', 'state'), /line 3: target must/],
  [
    'a repair that is none',
    `${sound}repairs:\n  - sort: time\n  - mend: all\n`,
    /line 8: repairs\.1 must have exactly one of skip, default, swapBytes, sort/,
  ],
  ['a skip without a condition', `${sound}repairs: [{ skip: { column: kW } }]\n`, /repairs\.0\.skip must have is, empty, below or above/],
  ['no fields', sound.replace(/fields:[\s\S]*/, 'fields: {}\n'), /line 4: fields must name at least one field/],
  ['nothing', '', /source must/],
  ['broken YAML', 'source: { format: csv', /not readable as YAML/],
])('%s is named with its path and line', (_, text, sentence) => {
  expect(() => parse(text)).toThrow(sentence)
})

test('all mistakes are named at once', () => {
  expect(() => parse('source: { format: xml }\ntime: { columns: [] }\ntarget: telemetry\nfields: { power: 3 }')).toThrow(
    /line 1: source\.format[\s\S]*line 2: time\.columns[\s\S]*line 2: time\.format[\s\S]*line 4: fields\.power/,
  )
})

test('a total in an event is refused', () => {
  const text = `source: { format: json }\ntime: { columns: [at], format: iso }\ntarget: event/session\nfields:\n  energyKwh: { total: kWh }\n`

  expect(() => parse(text, builtIn.get('charger')!)).toThrow(/line 5: fields\.energyKwh\.total must not be used in an event/)
})

describe('the documented mappings', () => {
  const folder = join(repository, 'device-sim/replay/mappings')

  test.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('%s is sound', (name) => {
    const kind = builtIn.get(name.split('-')[0] ?? '')!

    expect(readMapping(join(folder, name), kind).target).toMatch(/^(telemetry|event\/)/)
  })
})
