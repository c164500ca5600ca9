// What is wrong with a mapping is said in the same sentences by the platform and by replay.
import { expect, test } from 'vitest'
import { parseMapping } from '../../../device-sim/replay/mapping-file.ts'
import { builtIn } from '../../../facilities/catalogue.ts'
import type { NewMapping } from '../../../facilities/mapping/mapping.ts'
import { saveMapping } from '../../../register/mappings.ts'
import { faultOf, openFurnished } from '../../register/open-register.ts'

const door = (values: Record<string, string | boolean>): NewMapping => ({ fields: { d: { to: 'door', values } } })
const timed = (time: NewMapping['time']): NewMapping => ({ fields: {}, ...(time && { time }) })

const faulty: NewMapping[] = [
  { fields: { t: { to: 'temprature' } } },
  { fields: { t: { to: 'Temperature inside' }, h: { to: 'nothing at all' } } },
  { fields: { t: { to: 'temperature' }, T: { to: 'temperature' } } },
  { fields: { 'a..b': { to: 'temperature' } } },
  { fields: { t: { to: 'temperature', scale: 0 } } },
  { fields: { d: { to: 'door', scale: 2, offset: '1/2' } } },
  { fields: { t: { to: 'temperature', values: { a: 'b' } } } },
  door({ 0: 'shut', 1: '打开', 2: true }),
  timed({ field: 't', format: 'unix' }),
  timed({ field: 't', format: 'HH:mm' }),
  timed({ field: 't', format: 'yyyyMMdd' }),
  timed({ field: 't', format: 'yyyyMMdd', zone: '北京时间' }),
  timed({ field: 't', format: 'iso', zone: 'Asia/Shanghai' }),
  timed({ field: 'a.b.c.d.e.f.g.h.i', format: 'iso' }),
  { fields: { t: { to: 'temperature' } }, time: { field: 't', format: 's' } },
]

test.each(faulty)('%j', async (mapping) => {
  const { register } = await openFurnished()
  const { faults } = faultOf(() => saveMapping(register, { kind: 'freezer', model: 'ice-9', ...mapping }))
  const said = () => parseMapping(JSON.stringify(mapping), 'map.json', builtIn.get('freezer')!)

  expect(said).toThrow(
    ['map.json cannot be used as a mapping:', ...faults.map(({ path, message }) => `  line 1: ${path}: ${message.en}`)].join('\n'),
  )
})
