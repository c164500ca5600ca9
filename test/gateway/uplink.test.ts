import { pino } from 'pino'
import { expect, test } from 'vitest'
import { RateLimit } from '../../gateway/rate-limit.ts'
import { Retained } from '../../gateway/retained.ts'
import { Uplink } from '../../gateway/uplink.ts'
import { journalPaths } from '../../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../../journal/sqlite-reader.ts'
import { SqliteJournalWriter } from '../../journal/sqlite-writer.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'

test('nothing is acknowledged while the journal is full, and everything in order once there is room again', async () => {
  const folder = await tempFolder()
  const paths = journalPaths(folder, 'uplink')
  const full = new SqliteJournalWriter(paths, { maxPages: 20 })
  await full.start()
  // The journal of a disk on which somebody makes room.
  let journal = full
  const retained = new Retained(`${folder}/retained.sqlite`)
  retained.start()
  const uplink = new Uplink(
    { start: async () => {}, stop: async () => {}, append: (entries) => journal.append(entries), expire: async () => 0 },
    retained,
    pino({ level: 'silent' }),
  )
  whenDone(() => uplink.stop())
  const acknowledged: number[] = []
  const accept = (index: number, bytes: number) =>
    uplink.accept({ at: index, key: 'a', topic: 't', payload: Buffer.alloc(bytes, index) }, undefined, () => acknowledged.push(index))

  accept(0, 10)
  await waitFor(() => acknowledged.length === 1, { what: 'the first acknowledgement' })
  accept(1, 1 << 20)
  await waitFor(() => !uplink.status().ok, { what: 'trouble' })
  accept(2, 10)

  expect(acknowledged).toEqual([0])
  expect(uplink.status()).toMatchObject({
    ok: false,
    waiting: 2,
    hint: { zh: expect.stringContaining('已满'), en: expect.stringContaining('make room') },
  })

  await full.stop()
  journal = new SqliteJournalWriter(paths)
  await journal.start()
  await waitFor(() => acknowledged.length === 3, { what: 'the other acknowledgements' })
  const reader = new SqliteJournalReader(paths)
  await reader.start()
  const { entries } = await reader.read(0, { entries: 10, bytes: 10 << 20 })
  expect(entries.map(({ at }) => at)).toEqual([0, 1, 2])
  expect(acknowledged).toEqual([0, 1, 2])
  expect(uplink.status()).toMatchObject({ ok: true, waiting: 0 })
  await reader.stop()
  await journal.stop()
  retained.stop()
})

test('a device above its rate waits longer with each message, one below never', () => {
  const limit = new RateLimit(10)

  const burst = Array.from({ length: 30 }, () => limit.delay('fast', 1_000))
  const steady = Array.from({ length: 30 }, (_, index) => limit.delay('steady', 1_000 + index * 100))

  expect(burst.slice(0, 10)).toEqual(Array(10).fill(0))
  expect(burst.slice(10, 13)).toEqual([100, 200, 300])
  expect(steady).toEqual(Array(30).fill(0))
  expect(new RateLimit(0).delay('any', 0)).toBe(0)
})
