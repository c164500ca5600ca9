// What each field is taken for: from its name and from what it said.
import { describe, expect, test } from 'vitest'
import type { Field } from '../../facilities/define.ts'
import { draftKind } from '../../ingest/draft/draft.ts'
import { drafted, loaded } from './loaded.ts'

const sketchOf = (name: string, field: Field): string => {
  const unit = 'unit' in field ? ` ${field.unit || '-'}` : ''
  const limits = 'limits' in field ? ` ${field.limits.join('…')}` : ''
  const words = field.type === 'state' ? ` ${Object.keys(field.values).join('|')}` : ''
  return `${name} ${field.type}${unit}${limits}${words}`
}

const steady = [5, 5.5, 5.2, 5.1]
const growing = [100, 100.4, 100.4, 101.1, 101.6, 102, 102.2, 102.9, 103, 103.5, 104]

/** Name, what it said, what it is; then, where it differs, the rule of the mapping. */
const cases: [path: string, said: unknown[], field: string, rule?: object][] = [
  ['temperature', steady, 'temperature gauge °C -60…150'],
  ['wd', steady, 'temperature gauge °C -60…150', { to: 'temperature' }],
  ['data.inside_temp', steady, 'insideTemperature gauge °C -60…150', { to: 'insideTemperature' }],
  ['temp', [-184, -183, -190], 'temp gauge °C -60…150', { to: 'temp', scale: 0.1 }],
  ['temp', [278.2, 279.1], 'temp gauge °C -60…150', { to: 'temp', offset: -273.15 }],
  ['temp_f', [41, 39.5], 'temperature gauge °C -60…150', { to: 'temperature', scale: 0.555_555_555_556, offset: -17.777_777_777_8 }],
  ['voltage', [2_291, 2_305, 2_300], 'voltage gauge V 0…1000', { to: 'voltage', scale: 0.1 }],
  ['voltage_a', [229.1, 230.5], 'voltageA gauge V 0…1000', { to: 'voltageA' }],
  ['ub', [229.1, 230.5], 'voltageB gauge V 0…1000', { to: 'voltageB' }],
  ['power', [1_860, 1_901.5], 'power gauge kW -1000…1000', { to: 'power', scale: 0.001 }],
  ['powerW', [12, 15], 'powerW gauge kW -1000…1000', { to: 'powerW', scale: 0.001 }],
  ['gl', [1.2, 1.4], 'power gauge kW -1000…1000', { to: 'power' }],
  ['energy', growing, 'energy total kWh'],
  ['dl', growing, 'energy total kWh', { to: 'energy' }],
  ['dl', [4.1, 3.9, 4.2], 'current gauge A -2000…2000', { to: 'current' }],
  ['kwh', growing.map(String), 'energy total kWh', { to: 'energy' }],
  ['totalWh', growing, 'totalWh total kWh', { to: 'totalWh', scale: 0.001 }],
  ['humidity', [41, 42, 40], 'humidity gauge % 0…100'],
  ['rssi', [-61, -70], 'rssi gauge dBm -150…100'],
  ['csq', [18, 22], 'signal gauge - 0…100', { to: 'signal' }],
  ['battery', [87, 86], 'battery gauge % 0…100'],
  ['battery_mv', [3_610, 3_600], 'batteryVoltage gauge V 0…120', { to: 'batteryVoltage', scale: 0.001 }],
  ['weight_kg', [1.25, 3.5], 'weight gauge g -1000…1000000', { to: 'weight', scale: 1_000 }],
  ['emptyLanes', [2, 3, 2], 'emptyLanes count 0…100'],
  ['kc', [250, 249], 'stock count 0…10000', { to: 'stock' }],
  ['door', [0, 1, 0], 'door state closed|open', { to: 'door', values: { 0: 'closed', 1: 'open' } }],
  ['door', ['closed', 'open', 'closed'], 'door state closed|open'],
  ['door', ['关门', '开门', '关门'], 'door state closed|open', { to: 'door', values: { 关门: 'closed', 开门: 'open' } }],
  ['online', [true, true], 'online state online|offline', { to: 'online', values: { true: 'online', false: 'offline' } }],
  ['x1', [true, false], 'x1 state on|off', { to: 'x1', values: { true: 'on', false: 'off' } }],
  ['status', ['IDLE', 'CHARGING', 'IDLE'], 'status state idle|charging', { to: 'status', values: { IDLE: 'idle', CHARGING: 'charging' } }],
  ['workState', [3, 3, 4], 'workState state code3|code4', { to: 'workState', values: { 3: 'code3', 4: 'code4' } }],
  ['blorp', [1.5, 2.5], 'blorp gauge - 0…20'],
  ['blorp', [0, 1, 0, 0], 'blorp state off|on', { to: 'blorp', values: { 0: 'off', 1: 'on' } }],
  ['blorp', growing, 'blorp total -'],
  ['Blorp Value!', [1.5, -2.5], 'blorpValue gauge - -20…10', { to: 'blorpValue' }],
  ['quality', [1.5, 2.5], 'none'],
  ['time', [1.5, 2.5], 'none'],
]

test.each(cases)('%s that says %j is %s', async (path, said, field, rule) => {
  const draft = draftKind(
    said.map((value, index) => ({ payload: { [path]: value }, received: 1_795_392_000_000 + index * 60_000 })),
    { kind: 'thing' },
  )
  if (field === 'none') {
    expect(draft).toHaveProperty('nothing')
    return
  }
  const [kind] = await loaded(drafted(draft))

  expect(Object.entries(kind!.telemetry).map(([name, each]) => sketchOf(name, each))).toEqual([field])
  expect(drafted(draft).mapping?.fields ?? {}).toEqual(rule ? { [path]: rule } : {})
})

describe('left out, with the reason in the file', () => {
  test.each([
    ['phone', ['13800138000', '13800138001'], 'it may be of a resident'],
    ['note', [13_800_138_000], 'it may be of a resident'],
    ['userName', ['张三', '李四'], 'it may be of a resident'],
    ['imei', ['860000000000001'], 'it is about the device'],
    ['fwVersion', ['1.2.3', '1.2.3'], 'it is about the device'],
    ['lamp', [[1, 2], [3]], 'it is a list'],
    ['note', ['one thing', 'another', 'a third', 'a fourth', 'a fifth', 'a sixth'], 'its texts are too many'],
    ['door', [null, null], 'it was never anything but null'],
  ])('%s of %j: %s', async (path, said, reason) => {
    const draft = drafted(
      draftKind(
        said.map((value) => ({ payload: { [path]: value, temperature: 5 } })),
        { kind: 'thing' },
      ),
    )

    expect(draft.source).toContain(`// '${path}' is left out: ${reason}`)
    expect(Object.keys((await loaded(draft))[0]!.telemetry)).toEqual(['temperature'])
  })
})

describe('the interval', () => {
  test.each([
    [60_120, '60 s'],
    [14_980, '15 s'],
    [7_000, '7 s'],
    [300_900, '5 min'],
    [3_601_000, '1 h'],
    [400, '1 s'],
  ])('%d ms is %s', (ms, every) => {
    const messages = Array.from({ length: 9 }, (_, index) => ({
      payload: { temperature: 5 },
      received: 1_795_392_000_000 + index * ms + (index % 2) * 30,
    }))

    expect(drafted(draftKind(messages, { kind: 'thing' })).source).toContain(`every: '${every}'`)
  })
})

describe('the time stamp', () => {
  const at = Date.parse('2026-11-02T12:00:00+08:00')
  const heard = (written: (ms: number) => unknown, name = 'sj') =>
    drafted(
      draftKind(
        Array.from({ length: 9 }, (_, index) => ({
          payload: { temperature: 5, [name]: written(at + index * 60_000) },
          received: at + index * 60_000 + 200,
        })),
        { kind: 'thing' },
      ),
    )
  const local = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString()

  test.each<[string, (ms: number) => unknown, object]>([
    ['seconds', (ms) => ms / 1_000, { format: 's' }],
    ['milliseconds as text', (ms) => String(ms), { format: 'ms' }],
    ['ISO with zone', (ms) => new Date(ms).toISOString(), { format: 'iso' }],
    ['a local time', (ms) => local(ms).slice(0, 19).replace('T', ' '), { format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' }],
    [
      'a time in UTC without saying so',
      (ms) => new Date(ms).toISOString().slice(0, 19).replace('T', ' '),
      { format: 'yyyy-MM-dd HH:mm:ss', zone: 'UTC' },
    ],
    ['digits only', (ms) => local(ms).replace(/\D/g, '').slice(0, 14), { format: 'yyyyMMddHHmmss', zone: 'Asia/Shanghai' }],
    [
      'slashes',
      (ms) => local(ms).slice(0, 19).replace('T', ' ').replaceAll('-', '/'),
      { format: 'yyyy/MM/dd HH:mm:ss', zone: 'Asia/Shanghai' },
    ],
  ])('in %s is recognised', (_, written, expected) => {
    expect(heard(written).mapping?.time).toEqual({ field: 'sj', ...expected })
  })

  test('that the platform reads as it is needs no mapping, and one in another unit does', () => {
    expect(heard((ms) => ms, 'ts').mapping).toBeUndefined()
    expect(heard((ms) => ms / 1_000, 'ts').mapping?.time).toEqual({ field: 'ts', format: 's' })
  })

  test('that is hours away from receipt is asked about', () => {
    expect(heard((ms) => ms / 1_000 + 28_800).questions).toContainEqual({
      zh: expect.stringContaining('8 小时'),
      en: expect.stringContaining('about 8 h away'),
    })
  })
})
