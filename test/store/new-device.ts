import { randomUUID } from 'node:crypto'
import type { ListQuery, Point, SeriesQuery } from '../../ingest/store/store.ts'
import { day, eight } from './points.ts'

/** Every test has a device of its own, so that one database serves them all. */
export function newDevice() {
  const device = `p-${randomUUID()}`
  const of = (point: Point): Point => ({ ...point, device })
  const list = (more: Partial<ListQuery> = {}): ListQuery => ({
    kind: 'probe',
    device,
    from: eight - 2 * day,
    to: eight + 2 * day,
    limit: 1_000,
    ...more,
  })
  const chart = (fields: string[], fn: SeriesQuery['fn'], more: Partial<SeriesQuery> = {}): SeriesQuery => ({
    kind: 'probe',
    device,
    from: eight,
    to: eight + day,
    fields,
    fn,
    ...more,
  })
  return { device, of, list, chart }
}
