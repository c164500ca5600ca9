import type { Register } from '../../register/register.ts'
import { rejections } from '../quarantine/rejections.ts'
import type { Place, Point, Store } from '../store/store.ts'
import { type Batch, reject, type Step } from './batch.ts'
import { forget } from './deduplicate.ts'
import type { Item } from './item.ts'
import type { Patience } from './patience.ts'

/** Of a device that the register does not know any more. */
const nowhere: Place = { facility: '', circle: '', town: '' }

/** Writes what is left to the store, and what the store refuses for good to quarantine. It waits for a store that is away; nothing is dropped. */
export function keep(store: Store, patience: Patience, register: Register): Step {
  return {
    name: 'store',
    async run(batch: Batch): Promise<void> {
      const items: Item[] = []
      const points: Point[] = []
      for (const item of batch.items) {
        if (!item.goesOn || !item.device || (item.sort !== 'reading' && item.sort !== 'event')) continue
        const point = pointOf(item, item.device.id, item.device.kindName, register)
        points.push(point)
        items.push(item)
      }
      for (const { device, ts, n, state, cause } of batch.stateChanges) {
        const place = register.placeAt(device.id, ts) ?? nowhere
        const { id, kindName } = device
        points.push({ table: 'state', kind: kindName, device: id, ts, n, received: ts, quality: 'good', fields: { state, cause }, place })
      }
      if (points.length === 0) return
      const refused = await patience.persist(() => store.write(points))
      if (refused.length === 0) return
      const itemOf = new Map(items.map((item, index) => [points[index], item]))
      for (const { point, why } of refused) {
        const item = itemOf.get(point)
        if (!item) continue
        reject(item, rejections.storeRefused(why))
        forget(batch, item)
      }
    },
  }
}

function pointOf(item: Item, device: string, kind: string, register: Register): Point {
  const { ts, n = 0, entry, quality, reason, sort, event } = item
  const place = register.placeAt(device, ts) ?? nowhere
  const received = Math.floor(entry.at)
  const why = reason === undefined ? {} : { reason }
  if (sort === 'reading') {
    return { table: 'telemetry', kind, device, ts, n, received, quality, ...why, fields: item.fields as Point['fields'], place }
  }
  return { table: 'event', event, kind, device, ts, n, received, quality, ...why, fields: flat(item.fields, item.id), place }
}

/** Databases keep plain values: a list in an event is kept as its JSON text. An event without fields still happened. */
function flat(fields: Readonly<Record<string, unknown>>, id: string | undefined): Record<string, number | string | boolean> {
  const result: Record<string, number | string | boolean> = id === undefined ? {} : { id }
  for (const name in fields) {
    const value = fields[name]
    result[name] = typeof value === 'object' ? JSON.stringify(value) : (value as number | string | boolean)
  }
  if (Object.keys(result).length === 0) result.happened = true
  return result
}
