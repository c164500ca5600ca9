import { beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../ingest/store/store.ts'
import { newDevice } from './new-device.ts'
import { day, eight, event, hour, minute, reading } from './points.ts'

/** The part of the conformance suite about charts. */
export function describeSeries(store: () => Store): void {
  describe('series', () => {
    const { of, chart } = newDevice()
    // Two hours with readings, one without, one more; the bad one of 1000 counts nowhere.
    const series: [offset: number, power: number, status: string][] = [
      [-1, 500, 'off'],
      [0, 2, 'on'],
      [10 * minute, 4, 'off'],
      [50 * minute, 9, 'on'],
      [60 * minute, -3, 'on'],
      [119 * minute, 5, 'off'],
      [180 * minute, 7, 'on'],
      [day, 500, 'off'],
    ]

    beforeAll(async () => {
      await store().write(series.map(([offset, power, status]) => of(reading(eight + offset, { power, status }))))
      await store().write([of(reading(eight + 30 * minute, { power: 1_000, status: 'off' }, { quality: 'bad' }))])
      await store().write([of(reading(eight + 90 * minute, { voltageA: 230 }, { quality: 'uncertain', reason: 'clock' }))])
    })

    it.each([
      ['mean', [5, 1, 7]],
      ['min', [2, -3, 7]],
      ['max', [9, 5, 7]],
      ['last', [9, 5, 7]],
      ['sum', [15, 2, 7]],
      ['count', [3, 2, 1]],
    ] as const)('%s over the hours, the empty one left out', async (fn, [first, second, fourth]) => {
      expect(await store().series(chart(['power'], fn, { everyMs: hour }))).toEqual({
        power: [
          { ts: eight, value: first },
          { ts: eight + hour, value: second },
          { ts: eight + 3 * hour, value: fourth },
        ],
      })
    })

    it.each([
      ['mean', 4],
      ['min', -3],
      ['max', 9],
      ['last', 7],
      ['sum', 24],
      ['count', 6],
    ] as const)('%s over the whole range as one bucket at its start', async (fn, value) => {
      expect(await store().series(chart(['power'], fn))).toEqual({ power: [{ ts: eight, value }] })
    })

    it('buckets start at multiples from the start of the range, and may span days', async () => {
      const from = eight + 7 * minute
      expect(await store().series(chart(['power'], 'count', { from, to: eight + 2 * day, everyMs: 20 * hour }))).toEqual({
        power: [
          { ts: from, value: 5 },
          { ts: from + 20 * hour, value: 1 },
        ],
      })
    })

    it('answers last and count for a state field, and nothing else', async () => {
      expect(await store().series(chart(['status', 'power'], 'last'))).toEqual({
        status: [{ ts: eight, value: 'on' }],
        power: [{ ts: eight, value: 7 }],
      })
      expect(await store().series(chart(['status'], 'count', { everyMs: 2 * hour }))).toEqual({
        status: [
          { ts: eight, value: 5 },
          { ts: eight + 2 * hour, value: 1 },
        ],
      })
      expect(await store().series(chart(['status'], 'mean'))).toEqual({ status: [] })
    })

    it('counts uncertain readings', async () => {
      expect(await store().series(chart(['voltageA'], 'mean', { everyMs: hour }))).toEqual({ voltageA: [{ ts: eight + hour, value: 230 }] })
    })

    it('adds up the fields of an event', async () => {
      const { of, chart } = newDevice()
      await store().write([
        of(event(eight, 'sale', { amountFen: 350, sku: 'a' })),
        of(event(eight + minute, 'sale', { amountFen: 150, sku: 'b' })),
        of(event(eight + 2 * minute, 'sale', { amountFen: 7_000 }, { quality: 'bad' })),
        of(event(eight + 2 * minute, 'restock', { amountFen: 9_000 })),
      ])

      expect(await store().series(chart(['amountFen', 'sku'], 'sum', { event: 'sale' }))).toEqual({
        amountFen: [{ ts: eight, value: 500 }],
        sku: [],
      })
      expect(await store().series(chart(['amountFen', 'sku'], 'last', { event: 'sale' }))).toEqual({
        amountFen: [{ ts: eight, value: 150 }],
        sku: [{ ts: eight, value: 'b' }],
      })
    })
  })

  describe('increase', () => {
    it('takes its first step from the last reading before the range, however long ago', async () => {
      const { of, chart } = newDevice()
      await store().write([
        of(reading(eight - 40 * day, { energy: 100 })),
        of(reading(eight - 30 * day, { power: 1 })), // without the field
        of(reading(eight - 20 * day, { energy: 5_000 }, { quality: 'bad' })),
        of(reading(eight + minute, { energy: 103 })),
        of(reading(eight + hour, { energy: 110 })),
      ])

      expect(await store().series(chart(['energy'], 'increase', { everyMs: hour }))).toEqual({
        energy: [
          { ts: eight, value: 3 },
          { ts: eight + hour, value: 7 },
        ],
      })
      expect(await store().series(chart(['energy'], 'increase'))).toEqual({ energy: [{ ts: eight, value: 10 }] })
    })

    it('takes a drop as a reset and leaves bad readings out', async () => {
      const { of, chart } = newDevice()
      const totals = [10, 12, 3, 3, 8] // +2, reset +3, +0, +5
      await store().write(totals.map((energy, index) => of(reading(eight + index * 8 * hour, { energy }))))
      await store().write([of(reading(eight + hour, { energy: 0 }, { quality: 'bad' }))])

      expect(await store().series(chart(['energy'], 'increase', { to: eight + 2 * day, everyMs: 8 * hour }))).toEqual({
        energy: [
          { ts: eight + 8 * hour, value: 2 },
          { ts: eight + 16 * hour, value: 3 },
          { ts: eight + 24 * hour, value: 0 },
          { ts: eight + 32 * hour, value: 5 },
        ],
      })
    })

    it('answers several totals at once', async () => {
      const { of, chart } = newDevice()
      await store().write([
        of(reading(eight, { energy: 1, power: 5 })),
        of(reading(eight + 1, { energy: 2 })),
        of(reading(eight + 2, { power: 8 })),
        of(reading(eight + 3, { energy: 4, power: 9 })),
      ])

      expect(await store().series(chart(['energy', 'power'], 'increase'))).toEqual({
        energy: [{ ts: eight, value: 3 }],
        power: [{ ts: eight, value: 4 }],
      })
    })
  })
}
