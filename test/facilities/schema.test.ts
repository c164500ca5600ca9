import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { idSchema } from '../../facilities/id.ts'
import { locker } from '../../facilities/locker.ts'
import { commandSchema, eventSchema, jsonSchemas } from '../../facilities/schema.ts'
import { store } from '../../facilities/store.ts'

const accepts = (kind: string, event: string, fields: unknown): boolean => {
  const schema = builtIn.schemas(kind)?.events.get(event)
  if (!schema) throw new Error(`no event ${event} of ${kind}`)
  return schema.safeParse(fields).success
}

test.each([
  ['vending', 'sale', { amountFen: 350 }],
  ['vending', 'sale', { amountFen: -350, quantity: -1, lane: '07' }],
  ['vending', 'count', { lane: '07', book: 4, counted: 3 }],
  ['store', 'sale', { amountFen: 1_200 }],
  ['store', 'sale', { lines: [{ sku: 'A', quantity: 1, amountFen: 1_200, trace: 'T' }] }],
  ['store', 'entry', {}],
  ['freezer', 'sale', { amountFen: 900 }],
  ['freezer', 'defrost', {}],
  ['locker', 'pickup', { parcel: 'SF1400112233445' }],
  ['charger', 'session', { session: '2_39_81_4550_2021-05-01 20:42:39.133163', energyKwh: 30.936 }],
  ['meter', 'outage', {}],
])('%s takes %s %j', (kind, event, fields) => {
  expect(accepts(kind, event, fields)).toBe(true)
})

test.each([
  ['vending', 'sale', { lane: '07' }],
  ['vending', 'sale', { amountFen: 3.5 }],
  ['vending', 'sale', { amountFen: '350' }],
  ['vending', 'sale', { amountFen: 1e9 }],
  ['vending', 'sale', { amountFen: 350, sku: 'x'.repeat(65) }],
  ['vending', 'count', { lane: '07', book: 4 }],
  ['store', 'sale', {}],
  ['store', 'sale', { lines: [] }],
  ['store', 'sale', { lines: [{ sku: 'A', quantity: 1 }] }],
  ['store', 'sale', { lines: Array(201).fill({ sku: 'A', quantity: 1, amountFen: 1 }) }],
  ['freezer', 'doorOpen', { seconds: -1 }],
  ['locker', 'pickup', {}],
  ['locker', 'deposit', { parcel: 13_800_000_000 }],
  ['locker', 'deposit', { parcel: '13800000000' }],
  ['locker', 'deposit', { parcel: '+8613800000000' }],
  ['charger', 'session', { session: 's', energyKwh: 1, started: '2026-11-01 08:00' }],
])('%s refuses %s %j', (kind, event, fields) => {
  expect(accepts(kind, event, fields)).toBe(false)
})

test('a sale with neither amount nor lines is refused at the amount, in JSON Schema too', () => {
  const [issue] = eventSchema(store, 'sale')?.safeParse({ sku: 'A' }).error?.issues ?? []

  expect(issue).toMatchObject({ code: 'invalid_type', path: ['amountFen'], message: 'one of amountFen, lines' })
  expect(jsonSchemas(store).events.sale).toMatchObject({ anyOf: [{ required: ['amountFen'] }, { required: ['lines'] }] })
})

test('a kind has no schema for an event or command that it does not have', () => {
  expect([eventSchema(locker, 'sale'), eventSchema(locker, 'constructor'), commandSchema(locker, 'explode')]).toEqual(
    Array(3).fill(undefined),
  )
})

test('a command takes its arguments and nothing else', () => {
  const open = commandSchema(locker, 'open')

  expect(open?.safeParse({ compartment: 12 }).success).toBe(true)
  expect(open?.safeParse({ compartment: 12, force: true }).success).toBe(false)
  expect(open?.safeParse({}).success).toBe(false)
})

test('an id is 1 to 48 small letters, digits, dashes and underscores', async () => {
  await fc.assert(fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,47}$/), (id) => idSchema.safeParse(id).success))
  const wrong = ['', '-a', '_a', 'A', 'a b', 'a/b', 'a+', 'a#', '柜', 'a\n', 'x'.repeat(49)]
  expect(wrong.filter((id) => idSchema.safeParse(id).success)).toEqual([])
})
