import { describe, expect, test } from 'vitest'
import { capturedMessages } from '../../ingest/inspect/captured.ts'
import { offsetAt } from '../../journal/offset-at.ts'
import { openSqlite } from '../journal/sqlite-journal.ts'

const start = Date.parse('2026-11-02T00:00:00Z')
const entry = (key: string, seconds: number, headers?: Record<string, string>) => ({
  at: start + seconds * 1_000,
  key,
  topic: `kz/v1/lamp/${key}/telemetry`,
  payload: Buffer.from(`${key} ${seconds}`),
  ...(headers && { headers }),
})

/** A thousand devices a second apart, and one that speaks every hundredth time. */
async function journal() {
  const { writer, reader } = await openSqlite()
  for (let hour = 0; hour < 3; hour++)
    await writer.append(
      Array.from({ length: 3_600 }, (_, index) => entry(index % 100 === 0 ? 'wanted' : `other-${index}`, hour * 3_600 + index)),
    )
  return { writer, reader }
}

describe('the messages of one device', () => {
  test('are found from the time on that is asked for, oldest first, and to their end', async () => {
    const { reader } = await journal()
    const hour = await capturedMessages(reader, { device: 'wanted', from: start + 3_600_000, to: start + 7_200_000, limit: 1_000 })

    expect(hour.entries).toHaveLength(36)
    expect(hour.entries.map(({ at }) => (at - start) / 1_000)).toEqual(Array.from({ length: 36 }, (_, index) => 3_600 + index * 100))
    expect(hour.next).toBeUndefined()
    expect((await capturedMessages(reader, { device: 'nobody', from: start, limit: 10 })).entries).toEqual([])
  })

  test('come in pages, each from where the last one stopped', async () => {
    const { reader } = await journal()
    const range = { device: 'wanted', from: start + 600_000, to: start + 5_000_000, limit: 10 }
    const found: number[] = []
    for (let offset: number | undefined = -1; offset !== undefined; ) {
      const page = await capturedMessages(reader, offset < 0 ? range : { ...range, offset })
      found.push(...page.entries.map(({ at }) => (at - start) / 1_000))
      offset = page.next
    }

    expect(found).toEqual(Array.from({ length: 44 }, (_, index) => 600 + index * 100))
  })

  test('are found where a clock was put back a little meanwhile, without what the gateway says of them', async () => {
    const { writer, reader } = await journal()
    await writer.append([entry('wanted', 10_790), entry('wanted', 10_801, { source: 'gateway' }), entry('wanted', 10_795)])
    const { entries } = await capturedMessages(reader, { device: 'wanted', from: start + 10_750_000, limit: 10 })

    expect(entries.map(({ payload }) => Buffer.from(payload).toString())).toEqual(['wanted 10790', 'wanted 10795'])
  })
})

test('an offset by time is the first at or after it', async () => {
  const { reader } = await journal()

  expect(await Promise.all([-1, 0, 1, 3_599.5, 10_799, 99_999].map((seconds) => offsetAt(reader, start + seconds * 1_000)))).toEqual([
    0, 0, 1, 3_600, 10_799, 10_800,
  ])
})
