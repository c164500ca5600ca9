import { beforeAll, describe, expect, it } from 'vitest'
import type { Point, Store } from '../../ingest/store/store.ts'
import { describeIndicatorValues } from './conformance-indicators.ts'
import { describeOnward } from './conformance-onward.ts'
import { describeRollups } from './conformance-rollups.ts'
import { describeSeries } from './conformance-series.ts'
import { newDevice } from './new-device.ts'
import { day, eight, event, hour, minute, reading, stateChange } from './points.ts'

/** What every reading store must do. `open` gives a started one that may have other data in it. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`a store on ${name}`, () => {
    let store: Store

    beforeAll(async () => {
      store = await open()
    })

    it('says what it is', async () => {
      expect(await store.ping()).toMatch(/^(SQLite|InfluxDB) \d/)
    })

    it('gives back what was written, to the last digit', async () => {
      const { of, list } = newDevice()
      const fields = { status: 'on', power: -18.4, energy: 123_456.789012345 }

      expect(await store.write([of(reading(eight, fields, { n: 421, quality: 'uncertain', reason: 'clock' }))])).toEqual([])

      expect(await store.readings(list())).toEqual([
        { ts: eight, n: 421, received: eight + 50, quality: 'uncertain', reason: 'clock', values: fields },
      ])
    })

    it('keeps very large and very small numbers', async () => {
      const { of, list } = newDevice()
      const numbers = [0, -1, 1e21, -1.7976931348623157e308, 5e-324, 0.1 + 0.2, 2 ** 53 + 2, 1e-7]

      await store.write(numbers.map((power, index) => of(reading(eight + index, { power }))))

      expect((await store.readings(list())).map(({ values }) => values.power)).toEqual(numbers)
    })

    it('changes nothing when the same is written again', async () => {
      const { of, list, chart } = newDevice()
      const batch = [of(reading(eight, { power: 1 })), of(event(eight, 'sale', { lane: 3 })), of(stateChange(eight, { state: 'online' }))]
      const everything = async () => [
        await store.readings(list()),
        await store.events(list()),
        await store.states(list()),
        await store.series(chart(['power'], 'sum')),
      ]

      await store.write(batch)
      const once = await everything()
      await store.write(batch)
      await store.write([...batch, ...batch])

      expect(await everything()).toEqual(once)
      expect(once.map((part) => (Array.isArray(part) ? part.length : part))).toEqual([1, 1, 1, { power: [{ ts: eight, value: 1 }] }])
    })

    it.each([
      ['one batch', (parts: Point[]) => [parts]],
      ['two batches', (parts: Point[]) => parts.map((part) => [part])],
      ['two batches, the other way round', (parts: Point[]) => parts.toReversed().map((part) => [part])],
    ])('merges partial readings of one identity field by field: %s', async (_, batches) => {
      const { of, list } = newDevice()

      for (const batch of batches([of(reading(eight, { power: 1 })), of(reading(eight, { energy: 2, status: 'on' }))]))
        await store.write(batch)

      expect((await store.readings(list())).map(({ values }) => values)).toEqual([{ power: 1, energy: 2, status: 'on' }])
    })

    it('lets the later write win where both carry a field, also within one batch', async () => {
      const { of, list } = newDevice()
      const first = reading(eight, { power: 1, energy: 10 }, { quality: 'uncertain', reason: 'clock' })

      await store.write([of(first), of(reading(eight, { power: 2 }))])
      await store.write([of(reading(eight, { power: 3 }, { received: eight + 99 }))])

      expect(await store.readings(list())).toEqual([
        { ts: eight, n: 0, received: eight + 99, quality: 'good', values: { power: 3, energy: 10 } },
      ])
    })

    it('merges events and state changes in the same way', async () => {
      const { of, list } = newDevice()

      await store.write([of(event(eight, 'sale', { lane: 3, sku: 'a' })), of(stateChange(eight, { state: 'online', cause: 'connect' }))])
      await store.write([of(event(eight, 'sale', { sku: 'b', quantity: 2 })), of(stateChange(eight, { cause: 'birth' }))])

      expect((await store.events(list())).map(({ values }) => values)).toEqual([{ lane: 3, sku: 'b', quantity: 2 }])
      expect((await store.states(list())).map(({ values }) => values)).toEqual([{ state: 'online', cause: 'birth' }])
    })

    it('tells two messages of one millisecond apart', async () => {
      const { of, list } = newDevice()

      await store.write([of(reading(eight, { power: 2 }, { n: 999_999 })), of(reading(eight, { power: 1 }, { n: 1 }))])

      expect((await store.readings(list())).map(({ n, values }) => [n, values.power])).toEqual([
        [1, 1],
        [999_999, 2],
      ])
    })

    it('tells two events of one moment apart by their name', async () => {
      const { of, list } = newDevice()

      await store.write([of(event(eight, 'sale', { lane: 1 })), of(event(eight, 'restock', { lane: 2 }))])

      expect(await store.events(list({ limit: 10 }))).toHaveLength(2)
      expect((await store.events({ ...list(), event: 'restock' })).map(({ event, values }) => [event, values])).toEqual([
        ['restock', { lane: 2 }],
      ])
    })

    it('keeps events word for word, whatever is in them', async () => {
      const { of, list } = newDevice()
      const fields = {
        quotes: `"double" 'single' \`back\``,
        lines: 'one\ntwo\r\nthree\ttab',
        backslashes: 'C:\\new\\', // ends in one
        commas: 'a, b = c,d=e f',
        chinese: '取件 智能信包箱 𠮷 🥟',
        json: JSON.stringify([{ lane: 'A1', quantity: 2 }]),
        empty: '',
        like: '#comment',
        yes: true,
        no: false,
        amountFen: 350,
      }

      expect(await store.write([of(event(eight, 'sale', fields))])).toEqual([])

      expect((await store.events(list())).map(({ values }) => values)).toEqual([fields])
    })

    it('keeps fields that are called as the store calls its own', async () => {
      const { of, list, chart } = newDevice()
      const names = [
        'reason',
        'quality',
        'received',
        'device',
        'facility',
        'kind',
        'event',
        'town',
        'circle',
        'time',
        'ts',
        'n',
        'fields',
        'reason_',
      ]
      const fields = Object.fromEntries(names.map((name, index) => [name, index]))

      await store.write([of(event(eight, 'sale', fields, { quality: 'uncertain', reason: 'clock' }))])

      const [kept] = await store.events(list())
      expect(kept).toMatchObject({ quality: 'uncertain', reason: 'clock', event: 'sale', values: fields })
      expect(await store.series(chart(['kind'], 'last', { event: 'sale' }))).toEqual({ kind: [{ ts: eight, value: 5 }] })
    })

    it('puts what comes late or in disorder where it belongs, over several days', async () => {
      const { of, list } = newDevice()
      const offsets = [0, 3 * hour, -day, 15 * hour, 16 * hour, -1, 16 * hour - 1, -2 * day] // midnight is at +16 h

      await store.write(offsets.slice(0, 4).map((offset) => of(reading(eight + offset, { power: offset }))))
      await store.write(offsets.slice(4).map((offset) => of(reading(eight + offset, { power: offset }))))

      expect((await store.readings(list())).map(({ ts }) => ts - eight)).toEqual(offsets.toSorted((one, other) => one - other))
    })

    it('answers half-open ranges', async () => {
      const { of, list, chart } = newDevice()
      const range = { from: eight, to: eight + minute }
      const times = [eight - 1, eight, eight + minute - 1, eight + minute]

      await store.write(
        times.flatMap((ts) => [
          of(reading(ts, { power: 1 }, { n: 7 })),
          of(event(ts, 'sale', { lane: 1 })),
          of(stateChange(ts, { state: 'x' })),
        ]),
      )

      const within = [eight, eight + minute - 1]
      expect((await store.readings(list(range))).map(({ ts }) => ts)).toEqual(within)
      expect((await store.events(list(range))).map(({ ts }) => ts)).toEqual(within)
      expect((await store.states(list(range))).map(({ ts }) => ts)).toEqual(within)
      expect(await store.series(chart(['power'], 'count', range))).toEqual({ power: [{ ts: eight, value: 2 }] })
    })

    it('pages backwards from the newest without losing or repeating one', async () => {
      const { of, list } = newDevice()
      const times = Array.from({ length: 25 }, (_, index) => ({ ts: eight + Math.floor(index / 3) * 5 * hour, n: index % 3 }))
      await store.write(times.map(({ ts, n }) => of(reading(ts, { power: 1 }, { n }))))

      const pages: { ts: number; n: number }[][] = []
      let page = await store.readings(list({ limit: 10 }))
      while (page[0]) {
        pages.unshift(page.map(({ ts, n }) => ({ ts, n })))
        page = await store.readings(list({ limit: 10, before: page[0] }))
      }

      expect(pages.map(({ length }) => length)).toEqual([5, 10, 10])
      expect(pages.flat()).toEqual(times)
    })

    it('pages events and state changes', async () => {
      const { of, list } = newDevice()
      const times = [0, 1, 2, 3, 4].map((index) => eight + index * hour)
      await store.write(times.flatMap((ts) => [of(event(ts, 'sale', { lane: 1 })), of(stateChange(ts, { state: 'online' }))]))

      const before = { ts: times[3]!, n: 0 }

      expect((await store.events(list({ limit: 2, before }))).map(({ ts }) => ts)).toEqual(times.slice(1, 3))
      expect((await store.states(list({ limit: 2, before }))).map(({ ts }) => ts)).toEqual(times.slice(1, 3))
    })

    it('answers with nothing for a device, a kind or a time it has nothing of', async () => {
      const { list, chart } = newDevice()

      expect(await store.readings(list())).toEqual([])
      expect(await store.readings(list({ kind: 'nothing' }))).toEqual([])
      expect(await store.events(list())).toEqual([])
      expect(await store.states(list({ from: 0, to: 1 }))).toEqual([])
      expect(await store.series(chart(['power', 'nothing'], 'increase'))).toEqual({ power: [], nothing: [] })
      expect(await store.series(chart(['power'], 'mean', { kind: 'nothing', event: 'sale' }))).toEqual({ power: [] })
    })

    it('does not mix up what belongs to others', async () => {
      const { of, list } = newDevice()

      await store.write([
        of(reading(eight, { power: 1 })),
        of(event(eight + 1, 'sale', { lane: 1 })),
        of(stateChange(eight + 2, { state: 'x' })),
      ])

      expect(
        [await store.readings(list()), await store.events(list()), await store.states(list())].flat().map(({ ts }) => ts - eight),
      ).toEqual([0, 1, 2])
    })

    describeSeries(() => store)

    describeOnward(() => store)
    describeIndicatorValues(() => store)
    describeRollups(() => store)

    it('takes 20,000 points of many devices in one batch', async () => {
      const own = Array.from({ length: 100 }, newDevice)
      const batch = Array.from({ length: 200 }, (_, row) =>
        own.map(({ of }) => of(reading(eight + row * 10 * minute, { power: row, energy: row / 8 }))),
      ).flat()

      expect(await store.write(batch)).toEqual([])

      const { list, chart } = own[42]!
      expect(await store.readings(list())).toHaveLength(200)
      expect(await store.series(chart(['power', 'energy'], 'sum', { to: eight + 2 * day }))).toEqual({
        power: [{ ts: eight, value: 19_900 }],
        energy: [{ ts: eight, value: 2_487.5 }],
      })
    })

    it('refuses a point whose time no store can hold, and keeps the others', async () => {
      const { of, list } = newDevice()
      const wrong = [
        of(reading(Number.NaN, { power: 1 })),
        of(reading(1e15, { power: 1 })),
        of(reading(eight, { power: 1 }, { n: 1_000_000 })),
      ]

      const refused = await store.write([...wrong, of(reading(eight, { power: 1 }))])

      expect(refused.map(({ point }) => point)).toEqual(wrong)
      expect(refused.map(({ why }) => why)).toEqual([
        expect.stringContaining('time'),
        expect.stringContaining('time'),
        expect.stringContaining('n is'),
      ])
      expect(await store.readings(list())).toHaveLength(1)
    })
  })
}
