import { describe, expect, test } from 'vitest'
import { applyMapping } from '../../facilities/mapping/apply-mapping.ts'
import { prepareMapping } from '../../facilities/mapping/prepare-mapping.ts'
import { schemasOf } from '../../facilities/schema.ts'
import { parseCapture } from '../../ingest/draft/capture.ts'
import { draftKind } from '../../ingest/draft/draft.ts'
import { testEveryRuleOf } from '../facilities/every-kind.ts'
import { sketch } from '../facilities/sketch.ts'
import { type Captured, flatLines, parkingLock, plainVending, scale, vendorVending } from './captures.ts'
import { complaintsAbout } from './compiled.ts'
import { drafted, loaded } from './loaded.ts'

const isTaken = (kind: string) => kind === 'vending'
const drafts = {
  plain: drafted(draftKind(plainVending(), { isTaken })),
  vendor: drafted(draftKind(vendorVending(), { isTaken, kind: 'snacks' })),
  flat: drafted(draftKind(parseCapture(flatLines()), { kind: 'shop-vend' })),
  scale: drafted(draftKind(scale(), { kind: 'scale' })),
  lock: drafted(draftKind(parkingLock(), { kind: 'parking-lock' })),
}
const kinds = await loaded(...Object.values(drafts))

test('fields, events, interval and names are recognised', () => {
  expect(kinds.map(sketch).toSorted()).toEqual([
    'parking-lock 30 s: batteryVoltage arm occupied signal | raise lower | ',
    'scale 6 s: weight tare stable battery rssi | | '.replace('| |', '|  |'),
    'shop-vend 60 s: machineStatus insideTemp energyTotal emptyLanes |  | ',
    'snacks 60 s: temperature status lanes emptyLanes payment energy | sale | ',
    'vending-2 60 s: status lanes emptyLanes temperature cashless energy | sale | ',
  ])
})

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('the draft %s, without any edit', (_, kind) => testEveryRuleOf(kind))

test('the mapping of the draft makes what the vendor sends what the kind takes', () => {
  const { mapping } = drafts.vendor
  const kind = kinds.find((each) => each.kind === 'snacks')!
  const prepared = prepareMapping(mapping!, kind)
  const { values, events } = schemasOf(kind)
  const results = vendorVending().map(({ topic, payload, received }) => {
    const event = topic.split('/event/')[1] ?? ''
    const { ts, devId, fw, d, ...fields } = applyMapping(prepared, { event, value: JSON.parse(payload), receivedAt: received }) as Record<
      string,
      unknown
    >
    return {
      event,
      away: Math.abs(Number(ts) - received),
      left: { devId, fw, d },
      checked: (event ? events.get(event)! : values).strict().safeParse(fields),
    }
  })

  expect(results.filter(({ checked }) => !checked.success)).toEqual([])
  expect(results.filter(({ away }) => away > 1_000)).toEqual([])
  expect(results.find(({ event }) => event === '')?.checked.data).toMatchObject({
    status: 'code1',
    lanes: 40,
    payment: 'ok',
    temperature: expect.any(Number),
  })
  expect(results.find(({ event }) => event === 'sale')).toMatchObject({
    left: { d: { phone: '13800138000' } },
    checked: { data: { amountFen: expect.any(Number), lane: expect.any(String) } },
  })
  expect(mapping).toMatchObject({
    fields: { 'd.je': { to: 'amountFen', scale: 100 }, 'd.zf': { values: { 0: 'unavailable', 1: 'ok' } } },
    time: { field: 't', format: 's' },
  })
})

test('what the platform can read as it is needs no mapping', () => {
  expect([drafts.plain.mapping, drafts.flat.mapping]).toEqual([undefined, undefined])
})

test('units beside a number, and times without zone, are reckoned with', () => {
  expect(drafts.scale.mapping).toEqual({
    fields: {
      weight: { to: 'weight', scale: 1_000 },
      tare: { to: 'tare', scale: 1_000 },
      stable: { to: 'stable', values: { true: 'stable', false: 'unstable' } },
    },
  })
  expect(drafts.lock.mapping?.time).toEqual({ field: 'time', format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' })
  expect(drafts.lock.mapping?.fields).toMatchObject({
    bat_mv: { to: 'batteryVoltage', scale: 0.001 },
    fee: { to: 'amountFen', scale: 100 },
  })
})

test('nothing of a resident comes into the draft, and the file says so', () => {
  expect(drafts.vendor.source).not.toContain('138')
  expect(drafts.vendor.source).toMatch(/'d\.phone' is left out: it may be of a resident/)
})

test('every question is asked in both languages, and stands in the file', () => {
  for (const { questions, source } of Object.values(drafts)) {
    expect(questions.length).toBeGreaterThan(0)
    for (const { zh, en } of questions) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(source).toContain(`// ? ${zh}`)
      expect(source).toContain(`// ? ${en}`)
    }
  }
})

test('a draft is formatted and linted like our own files, and compiles beside them', async () => {
  expect(await complaintsAbout(Object.values(drafts))).toEqual({ compiler: '', linter: '' })
})

test('a device that changes nothing is simulated all the same', async () => {
  const messages = Array.from({ length: 10 }, () => ({ payload: { lanes: 40, door: 'closed' } }))
  const [kind] = await loaded(drafted(draftKind(messages, { kind: 'still' })))

  expect(kind?.simulate.start).toEqual({ lanes: 40, door: 'closed' })
})

describe('nothing to draft from is said', () => {
  const readings = (payload: unknown): Captured[] => [{ topic: 'kz/v1/lamp/l1/telemetry', payload: JSON.stringify(payload), received: 0 }]

  test.each([
    ['no messages', [], /there are no messages/],
    ['no JSON', [{ payload: 'temp=5' }, { payload: '18' }], /none of the 2 messages is a JSON object/],
    ['states only', [{ topic: 'kz/v1/lamp/l1/state', payload: '{"state":"online"}' }], /only states/],
    ['events only', [{ topic: 'kz/v1/lamp/l1/event/on', payload: '{"by":"hand"}' }], /events only/],
    ['nothing measured', readings({ devId: 'A', fw: '1.0' }), /in 1 readings there is no value/],
  ])('%s', (_, messages, sentence) => {
    const draft = draftKind(messages)

    expect(draft).toEqual({ nothing: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(sentence) } })
  })
})
