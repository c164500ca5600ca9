import { describe, expect, it } from 'vitest'
import { increaseOfEach } from '../../ingest/store/increase.ts'
import type { SeriesQuery } from '../../ingest/store/store.ts'

const query: SeriesQuery = { kind: 'meter', device: 'm1', from: 1_000, to: 2_000, fields: ['energy'], fn: 'increase', everyMs: 100 }

function increase(
  values: [ts: number, value: number | string][],
  { baseline, ...more }: Partial<SeriesQuery> & { baseline?: number } = {},
) {
  const sum = increaseOfEach({ ...query, ...more }, baseline)
  for (const [ts, value] of values) sum.add(ts, value)
  return sum.points()
}

describe('increaseOfEach', () => {
  it('puts each step into the bucket of its later reading', () => {
    expect(
      increase([
        [1_000, 5],
        [1_099, 6],
        [1_100, 8],
        [1_450, 18],
      ]),
    ).toEqual([
      { ts: 1_000, value: 1 },
      { ts: 1_100, value: 2 },
      { ts: 1_400, value: 10 },
    ])
  })

  it('takes the first step from the reading before the range, if there was one', () => {
    expect(increase([[1_050, 7]], { baseline: 4 })).toEqual([{ ts: 1_000, value: 3 }])
    expect(increase([[1_050, 7]])).toEqual([])
    expect(increase([], { baseline: 4 })).toEqual([])
  })

  it('takes a drop as a reset to zero, also right at the start', () => {
    expect(
      increase(
        [
          [1_000, 2],
          [1_010, 5],
          [1_020, 1],
          [1_030, 1],
        ],
        { baseline: 100 },
      ),
    ).toEqual([{ ts: 1_000, value: 2 + 3 + 1 + 0 }])
  })

  it('knows a standstill from silence', () => {
    expect(
      increase([
        [1_000, 5],
        [1_200, 5],
      ]),
    ).toEqual([{ ts: 1_200, value: 0 }])
  })

  it('is one bucket at the start of the range without a width', () => {
    const { everyMs: _, ...whole } = query
    const sum = increaseOfEach(whole, 1)
    sum.add(1_000, 2)
    sum.add(1_999, 4)
    expect(sum.points()).toEqual([{ ts: 1_000, value: 3 }])
  })

  it('passes over what is no number', () => {
    expect(
      increase([
        [1_000, 1],
        [1_010, 'off'],
        [1_020, 3],
      ]),
    ).toEqual([{ ts: 1_000, value: 2 }])
  })
})
