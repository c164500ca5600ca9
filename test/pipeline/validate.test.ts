import { describe, expect, it, test } from 'vitest'
import { catalogueOf } from '../../facilities/catalogue.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import { kinds } from '../../facilities/kinds.ts'
import { Batch } from '../../ingest/pipeline/batch.ts'
import { DeviceContext } from '../../ingest/pipeline/devices.ts'
import { Item } from '../../ingest/pipeline/item.ts'
import { validate } from '../../ingest/pipeline/validate.ts'
import { newRecord } from '../../ingest/state/device-record.ts'

/** A kind of a site, with an event that says no more than that it happened. */
const cleaned: FacilityKind = {
  ...(kinds[0] as FacilityKind),
  kind: 'cleaned',
  use: 'cleaned',
  roles: {},
  events: { cleaned: { label: { zh: '已清洁', en: 'Cleaned' }, payload: {} } },
}
const catalogue = catalogueOf([...kinds, cleaned])

/** What becomes of an event. */
async function eventOf(kind: string, event: string, text: string): Promise<Item> {
  const device = new DeviceContext(`${kind}-01`, newRecord(), new Map())
  device.setKind(catalogue.get(kind), kind, catalogue.schemas(kind))
  const entry = { offset: 0, at: Date.UTC(2026, 7, 10), key: device.id, topic: '', payload: Buffer.from(text) }
  const item = new Item(entry, 'event', event, JSON.parse(text))
  item.device = device
  const batch = new Batch([entry], 1)
  batch.items.push(item)
  await validate(400).run(batch)
  return item
}

describe('an event with fields its kind does not know', () => {
  it('is kept without them, and they are listed with the event', async () => {
    const { rejection, fields, unknownFields } = await eventOf('vending', 'sale', '{"amountFen":350,"phone":"1","qty":2,"timestamp":1}')

    expect(rejection).toBeUndefined()
    expect(fields).toEqual({ amountFen: 350 })
    expect(unknownFields).toEqual([
      { name: 'sale.phone' },
      { name: 'sale.qty', suggestion: 'sale.quantity' },
      { name: 'sale.timestamp', suggestion: 'sale.ts' },
    ])
  })

  it('is kept without those that stand next to its values', async () => {
    const { unknownFields } = await eventOf('vending', 'sale', '{"values":{"amountFen":350},"timestamp":1}')

    expect(unknownFields).toEqual([{ name: 'sale.timestamp', suggestion: 'sale.ts' }])
  })

  it('is refused when none is known', async () => {
    const { rejection } = await eventOf('freezer', 'restock', '{"qty":12,"foo":1}')

    expect(rejection).toMatchObject({ code: 'no-known-field', expected: 'sku | lane | quantity', found: '{"qty":12,"foo":1}' })
    expect(rejection?.message.zh).toContain('智能冷冻柜的事件“restock”不认识')
    expect(rejection?.suggestion?.en).toContain('"qty" → "quantity"')
  })

  test.each([
    ['freezer', 'restock', '{}'],
    ['freezer', 'restock', '{"ts":1786320000000,"id":"a"}'],
    ['cleaned', 'cleaned', '{}'],
    ['cleaned', 'cleaned', '{"by":"a machine"}'],
  ])('is kept where none is given or none can be known: %s %s %s', async (kind, event, text) => {
    const { rejection, fields } = await eventOf(kind, event, text)

    expect(rejection).toBeUndefined()
    expect(fields).toEqual({})
  })
})
