import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openIngestDatabase } from '../../ingest/database.ts'
import { Batch, type Step } from '../../ingest/pipeline/batch.ts'
import { Commit } from '../../ingest/pipeline/commit.ts'
import { deduplicate } from '../../ingest/pipeline/deduplicate.ts'
import { DeviceContext } from '../../ingest/pipeline/devices.ts'
import { Item, type Sort } from '../../ingest/pipeline/item.ts'
import { settle } from '../../ingest/pipeline/settle.ts'
import { newRecord } from '../../ingest/state/device-record.ts'
import { tempFolder } from '../support/temp-folder.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 2, 1)

interface Message {
  at?: number
  ts?: number
  seq?: number
  boot?: string
  id?: string
  sort?: Sort
  value?: number
  fields?: Record<string, unknown>
}

let step: Step
let commit: Commit
let device: DeviceContext
let offset: number

beforeEach(async () => {
  const database = openIngestDatabase(join(await tempFolder(), 'ingest.sqlite'))
  step = deduplicate(database)
  commit = new Commit(database, 'journal')
  device = new DeviceContext('freezer-1', newRecord(), new Map())
  offset = 0
})

/** Each message in a batch of its own, committed before the next. */
async function repeats(...messages: Message[]): Promise<boolean[]> {
  const found: boolean[] = []
  for (const { at = start, ts, seq, boot, id, sort = 'reading', value = -18 } of messages) {
    const entry = { offset: offset++, at, key: device.id, topic: '', payload: new Uint8Array() }
    const item = new Item(entry, sort, sort === 'event' ? 'sale' : '', {})
    Object.assign(item, { device, givenTs: ts, seq, boot, id, fields: { temperature: value } })
    const batch = new Batch([entry], offset)
    batch.items.push(item)
    await step.run(batch)
    commit.batch(batch, () => false)
    found.push(item.duplicate)
  }
  return found
}

describe('a repeat', () => {
  test('is the same number of the same boot, whatever it says', async () => {
    expect(await repeats({ boot: 'a', seq: 1 }, { boot: 'a', seq: 1, value: 5 }, { boot: 'b', seq: 1 }, { boot: 'a', seq: 2 })).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  test('is none after 49 hours, and counts from its last coming', async () => {
    const message = { boot: 'a', seq: 1 }

    expect(
      await repeats(
        message,
        { ...message, at: start + 47 * hour },
        { ...message, at: start + 49 * hour },
        { ...message, at: start + 50 * hour },
      ),
    ).toEqual([false, true, false, true])
  })

  test('of a reading is no repeat of an event', async () => {
    expect(await repeats({ boot: 'a', seq: 1 }, { boot: 'a', seq: 1, sort: 'event' })).toEqual([false, false])
  })

  test('without numbers is the same content at the same time, also among later ones', async () => {
    const message = { ts: start }

    expect(await repeats(message, { ts: start + 1 }, message, { ...message, value: 5 }, { ts: start - 1 }, { ts: start - 1 })).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ])
  })

  test('is never found among bare values', async () => {
    expect(await repeats({}, {})).toEqual([false, false])
  })

  test('of an event with an id is the same id and content, whatever its time', async () => {
    const event = { sort: 'event' as const, id: 'x' }

    expect(await repeats(event, { ...event, ts: start }, { ...event, id: 'y' }, { ...event, value: 5 })).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  test('needs content and time too where no boot is named: a device that counts from 0 again after a restart loses nothing', async () => {
    const before = [0, 1, 2].map((seq) => ({ seq, ts: start + seq, value: seq }))
    const after = [0, 1, 2].map((seq) => ({ seq, ts: start + 100 + seq, value: seq }))

    expect(await repeats(...before, ...after, ...after)).toEqual([false, false, false, false, false, false, true, true, true])
  })

  test('is found without a time, too, where the number and the content are the same', async () => {
    expect(await repeats({ seq: 1 }, { seq: 1 }, { seq: 2 })).toEqual([false, true, false])
  })
})

test('numbers that are left out are counted, with and without a boot', async () => {
  await repeats({ boot: 'a', seq: 10 }, { boot: 'a', seq: 13 }, { boot: 'a', seq: 12 })
  expect(device.record.seqGaps).toBe(1)

  await repeats({ seq: 5, ts: start }, { seq: 8, ts: start + 1 }, { seq: 0, ts: start + 2 })
  expect(device.record.seqGaps).toBe(3)
})

describe('the place in its millisecond', () => {
  async function placesOf(...messages: Message[]): Promise<(number | undefined)[]> {
    const settling = settle()
    const places: (number | undefined)[] = []
    for (const { ts, seq, boot, sort = 'reading', fields = { temperature: -18 } } of messages) {
      const entry = { offset: offset++, at: start, key: device.id, topic: '', payload: new Uint8Array() }
      const item = new Item(entry, sort, sort === 'event' ? 'sale' : '', {})
      Object.assign(item, { device, givenTs: ts, seq, boot, fields })
      const batch = new Batch([entry], offset)
      batch.items.push(item)
      await step.run(batch)
      await settling.run(batch)
      commit.batch(batch, () => false)
      places.push(item.duplicate ? undefined : item.n)
    }
    return places
  }

  test('is the number of the first boot, and another one for every other boot', async () => {
    const [first, second, other, again] = await placesOf(
      { ts: start, boot: 'a', seq: 7 },
      { ts: start, boot: 'a', seq: 8 },
      { ts: start, boot: 'b', seq: 7 },
      { ts: start, boot: 'a', seq: 9 },
    )

    expect([first, second, again]).toEqual([7, 8, 9])
    expect([7, 8, 9]).not.toContain(other)
  })

  test('is shared by partial readings, and by none that disagree', async () => {
    const places = await placesOf(
      { ts: start, fields: { temperature: 1 } },
      { ts: start, fields: { temperature: 2 } },
      { ts: start, fields: { door: 'open' } },
      { ts: start, fields: { temperature: 1 } },
      { ts: start, fields: { door: 'closed', temperature: 3 } },
    )

    expect(places).toEqual([0, 1, 0, undefined, 2])
  })

  test('of a number without a boot is the number, or the next that is free', async () => {
    expect(await placesOf({ ts: start, seq: 5, fields: { temperature: 1 } }, { ts: start, seq: 5, fields: { temperature: 2 } })).toEqual([
      5, 6,
    ])
  })

  test('of two events of one time is never the same', async () => {
    const [one, other] = await placesOf(
      { ts: start, sort: 'event', fields: { amountFen: 500 } },
      { ts: start, sort: 'event', fields: { amountFen: 600 } },
    )

    expect(one).not.toBe(other)
  })
})
