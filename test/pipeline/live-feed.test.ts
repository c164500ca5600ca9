import { expect, test } from 'vitest'
import { Batch } from '../../ingest/pipeline/batch.ts'
import { DeviceContext } from '../../ingest/pipeline/devices.ts'
import { Item } from '../../ingest/pipeline/item.ts'
import { LiveFeed } from '../../ingest/pipeline/live-feed.ts'
import { newRecord } from '../../ingest/state/device-record.ts'

const device = new DeviceContext('freezer-1', newRecord(), new Map())

function batchOf(...readings: { ts: number; fields: Record<string, unknown> }[]): Batch {
  const batch = new Batch([], 0)
  for (const { ts, fields } of readings) {
    const item = new Item({ offset: 0, at: ts, key: device.id, topic: '', payload: new Uint8Array() }, 'reading', '', {})
    Object.assign(item, { device, ts, fields })
    batch.items.push(item)
  }
  return batch
}

const valuesOf = (events: readonly { type: string; values?: unknown }[]) => events.map(({ values }) => values)

test('a reading is shown at once, further ones of its second as one when the second is over, the last one always', () => {
  const feed = new LiveFeed()

  expect(valuesOf(feed.take(batchOf({ ts: 10_000, fields: { door: 'open' } }), 10_000))).toEqual([{ door: 'open' }])
  expect(feed.take(batchOf({ ts: 10_200, fields: { door: 'closed' } }), 10_200)).toEqual([])
  expect(feed.take(batchOf({ ts: 10_300, fields: { temperature: -18 } }), 10_300)).toEqual([])
  expect(feed.due(10_999)).toEqual([])
  expect(valuesOf(feed.due(11_000))).toEqual([{ door: 'closed', temperature: -18 }])
  expect(feed.due(13_000)).toEqual([])
})

test('a late reading does not take the place of a newer one that waits', () => {
  const feed = new LiveFeed()
  feed.take(batchOf({ ts: 10_000, fields: { temperature: 0 } }), 10_000)

  feed.take(batchOf({ ts: 10_500, fields: { temperature: 1 } }, { ts: 9_000, fields: { temperature: 2 } }), 10_500)

  expect(valuesOf(feed.due(11_000))).toEqual([{ temperature: 1 }])
})
