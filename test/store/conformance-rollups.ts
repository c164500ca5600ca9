import { describe, expect, it } from 'vitest'
import type { RollupPoint, RollupsQuery, Store } from '../../ingest/store/store.ts'
import { newDevice } from './new-device.ts'
import { day, eight, hour } from './points.ts'

/** The part of the conformance suite about what outlives the readings. */
export function describeRollups(store: () => Store): void {
  describe('rollups', () => {
    function aDevice() {
      const { device } = newDevice()
      const place = { facility: 'school-3', circle: 'chengxiang-1,chengxiang-2', town: 'chengxiang' }
      const point = (start: number, values: RollupPoint['values'], more: Partial<RollupPoint> = {}): RollupPoint => ({
        ...{ width: 'hour', kind: 'probe', device, start, made: eight, place, values },
        ...more,
      })
      const list = (more: Partial<RollupsQuery> = {}) =>
        store().rollups({ kind: 'probe', device, width: 'hour', of: 'readings', from: 0, to: eight + 1_000 * day, limit: 1_000, ...more })
      return { point, list }
    }
    const values = {
      readings: 60,
      power_mean: -1.25,
      power_count: 60,
      energy_increase: 0.1 + 0.2,
      status_last: 'on',
      status_seconds_on: 3_600,
    }

    it('gives back hours and days, to the last digit and in order', async () => {
      const { point, list } = aDevice()

      await store().writeRollups([point(eight + hour, values), point(eight, values), point(eight, { readings: 2 }, { width: 'day' })])

      expect(await list()).toEqual([
        { start: eight, values },
        { start: eight + hour, values },
      ])
      expect(await list({ width: 'day' })).toEqual([{ start: eight, values: { readings: 2 } }])
      expect(await list({ from: eight + 1, to: eight + 2 * hour })).toEqual([{ start: eight + hour, values }])
      expect(await list({ from: eight, to: eight })).toEqual([])
    })

    it('keeps the later of two, and changes nothing when it is written again', async () => {
      const { point, list } = aDevice()
      const later = point(eight, { ...values, readings: 61 }, { made: eight + 1 })

      await store().writeRollups([point(eight, values)])
      await store().writeRollups([later])
      await store().writeRollups([later, later])

      expect(await list()).toEqual([{ start: eight, values: { ...values, readings: 61 } }])
    })

    it('is one bucket, also when the device turns out to have been elsewhere', async () => {
      const { point, list } = aDevice()

      await store().writeRollups([point(eight, values)])
      await store().writeRollups([
        point(eight, { ...values, readings: 3 }, { made: eight + 5, place: { facility: 'mall-1', circle: '', town: 'shaxi' } }),
      ])

      expect(await list()).toEqual([{ start: eight, values: { ...values, readings: 3 } }])
    })

    it('keeps events apart by name, with whatever numbers they carry', async () => {
      const { point, list } = aDevice()
      const sale = { events: 3, amountFen_sum: 900, amountFen_count: 3 }

      await store().writeRollups([
        point(eight, sale, { event: 'sale' }),
        point(eight, { events: 1 }, { event: 'restock' }),
        point(eight + hour, { events: 2 }, { event: 'sale' }),
        point(eight, { readings: 1 }),
      ])

      expect(await list({ of: 'events' })).toEqual([
        { start: eight, event: 'restock', values: { events: 1 } },
        { start: eight, event: 'sale', values: sale },
        { start: eight + hour, event: 'sale', values: { events: 2 } },
      ])
      expect(await list({ of: 'events', event: 'sale', from: eight + 1 })).toEqual([
        { start: eight + hour, event: 'sale', values: { events: 2 } },
      ])
      expect(await list()).toEqual([{ start: eight, values: { readings: 1 } }])
    })

    it('finds the latest and the next that have a value, over years', async () => {
      const { point, list } = aDevice()
      await store().writeRollups([
        point(eight - 300 * day, { readings: 1, energy_last: 7 }),
        point(eight, { readings: 2 }),
        point(eight + hour, { readings: 2, energy_last: 9 }),
      ])

      expect(await list({ to: eight + hour, having: 'energy_last', order: 'descending', limit: 1 })).toEqual([
        { start: eight - 300 * day, values: { energy_last: 7 } },
      ])
      expect(await list({ from: eight, having: 'energy_last', limit: 1 })).toEqual([{ start: eight + hour, values: { energy_last: 9 } }])
      expect((await list({ limit: 2 })).map(({ start }) => start)).toEqual([eight - 300 * day, eight])
    })

    it('has nothing of what nobody has written', async () => {
      const { list } = aDevice()

      expect(await list()).toEqual([])
      expect(await list({ of: 'events' })).toEqual([])
      expect(await list({ kind: 'nothing' })).toEqual([])
    })

    it('takes indicators beside the readings, again and again', async () => {
      const point = {
        table: 'indicator',
        device: '16-1',
        kind: '',
        event: 'month',
        ts: eight,
        n: 0,
        received: eight,
        quality: 'good',
      } as const
      const one = { ...point, fields: { value: 1 }, place: { facility: '', circle: '', town: '' } }

      await store().keepIndicators([one])
      await store().keepIndicators([one])
    })
  })
}
