import { expect, it } from 'vitest'
import type { EventsQuery, RowsQuery, Store, StoredEvent, StoredReading, StoredRow } from '../../ingest/store/store.ts'
import { newDevice } from './new-device.ts'
import { day, eight, event, hour, reading, stateChange } from './points.ts'

/** What a store does for those who read forward: all there is, oldest first, page by page. */
export function describeOnward(store: () => Store): void {
  async function everyRow(query: RowsQuery): Promise<StoredRow[]> {
    const all: StoredRow[] = []
    for (let after: RowsQuery['after']; ; ) {
      const page = await store().rows({ ...query, ...(after && { after }) })
      all.push(...page)
      const last = page.at(-1)
      if (!last || page.length < query.limit) return all
      after = { ts: last[0], n: last[1] }
    }
  }

  async function everyEvent(query: EventsQuery): Promise<StoredEvent[]> {
    const all: StoredEvent[] = []
    for (;;) {
      const last = all.at(-1)
      const page = await store().eventsOnward({ ...query, ...(last && { after: last }) })
      all.push(...page)
      if (page.length < query.limit) return all
    }
  }

  it('gives rows in the order of the fields asked for', async () => {
    const { of, list } = newDevice()
    await store().write([
      of(reading(eight, { power: 1.5, status: 'on' }, { n: 7 })),
      of(reading(eight + 1, { energy: 2 }, { quality: 'uncertain', reason: 'clock', received: eight + 9 })),
      of(reading(eight + 2, { power: 3 }, { quality: 'bad' })),
    ])

    expect(await store().rows({ ...list(), fields: ['status', 'power', 'nothing'] })).toEqual([
      [eight, 7, eight + 50, 0, null, 'on', 1.5, null],
      [eight + 1, 0, eight + 9, 1, 'clock', null, null, null],
      [eight + 2, 0, eight + 52, 2, null, null, 3, null],
    ])
  })

  it.each([1, 2, 3, 100])('pages onward over days and within a millisecond, %i rows at a time', async (limit) => {
    const { of, list } = newDevice()
    const points = [0, 0, 0, 1, hour, day - 8 * hour, day, day, 1.5 * day].map((at, n) => of(reading(eight + at, { power: n }, { n })))
    await store().write([...points].reverse())

    const rows = await everyRow({ ...list(), fields: ['power'], limit })

    expect(rows.map(([ts, n, , , , power]) => [ts, n, power])).toEqual(points.map(({ ts, n }) => [ts, n, n]))
    const part = await everyRow({ ...list(), from: eight + 1, to: eight + day, fields: ['power'], limit })
    expect(part.map(([, n]) => n)).toEqual([3, 4, 5])
  })

  it.each([1, 2, 3, 100])('pages events onward, %i at a time', async (limit) => {
    const { of, list } = newDevice()
    const points = [
      of(event(eight, 'restock', { lane: 1 })),
      of(event(eight, 'sale', { lane: 2, paid: true })),
      of(event(eight, 'sale', { lane: 3 }, { n: 1 })),
      of(event(eight + hour, 'sale', { lines: '[{"sku":"a"}]' })),
      of(event(eight + day, 'sale', { lane: 4 })),
    ]
    await store().write([...points].reverse())

    const events = await everyEvent({ ...list(), limit })

    expect(events.map(({ ts, n, event: name, values }) => ({ ts, n, event: name, values }))).toEqual(
      points.map(({ ts, n, event: name, fields }) => ({ ts, n, event: name, values: fields })),
    )
  })

  it.each([1, 2, 100])('pages changes of state onward, %i at a time', async (limit) => {
    const { of, list } = newDevice()
    const points = [0, 0, hour, day].map((at, n) => of(stateChange(eight + at, { state: n % 2 ? 'lost' : 'online', cause: 'said' }, { n })))
    await store().write([...points].reverse())

    const all: StoredReading[] = []
    for (;;) {
      const last = all.at(-1)
      const page = await store().statesOnward({ ...list(), limit, ...(last && { after: last }) })
      all.push(...page)
      if (page.length < limit) break
    }

    expect(all.map(({ ts, n, values }) => ({ ts, n, values }))).toEqual(points.map(({ ts, n, fields }) => ({ ts, n, values: fields })))
  })

  it('gives nothing of what it has nothing of', async () => {
    const { list } = newDevice()

    expect(await store().rows({ ...list(), fields: ['power'] })).toEqual([])
    expect(await store().rows({ ...list(), kind: 'nothing', fields: [] })).toEqual([])
    expect(await store().eventsOnward(list())).toEqual([])
    expect(await store().eventsOnward({ ...list(), from: eight, to: eight })).toEqual([])
  })
}
