import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Point, Store } from '../../ingest/store/store.ts'
import { day, eight } from './points.ts'

/** Values of indicators beside readings. Every test has an indicator of its own. */
export function describeIndicatorValues(store: () => Store): void {
  const fields = { value: 96.4, numerator: 241, denominator: 250, coverage: 0.975, status: 'met', revision: 1 }

  function newIndicator() {
    const indicator = `16-${randomUUID()}`
    const point = (ts: number, more: Partial<Point> = {}): Point => ({
      ...{ table: 'indicator', device: indicator, kind: '', event: 'month', ts, n: 0, received: ts + 5, quality: 'good', fields },
      place: { facility: '', circle: '', town: '' },
      ...more,
    })
    const list = (scope: string, period: 'month' | 'day' = 'month') =>
      store().indicatorValues({ indicator, scope, period, from: eight - day, to: eight + 40 * day })
    return { point, list }
  }

  it('keeps values of indicators by scope and sort of window, in order of time', async () => {
    const { point, list } = newIndicator()
    const town = { facility: '', circle: '', town: 'shaxi' }
    const points = [
      point(eight + 30 * day),
      point(eight),
      point(eight, { event: 'day' }),
      point(eight, { place: town, fields: { ...fields, value: 1 } }),
      point(eight, { place: town, kind: 'locker', fields: { ...fields, value: 2 } }),
      point(eight, { place: { facility: '', circle: 'taidong', town: '' }, fields: { ...fields, value: 3 } }),
    ]

    expect(await store().write(points)).toEqual([])

    expect(await list('city')).toEqual([
      { ts: eight, n: 0, received: eight + 5, quality: 'good', values: fields },
      { ts: eight + 30 * day, n: 0, received: eight + 30 * day + 5, quality: 'good', values: fields },
    ])
    expect(await list('city', 'day')).toHaveLength(1)
    const values = async (scope: string) => (await list(scope)).map((each) => each.values.value)
    expect(await values('town:shaxi')).toEqual([1])
    expect(await values('town:shaxi,kind:locker')).toEqual([2])
    expect(await values('circle:taidong')).toEqual([3])
    expect(await values('kind:locker')).toEqual([])
  })

  it('gives what is kept for longer than the readings, and of each window what was made later', async () => {
    const { point, list } = newIndicator()
    const revised = (ts: number, value: number, received: number) => point(ts, { received, fields: { ...fields, value } })

    await store().keepIndicators([revised(eight, 1, eight + 5), revised(eight + 30 * day, 2, eight + 9)])
    await store().write([revised(eight + 30 * day, 3, eight + 8), revised(eight + 31 * day, 4, eight + 5)])

    expect((await list('city')).map(({ ts, values }) => [ts, values.value])).toEqual([
      [eight, 1],
      [eight + 30 * day, 2],
      [eight + 31 * day, 4],
    ])
    await store().write([revised(eight, 5, eight + 6)])
    expect((await list('city'))[0]?.values.value).toBe(5)
  })

  it('lets a later value of the same window win, and changes nothing when it is written again', async () => {
    const { point, list } = newIndicator()

    await store().write([point(eight)])
    const revised = point(eight, { received: eight + 9, fields: { ...fields, value: 95, revision: 2 } })
    await store().write([revised])
    await store().write([revised, revised])

    expect(await list('city')).toEqual([
      { ts: eight, n: 0, received: eight + 9, quality: 'good', values: { ...fields, value: 95, revision: 2 } },
    ])
  })
}
