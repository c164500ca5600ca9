import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseMapping, readMapping } from '../../../device-sim/replay/mapping-file.ts'
import { type Plan, planReplay } from '../../../device-sim/replay/plan.ts'
import { planReport } from '../../../device-sim/replay/report.ts'
import { builtIn } from '../../../facilities/catalogue.ts'
import { repository } from '../../support/process.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Replay {
  as: string
  map: string
  device?: string
  until?: number
}

/** `map`: a mapping's text, or the name of a documented one. */
async function plan(content: string | Buffer, { as, map, device, until }: Replay): Promise<Plan> {
  const path = join(await tempFolder(), 'record')
  await writeFile(path, content)
  const kind = builtIn.get(as)!
  const mapping = map.endsWith('.yaml')
    ? readMapping(join(repository, 'device-sim/replay/mappings', map), kind)
    : parseMapping(map, 'map.yaml', kind)
  return planReplay({ path, kind, mapping, device, until })
}

async function bodies(of: Plan) {
  const messages = []
  for await (const { device, topic, payload } of of.messages()) messages.push({ device, topic, body: JSON.parse(payload) })
  return messages
}

const values = async (of: Plan) => (await bodies(of)).map(({ body }) => body.values)
const simple = (fields: string, more = '') =>
  `source: { format: csv, missing: ['?'] }\ntime: { field: at, format: iso }\nfields:\n${fields}\n${more}`

describe('a household meter', () => {
  const record = `Date;Time;Global_active_power;Global_reactive_power;Voltage;Global_intensity
1/7/2007;00:00:00;2.744;0.350;239.090;11.600
1/7/2007;00:01:00;2.672;0.354;239.430;11.200
1/7/2007;00:02:00;?;0.352;?;?
1/7/2007;00:03:00;2.676;0.352;239.490;11.200
`
  const replay = { as: 'meter', map: 'meter-uci.yaml', device: 'm1' }

  test('its total begins one interval early, and grows by what each minute adds', async () => {
    const [opening, ...rows] = await bodies(await plan(record.replace(/.*\?.*\n/, ''), replay))

    expect(opening?.body).toMatchObject({ ts: Date.parse('2007-06-30T21:59:00Z'), seq: 0, values: { energyImport: 0 } })
    expect(rows.map(({ body }) => [body.seq, body.values.energyImport])).toEqual([
      [1, 0.045733],
      [2, 0.090267],
      [3, 0.134867],
    ])
    expect(rows[0]).toMatchObject({
      topic: 'kz/v1/meter/m1/telemetry',
      body: { values: { power: 2.744, voltageA: 239.09, currentA: 11.6 } },
    })
  })

  test('a minute without values is left out with its reason', async () => {
    const made = await plan(record, replay)

    expect(await values(made)).toHaveLength(4)
    expect(planReport(made).join('\n')).toMatch(
      /4 read, 0 repaired, 1 skipped\n +1 skipped: it has no value for any field \(first: row 3\)/,
    )
  })

  test('the increase of a long record has no rounding error', async () => {
    const rows = Array.from({ length: 2_880 }, (_, index) => {
      const minute = `${String(Math.floor(index / 60) % 24).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00`
      return `${index < 1_440 ? 1 : 2}/7/2007;${minute};0.1;0;240;1`
    })
    const made = await plan(`Date;Time;Global_active_power;Global_reactive_power;Voltage;Global_intensity\n${rows.join('\n')}\n`, replay)

    expect(planReport(made)).toContain('increase  energyImport 4.8')
    expect((await values(made)).at(-1)).toMatchObject({ energyImport: 4.8 })
  })

  test('all times are moved by one offset, so that the last falls where it is wanted', async () => {
    const until = Date.parse('2026-11-20T15:59:59.999Z')
    const times = (await bodies(await plan(record, { ...replay, until }))).map(({ body }) => body.ts)

    expect(times.at(-1)).toBe(until)
    expect(times[0]).toBe(until - 4 * 60_000)
  })

  test('replayed again it is the same, byte for byte; moved or mapped otherwise it has another boot', async () => {
    const first = await bodies(await plan(record, replay))
    const boot = (of: typeof first) => of[0]?.body.boot

    expect(await bodies(await plan(record, replay))).toEqual(first)
    expect(boot(await bodies(await plan(record, { ...replay, until: 1_790_000_000_000 })))).not.toBe(boot(first))
    expect(boot(await bodies(await plan(record.replace('2.744', '2.745'), replay)))).not.toBe(boot(first))
  })
})

describe('vending sales', () => {
  const head = 'Status,Device ID,Product,Transaction,TransDate,Type,RCoil,RPrice,RQty,LineTotal\n'
  const record = `\uFEFF${head}Processed,VJ1,"Chips, salted",77,1/2/2022,Cash,148,1.15,1,1.15
Unlinked,VJ2,,78,1/2/2022,Cash,133,1.5,2,3
Processed,VJ1,Water,79,7/4/2022,Credit,143,4.35,1,4.35
`

  test('each line is a sale in hundredths, with a byte order mark, quotes and a missing product', async () => {
    const made = await plan(record, { as: 'vending', map: 'vending-nj.yaml', device: 'v1' })

    expect((await bodies(made)).map(({ topic, body }) => ({ topic, ...body, boot: '' }))).toEqual([
      {
        topic: 'kz/v1/vending/v1/event/sale',
        ts: Date.parse('2022-01-02T05:00:00Z'),
        seq: 1,
        boot: '',
        id: '77-148',
        amountFen: 115,
        lane: '148',
        sku: 'Chips, salted',
        quantity: 1,
      },
      {
        topic: 'kz/v1/vending/v1/event/sale',
        ts: Date.parse('2022-01-02T05:00:00Z'),
        seq: 2,
        boot: '',
        id: '78-133',
        amountFen: 300,
        lane: '133',
        sku: 'unknown',
        quantity: 2,
      },
      {
        topic: 'kz/v1/vending/v1/event/sale',
        ts: Date.parse('2022-07-04T04:00:00Z'),
        seq: 3,
        boot: '',
        id: '79-143',
        amountFen: 435,
        lane: '143',
        sku: 'Water',
        quantity: 1,
      },
    ])
    expect(planReport(made)).toEqual(expect.arrayContaining(['sum       amountFen 850', 'rows      3 read, 1 repaired, 0 skipped']))
  })

  test('without --device every machine speaks for itself and counts for itself', async () => {
    const made = await bodies(await plan(record, { as: 'vending', map: 'vending-nj.yaml' }))

    expect(made.map(({ device, body }) => [device, body.seq])).toEqual([
      ['nj-vj1', 1],
      ['nj-vj2', 1],
      ['nj-vj1', 2],
    ])
  })

  test('a refund is a negative sale', async () => {
    const made = await plan(`${head}Processed,VJ1,Water,79,7/4/2022,Credit,143,1.5,-1,-1.5\n`, {
      as: 'vending',
      map: 'vending-nj.yaml',
      device: 'v1',
    })

    expect((await bodies(made))[0]?.body).toMatchObject({ amountFen: -150, quantity: -1 })
    expect(planReport(made).join()).not.toContain('refuse')
  })
})

test('charging sessions: JSON, null, times inside the message moved along, sorted by their end', async () => {
  const session = (id: string, connect: string, disconnect: string, done: string | null) => ({
    sessionID: id,
    stationID: '2-39-81-4550',
    connectionTime: connect,
    disconnectTime: disconnect,
    doneChargingTime: done,
    kWhDelivered: 30.936,
    userInputs: null,
  })
  const record = JSON.stringify([
    session('a', 'Sat, 01 May 2021 20:00:00 GMT', 'Sun, 02 May 2021 03:00:00 GMT', null),
    session('b', 'Sat, 01 May 2021 21:00:00 GMT', 'Sat, 01 May 2021 22:00:00 GMT', 'Sat, 01 May 2021 22:00:05 GMT'),
  ])

  const made = await plan(record, { as: 'charger', map: 'charger-acn.yaml', until: Date.parse('2021-05-03T03:00:00Z') })

  expect((await bodies(made)).map(({ device, body }) => ({ device, ...body, boot: '' }))).toEqual([
    {
      device: 'acn-2-39-81-4550',
      ts: Date.parse('2021-05-02T22:00:00Z'),
      seq: 1,
      boot: '',
      session: 'b',
      started: '2021-05-02T21:00:00.000Z',
      ended: '2021-05-02T22:00:00.000Z',
      energyKwh: 30.936,
      reason: 'done',
    },
    {
      device: 'acn-2-39-81-4550',
      ts: Date.parse('2021-05-03T03:00:00Z'),
      seq: 2,
      boot: '',
      session: 'a',
      started: '2021-05-02T20:00:00.000Z',
      ended: '2021-05-03T03:00:00.000Z',
      energyKwh: 30.936,
      reason: 'unplugged',
    },
  ])
})

test('a freezer: the swapped bytes of its numbers are put right, and counted on where they wrap around', async () => {
  const record = `timestamp,temperature,humidity,measurement sequence number
2020-05-05T09:17:51+0200,-29.51,43.48,65279
2020-05-05T09:21:44+0200,-29.58,43.5,65535
2020-05-05T09:21:53+0200,-29.59,43.49,256
`
  const made = await bodies(await plan(record, { as: 'freezer', map: 'freezer-ruuvi.yaml', device: 'f1' }))

  expect(made.map(({ body }) => [body.seq, body.values.temperature])).toEqual([
    [65_534, -29.51],
    [65_535, -29.58],
    [65_537, -29.59],
  ])
})

test('JSON lines: a line that is no JSON is left out with its reason', async () => {
  const map = simple('  watts: { to: power, scale: 1/1000 }').replace('csv', 'jsonl')
  const made = await plan('{"at":"2026-11-20T00:00:00Z","watts":1234}\nnonsense\n\n{"at":"2026-11-20T00:01:00Z","watts":5}\n', {
    as: 'meter',
    map,
    device: 'm1',
  })

  expect(await values(made)).toEqual([{ power: 1.234 }, { power: 0.005 }])
  expect(planReport(made).join('\n')).toContain('1 skipped: it is not JSON (first: row 2)')
})

test('GBK is read as GBK', async () => {
  const map = simple('  状态: { to: status, values: { 空闲: available }, otherwise: faulted }').replace(
    'format: csv',
    'format: csv, encoding: gbk',
  )
  const gbk = Buffer.concat([
    Buffer.from('at,'),
    Buffer.from([0xd7, 0xb4, 0xcc, 0xac]),
    Buffer.from('\n2026-11-20T00:00:00Z,'),
    Buffer.from([0xbf, 0xd5, 0xcf, 0xd0]),
    Buffer.from('\n'),
  ])

  expect(await values(await plan(gbk, { as: 'charger', map, device: 'c1' }))).toEqual([{ status: 'available' }])
})

test('repairs: rows skipped on purpose, empty cells filled in, all of it counted', async () => {
  const map = simple(
    '  kW: { to: power }\n  V: { to: voltageA }',
    'repairs:\n  - skip: { column: mode, is: [test], because: a trial run }\n  - skip: { column: V, below: 100 }\n  - default: { column: kW, value: 0 }\n',
  )
  const made = await plan(
    'at,kW,V,mode\n2026-11-20T00:00:00Z,1,230,\n2026-11-20T00:01:00Z,,231,\n2026-11-20T00:02:00Z,9,230,test\n2026-11-20T00:03:00Z,1,12,\n',
    { as: 'meter', map, device: 'm1' },
  )

  expect(await values(made)).toEqual([
    { power: 1, voltageA: 230 },
    { power: 0, voltageA: 231 },
  ])
  const report = planReport(made).join('\n')
  expect(report).toContain('4 read, 1 repaired, 2 skipped')
  expect(report).toContain('1 skipped: a trial run (first: row 3)')
  expect(report).toContain('1 skipped: V is "12" (first: row 4)')
})

test('a cell that is no number makes its row unusable, and short lines are named', async () => {
  const made = await plan('at,kW\n2026-11-20T00:00:00Z,1.5 kW\n2026-11-20T00:01:00Z\n2026-11-20T00:02:00Z,2\nlater,3\n', {
    as: 'meter',
    map: simple('  kW: { to: power }'),
    device: 'm1',
  })

  expect(await values(made)).toEqual([{ power: 2 }])
  const report = planReport(made).join('\n')
  expect(report).toContain('kW: "1.5 kW" is not a number (first: row 1)')
  expect(report).toContain('its line ends before the column "kW" (first: row 2)')
  expect(report).toContain('its time "later" is not of the given format (first: row 4)')
})

test('what the platform will refuse is said beforehand', async () => {
  const made = await plan('at,kW\n2026-11-20T00:00:00Z,2000\n2026-11-20T00:01:00Z,2\n', {
    as: 'meter',
    map: simple('  kW: { to: power }'),
    device: 'm1',
  })

  expect(planReport(made).join('\n')).toMatch(/The platform will refuse 1 of them:\n +1 refused: power: .*\(first: row 1\)/)
})

test('minutes of the hour that is lived twice stay in their order', async () => {
  const map = simple('  kW: { to: power }').replace('format: iso', 'format: d/M/yyyy HH:mm, zone: Europe/Paris')
  const rows = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'].map((time, index) => `25/10/2026 ${time},${index}`)
  const made = await bodies(await plan(`at,kW\n${rows.join('\n')}\n`, { as: 'meter', map, device: 'm1' }))

  expect(made.map(({ body }) => new Date(body.ts).toISOString().slice(11, 16))).toEqual([
    '23:30',
    '00:00',
    '00:30',
    '01:00',
    '01:30',
    '02:00',
  ])
})

test.each([
  ['a column that is not there', 'at,KW\n2026-11-20T00:00:00Z,1\n', /no column "kW"; it has at, KW/],
  ['a file without rows', 'at,kW\n', /it has no rows/],
  ['a file of which no row can be used', 'at,kW\nx,1\n', /its time "x" is not of the given format/],
])('%s ends with a sentence', async (_, record, sentence) => {
  await expect(plan(record, { as: 'meter', map: simple('  kW: { to: power }'), device: 'm1' })).rejects.toThrow(sentence)
})

test('a file that is not there, or of another format, ends with a sentence', async () => {
  const mapping = parseMapping(simple('  kW: { to: power }'), 'map.yaml', builtIn.get('meter')!)
  const wish = { path: '/nowhere/record.csv', kind: builtIn.get('meter')!, mapping, device: 'm1', until: undefined }

  await expect(planReplay(wish)).rejects.toThrow(/record.csv cannot be read \(ENOENT\)/)
  await expect(plan('at,kW', { as: 'meter', map: simple('  kW: { to: power }').replace('csv', 'json'), device: 'm1' })).rejects.toThrow(
    /not readable as JSON/,
  )
  await expect(plan('{}', { as: 'meter', map: simple('  kW: { to: power }').replace('csv', 'json'), device: 'm1' })).rejects.toThrow(
    /not an array/,
  )
})
