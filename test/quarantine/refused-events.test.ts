import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { eventSchema } from '../../facilities/schema.ts'
import { explainEvent } from '../../ingest/quarantine/explain.ts'
import { expectReadable, kindOf, refusalOfEvent } from './refused.ts'

const cases: { name: string; kind: string; event: string; sends: string; code: string; path?: string; meant?: string }[] = [
  { name: 'no object', kind: 'vending', event: 'sale', sends: '[]', code: 'not-an-object' },
  { name: 'a field that is missing', kind: 'vending', event: 'sale', sends: '{"lane":"A1"}', code: 'missing-field', path: 'amountFen' },
  {
    name: 'a field by another name',
    kind: 'vending',
    event: 'sale',
    sends: '{"price":350}',
    code: 'missing-field',
    path: 'amountFen',
    meant: '"price" to "amountFen", in fen',
  },
  { name: 'neither of two fields', kind: 'freezer', event: 'sale', sends: '{"sku":"a"}', code: 'missing-field', path: 'amountFen' },
  {
    name: 'a field missing in a line',
    kind: 'freezer',
    event: 'sale',
    sends: '{"lines":[{"sku":"a","quantity":1}]}',
    code: 'missing-field',
    path: 'lines[0].amountFen',
  },
  { name: 'no line', kind: 'freezer', event: 'sale', sends: '{"lines":[]}', code: 'list-length', path: 'lines' },
  { name: 'a line that is a text', kind: 'freezer', event: 'sale', sends: '{"lines":["a"]}', code: 'wrong-type', path: 'lines[0]' },
  { name: 'lines that are none', kind: 'freezer', event: 'sale', sends: '{"lines":7}', code: 'wrong-type', path: 'lines' },
  { name: 'yuan', kind: 'vending', event: 'sale', sends: '{"amountFen":3.5}', code: 'not-whole', path: 'amountFen', meant: 'send 350' },
  {
    name: 'an amount as text',
    kind: 'vending',
    event: 'sale',
    sends: '{"amountFen":"350"}',
    code: 'wrong-type',
    path: 'amountFen',
    meant: 'the number 350',
  },
  {
    name: 'an amount that is no money',
    kind: 'vending',
    event: 'sale',
    sends: '{"amountFen":1e9}',
    code: 'out-of-limits',
    path: 'amountFen',
  },
  {
    name: 'an amount beyond all numbers',
    kind: 'vending',
    event: 'sale',
    sends: '{"amountFen":-1e400}',
    code: 'not-finite',
    path: 'amountFen',
  },
  {
    name: 'a number for an id',
    kind: 'vending',
    event: 'sale',
    sends: '{"amountFen":1,"lane":3}',
    code: 'wrong-type',
    path: 'lane',
    meant: '"3"',
  },
  { name: 'an empty text', kind: 'vending', event: 'sale', sends: '{"amountFen":1,"lane":""}', code: 'text-length', path: 'lane' },
  {
    name: 'a text too long',
    kind: 'vending',
    event: 'sale',
    sends: `{"amountFen":1,"lane":"${'x'.repeat(200_000)}"}`,
    code: 'text-length',
    path: 'lane',
  },
  { name: 'an id that is none', kind: 'vending', event: 'sale', sends: '{"id":[],"amountFen":1}', code: 'id-invalid', path: 'id' },
  {
    name: '1 for true',
    kind: 'charger',
    event: 'start',
    sends: '{"authorised":1,"delivered":true}',
    code: 'wrong-type',
    path: 'authorised',
    meant: 'Send true',
  },
  {
    name: '"false" for false',
    kind: 'charger',
    event: 'start',
    sends: '{"authorised":true,"delivered":"false"}',
    code: 'wrong-type',
    path: 'delivered',
    meant: 'Send false',
  },
  {
    name: 'a time without zone',
    kind: 'charger',
    event: 'session',
    sends: '{"session":"a","energyKwh":1,"started":"2026-08-10 12:00:00"}',
    code: 'ts-without-zone',
    path: 'started',
    meant: '+08:00',
  },
  {
    name: 'no time',
    kind: 'charger',
    event: 'session',
    sends: '{"session":"a","energyKwh":1,"ended":"noon"}',
    code: 'ts-invalid',
    path: 'ended',
  },
  { name: 'a word unheard of', kind: 'meter', event: 'outage', sends: '{"phase":"a"}', code: 'unknown-word', path: 'phase', meant: '"A"' },
  { name: 'a number too small', kind: 'freezer', event: 'doorOpen', sends: '{"seconds":-1}', code: 'out-of-limits', path: 'seconds' },
  { name: 'a mobile number', kind: 'locker', event: 'deposit', sends: '{"parcel":"13812345678"}', code: 'personal-data', path: 'parcel' },
]

describe('an event that cannot be stored says why', () => {
  test.each(cases)('$name', ({ kind, event, sends, code, path, meant }) => {
    const rejection = refusalOfEvent(kind, event, sends)

    expect(rejection).toMatchObject({ code })
    expect(rejection?.path).toBe(path)
    if (meant !== undefined) expect(rejection?.suggestion?.en).toContain(meant)
    expectReadable(rejection!)
  })
})

it('does not repeat a phone number it may not keep', () => {
  const rejection = refusalOfEvent('locker', 'pickup', '{"parcel":"+8613812345678"}')

  expect(rejection?.code).toBe('personal-data')
  expect(JSON.stringify(rejection)).not.toContain('13812345678')
})

it('tells of both fields where either would do', () => {
  const schema = eventSchema(kindOf('store'), 'sale')!
  const { error } = schema.safeParse({})

  expect(explainEvent(kindOf('store'), 'sale', {}, error!)).toMatchObject({ code: 'missing-field', expected: 'amountFen | lines' })
})

it('gives the rule of a definition where it knows no better words', () => {
  const { error } = z.object({ seal: z.string().regex(/^S\d+$/), pair: z.tuple([z.number()]) }).safeParse({ seal: 'x', pair: [1] })
  const rejection = explainEvent(kindOf('freezer'), 'sealed', { seal: 'x' }, error!)

  expect(rejection).toMatchObject({ code: 'not-accepted', path: 'seal', found: '"x"' })
  expect(rejection.expected).toContain('S\\d+')
  expectReadable(rejection)
})
