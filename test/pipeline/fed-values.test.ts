import { pino } from 'pino'
import { expect, test } from 'vitest'
import { FedValues } from '../../ingest/pipeline/fed-values.ts'
import { type Point, StoreUnavailable } from '../../ingest/store/store.ts'
import type { Entry } from '../../journal/journal.ts'

const now = Date.now()
const point = (value: number, ts = now): Point => ({
  ...{ table: 'indicator', device: '16-2', kind: '', event: 'month', ts, n: 0, received: now, quality: 'good', fields: { value } },
  place: { facility: '', circle: '', town: '' },
})

function parts() {
  const written: Point[] = []
  const kept: Point[] = []
  const said: Entry[] = []
  const store = { isAway: false, hasNoRollups: false }
  const values = new FedValues({
    store: {
      async write(points) {
        if (store.isAway) throw new StoreUnavailable('away', { hint: { zh: '', en: '' } })
        written.push(...points)
        return []
      },
      async keepIndicators(points) {
        if (store.hasNoRollups) throw new StoreUnavailable('no such bucket', { hint: { zh: '', en: '' } })
        kept.push(...points)
      },
    },
    downlink: { append: async (entries) => said.push(...entries) },
    log: pino({ level: 'silent' }),
    readingsDays: 400,
  })
  return { values, written, kept, said, store }
}

test('values wait for a store that is away, and of each only the newest goes out', async () => {
  const { values, written, said, store } = parts()
  store.isAway = true
  values.take({ retained: [{ topic: 'kz/v1/tasks/16/indicators/16-2', payload: '1' }], points: [point(1)] })
  await values.pass()
  expect([written.length, said.length]).toEqual([0, 1])

  values.take({ retained: [{ topic: 'kz/v1/tasks/16/indicators/16-2', payload: '2' }], points: [point(2)] })
  store.isAway = false
  await values.pass()
  await values.pass()

  expect(written).toEqual([point(2)])
  expect(said.map(({ payload, headers }) => [Buffer.from(payload).toString(), headers])).toEqual([
    ['1', { qos: '1', retain: 'true' }],
    ['2', { qos: '1', retain: 'true' }],
  ])
})

test('what is older than readings are kept is not written', async () => {
  const { values, written } = parts()
  values.take({ retained: [], points: [point(1, now - 401 * 86_400_000)] })
  await values.pass()
  expect(written).toEqual([])
})

test('values are kept for longer than readings, and where the place for that is missing they reach the store all the same', async () => {
  const { values, written, kept, store } = parts()
  store.hasNoRollups = true
  values.take({ retained: [], points: [point(1), point(2, now - 401 * 86_400_000)] })
  await values.pass()
  await values.pass()
  expect([written, kept]).toEqual([[point(1)], []])

  store.hasNoRollups = false
  await values.pass()
  expect([written.length, kept]).toEqual([1, [point(1), point(2, now - 401 * 86_400_000)]])
})
