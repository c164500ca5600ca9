// A mapping of nothing but fields and time: what the platform makes of a message and replay of a recorded row is the same.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseMapping } from '../../../device-sim/replay/mapping-file.ts'
import { planReplay } from '../../../device-sim/replay/plan.ts'
import { planReport } from '../../../device-sim/replay/report.ts'
import { builtIn } from '../../../facilities/catalogue.ts'
import { applyMapping } from '../../../facilities/mapping/apply-mapping.ts'
import { platformMapping } from '../../../facilities/mapping/platform-mapping.ts'
import { prepareMapping } from '../../../facilities/mapping/prepare-mapping.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const freezer = builtIn.get('freezer')!
const mapping = {
  fields: {
    'data.t': { to: 'temperature', scale: 0.1, offset: '-1/2' },
    f: { to: 'setPoint', scale: '5/9', offset: '-160/9' },
    d: { to: 'door', values: { 0: 'closed', 1: 'open', true: 'open' } },
  },
  time: { field: 'data.at', format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' },
}
const at = '2026-11-20 08:00:00'
const ts = Date.parse('2026-11-20T00:00:00Z')

interface Replay {
  file?: string
  as?: string
  map?: object
  device?: string | undefined
  target?: string
}

async function plan(content: string, { file = 'record', as = 'freezer', map = mapping, device = 'f1', target }: Replay = {}) {
  const path = join(await tempFolder(), file)
  await writeFile(path, content)
  const kind = builtIn.get(as)!
  return planReplay({ path, kind, mapping: parseMapping(JSON.stringify(map), 'map.json', kind), device, until: undefined, target })
}

async function sent(content: string, replay?: Replay): Promise<{ ts: number; values: unknown }[]> {
  const messages = []
  for await (const { payload } of (await plan(content, replay)).messages()) {
    const { ts, values } = JSON.parse(payload)
    messages.push({ ts, values })
  }
  return messages
}

const rows = [
  { data: { t: -184, at }, f: 0, d: 1, humidity: 40.25, rssi: -70 },
  { data: { t: '-180.5', at }, f: 1.5, d: '0', note: 'x' },
  { 'data.t': 3, 'data.at': at, d: true, temperature: 99 },
  { data: { at }, values: { data: { t: 101 }, humidity: 50 }, seq: 7 },
  { data: { t: 0.123456789012345, at }, door: 'open' },
]

describe('a row of JSON', () => {
  test.each(rows)('becomes what the platform makes of it as a message: %j', async (row) => {
    const { values: known } = builtIn.schemas('freezer')!
    const mapped = applyMapping(prepareMapping(platformMapping.parse(mapping), freezer), { event: '', value: row, receivedAt: ts })
    const { ts: readAt, values, ...bare } = mapped as { ts: number; values?: object }

    expect(await sent(JSON.stringify(row))).toEqual([{ ts: readAt, values: known.parse(values ?? bare) }])
    expect(readAt).toBe(ts)
  })
})

describe('without a word about the file, it is seen what it is:', () => {
  const flat = { fields: { temp: { to: 'temperature', scale: 0.1 } }, time: { field: 'at', format: 's' } }
  const expected = [
    { ts: 1_763_884_800_000, values: { temperature: -18.4 } },
    { ts: 1_763_884_860_000, values: { temperature: -18.3 } },
  ]

  test.each([
    ['CSV', 'record.csv', 'at,temp\n1763884800,-184\n1763884860,-183\n'],
    ['CSV of another delimiter', 'record.txt', 'at;"a,b,c";temp\n1763884800;x;-184\n1763884860;y;-183\n'],
    ['columns apart by tabs', 'record.tsv', 'at\ttemp\n1763884800\t-184\n1763884860\t-183\n'],
    ['a JSON array', 'record.json', ' [{"at":1763884800,"temp":-184},{"at":1763884860,"temp":"-183"}]'],
    ['a JSON array by its beginning', 'record', '\uFEFF[{"at":1763884800,"temp":-184},{"at":1763884860,"temp":"-183"}]'],
    ['JSON lines', 'record.jsonl', '{"at":1763884800,"temp":-184}\n{"at":1763884860,"temp":-183}\n'],
    ['JSON lines in a .json', 'record.json', '{"at":1763884800,"temp":-184}\n{"at":1763884860,"temp":-183}\n'],
  ])('%s', async (_, file, content) => {
    expect(await sent(content, { file, map: flat })).toEqual(expected)
  })
})

test('a column that bears the name of a field passes, unless it was given another meaning; others stay out', async () => {
  const map = { fields: { temperature: { to: 'setPoint' }, t: { to: 'temperature' } }, time: { field: 'at', format: 'ms' } }

  expect(await sent(`at,temperature,t,humidity,note\n${ts},-18,-17.5,40,x\n`, { map })).toEqual([
    { ts, values: { setPoint: -18, temperature: -17.5, humidity: 40 } },
  ])
})

test('a table without a time is told what to say', async () => {
  await expect(plan('at,t\n1,2\n', { map: { fields: { t: { to: 'temperature' } } } })).rejects.toMatchObject({
    message: expect.stringMatching(/no column "ts"; it has at, t/),
    hint: expect.stringMatching(/which column holds the time/),
  })
})

test('without a time the ts of the rows counts, as that of any device', async () => {
  const map = { fields: { t: { to: 'temperature' } } }

  expect(await sent(`{"ts":${ts},"t":1}\n{"ts":"2026-11-20T08:00:00+08:00","values":{"t":2}}\n`, { map })).toEqual([
    { ts, values: { temperature: 1 } },
    { ts, values: { temperature: 2 } },
  ])
})

test('names that a mapping in force on the platform would change again are pointed out', async () => {
  const map = { fields: { temperature: { to: 'temperature', scale: 0.1 }, t: { to: 'setPoint' } }, time: { field: 'ts', format: 's' } }
  const plain = { fields: { temperature: { to: 'temperature' } }, time: { field: 'ts', format: 'ms' } }
  const notes = async (of: object) =>
    planReport(await plan('ts,temperature,t\n1763884800,-184,-18\n', { map: of })).filter((line) => line.startsWith('note'))

  expect(await notes(map)).toEqual([expect.stringContaining('temperature is also'), expect.stringContaining('ts is also')])
  expect(await notes(plain)).toEqual([])
})

test('an unknown code makes its row unusable, and an empty cell leaves its field out', async () => {
  const map = { fields: { d: { to: 'door', values: { 0: 'closed' } }, t: { to: 'temperature' } }, time: { field: 'at', format: 'ms' } }
  const made = await plan(`at,d,t\n${ts},7,1\n${ts},,2\n${ts},closed,3\n`, { map })
  const values = []
  for await (const message of made.messages()) values.push(message.values)

  expect(values).toEqual([{ temperature: 2 }, { door: 'closed', temperature: 3 }])
  expect(planReport(made).join('\n')).toContain('1 skipped: d: no word for "7" (first: row 1)')
})

describe('what the rows become', () => {
  const time = { field: 'at', format: 'ms' }
  const topicOf = async (map: object, columns: string, target?: string) => {
    const made = await plan(`at,${columns}\n${ts},1,2\n`, { as: 'vending', map: { time, ...map }, ...(target && { target }) })
    return (await made.messages().next()).value?.topic.replace('kz/v1/vending/f1/', '')
  }
  const amount = { amt: { to: 'amountFen' } }
  const counted = { num: { to: 'quantity' } }

  test('is seen from the fields', async () => {
    expect(await topicOf({ fields: { t: { to: 'temperature' } } }, 't,x')).toBe('telemetry')
    expect(await topicOf({ fields: { ...amount, ...counted } }, 'amt,num')).toBe('event/sale')
  })

  test('has to be said where several events have them', async () => {
    await expect(topicOf({ fields: counted }, 'num,x')).rejects.toThrow(/those of several events of vending: event\/sale, event\/restock/)
    expect(await topicOf({ fields: counted }, 'num,x', 'event/restock')).toBe('event/restock')
    expect(await topicOf({ fields: counted, target: 'event/restock' }, 'num,x')).toBe('event/restock')
  })

  test('of a mapping that is about several sorts of messages is seen from what the record has of it', async () => {
    const fields = { t: { to: 'temperature' }, ...amount, ...counted }

    expect(await topicOf({ fields }, 'amt,num')).toBe('event/sale')
    expect(await topicOf({ fields }, 't,x')).toBe('telemetry')
  })

  test('may be said of a mapping that is about several sorts of messages', async () => {
    const fields = { t: { to: 'temperature' }, ...amount, sold: { to: 'quantity' }, added: { to: 'quantity' } }

    expect(await topicOf({ fields }, 'amt,sold', 'event/sale')).toBe('event/sale')
    expect(await topicOf({ fields }, 'added,x', 'event/restock')).toBe('event/restock')
  })

  test.each([
    [{ fields: amount }, 'event/party', /The kind vending has no event\/party\. There are telemetry, event\/sale/],
    [{ fields: amount }, 'telemetry', /No field of the mapping is one of telemetry/],
    [{ fields: amount, target: 'event/sale' }, 'telemetry', /--target is telemetry, but the mapping says event\/sale/],
  ])('of %j cannot be %s', async (map, target, sentence) => {
    await expect(topicOf(map, 'amt,x', target)).rejects.toThrow(sentence)
  })
})

test('a mapping saved for a device is for its record, unless another one is named', async () => {
  const map = { device: 'cold-1', version: 2, fields: { t: { to: 'temperature' } }, time: { field: 'at', format: 'ms' } }
  const path = join(await tempFolder(), 'record.csv')
  await writeFile(path, `at,t\n${ts},1\n`)
  const read = parseMapping(JSON.stringify(map), 'map.json', freezer)
  const deviceOf = async (device: string | undefined) => {
    const { messages } = await planReplay({ path, kind: freezer, mapping: read, device, until: undefined })
    return (await messages().next()).value?.device
  }

  expect([await deviceOf(undefined), await deviceOf('other')]).toEqual(['cold-1', 'other'])
})

test('the version of a saved mapping does not make other messages of the record', async () => {
  const record = `${JSON.stringify(rows[0])}\n`
  const bootOf = async (map: object) => JSON.parse((await (await plan(record, { map })).messages().next()).value?.payload ?? '{}').boot

  expect(await bootOf({ ...mapping, version: 1 })).toBe(await bootOf({ ...mapping, version: 2, author: 'li' }))
  expect(await bootOf({ ...mapping, fields: { ...mapping.fields, x: { to: 'humidity' } } })).not.toBe(await bootOf(mapping))
})
