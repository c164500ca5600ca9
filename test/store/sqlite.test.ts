import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { type FacilityKind, gauge } from '../../facilities/define.ts'
import type { Kinds } from '../../ingest/store/kinds.ts'
import { unavailable } from '../../ingest/store/sqlite/failure.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import { StoreUnavailable } from '../../ingest/store/store.ts'
import { whenDone } from '../support/clean-up.ts'
import { startCommand } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { describeStore } from './conformance.ts'
import { day, eight, event, hour, probe, probeKinds, reading } from './points.ts'

async function open({
  folder,
  kinds = probeKinds,
  readOnly = false,
}: {
  folder: string
  kinds?: Kinds
  readOnly?: boolean
}): Promise<SqliteStore> {
  const store = new SqliteStore({ folder, kinds, readOnly })
  whenDone(() => store.stop())
  await store.start()
  return store
}

describeStore('SQLite', async () => open({ folder: await tempFolder() }))

const everything = { kind: 'probe', device: 'p1', from: 0, to: eight + 99 * day, limit: 100_000 }
const wider: FacilityKind = { ...probe, telemetry: { humidity: gauge('%', [0, 100], { zh: '湿度', en: 'Humidity' }), ...probe.telemetry } }
const widerKinds: Kinds = { get: () => wider }

describe('SqliteStore', () => {
  it('drops whole days and keeps the one that has not ended', async () => {
    const folder = await tempFolder()
    const store = await open({ folder })
    await store.write([0, 1, 2, 3].map((days) => reading(eight + days * day, { power: days })))

    await store.expire(eight + 2 * day)

    expect((await store.readings(everything)).map(({ values }) => values.power)).toEqual([2, 3])
    expect((await readdir(join(folder, 'readings'))).filter((name) => name.startsWith('2025-11-2') && name < '2025-11-25')).toEqual([])
    await store.write([reading(eight, { power: 9 })])
    expect(await store.readings(everything)).toHaveLength(3)
  })

  it('lets a reader see what a writer commits, and forget what it expires', async () => {
    const folder = await tempFolder()
    const [writer, reader] = [await open({ folder }), await open({ folder, readOnly: true })]

    expect(await reader.readings(everything)).toEqual([])
    for (const hours of [0, 1, 2]) {
      await writer.write([reading(eight + hours * hour, { power: hours }), event(eight + hours * hour, 'sale', { lane: hours })])
      expect(await reader.readings(everything)).toHaveLength(hours + 1)
      expect(await reader.events(everything)).toHaveLength(hours + 1)
    }
    await writer.expire(eight + day)

    expect(await reader.readings(everything)).toEqual([])
  })

  it('opens the files of a writer that has gone', async () => {
    const folder = await tempFolder()
    const writer = await open({ folder })
    await writer.write([reading(eight, { power: 1 })])
    await writer.stop()

    const reader = await open({ folder, readOnly: true })

    expect(await reader.readings(everything)).toHaveLength(1)
  })

  it('takes a field that the kind has gained, on a day that began without it', async () => {
    const folder = await tempFolder()
    const before = await open({ folder })
    await before.write([reading(eight, { power: 1 })])
    const reader = await open({ folder, kinds: widerKinds, readOnly: true })
    expect(await reader.readings(everything)).toHaveLength(1)
    await before.stop()

    const after = await open({ folder, kinds: widerKinds })
    await after.write([reading(eight + hour, { power: 2, humidity: 40 }), reading(eight, { humidity: 39 })])

    for (const store of [after, reader]) {
      expect((await store.readings(everything)).map(({ values }) => values)).toEqual([
        { power: 1, humidity: 39 },
        { power: 2, humidity: 40 },
      ])
    }
  })

  it('leaves out fields that the kind does not know, and refuses values its columns cannot hold', async () => {
    const store = await open({ folder: await tempFolder() })

    const refused = await store.write([
      reading(eight, { power: 1, nonsense: 2 }),
      reading(eight + 1, { power: 'much' }),
      reading(eight + 2, { status: 7 }),
    ])

    expect(refused.map(({ why }) => why)).toEqual(['power is "much", but must be a number', 'status is 7, but must be text'])
    expect((await store.readings(everything)).map(({ values }) => values)).toEqual([{ power: 1 }])
  })

  it('refuses readings of a kind that nobody knows, and keeps the rest', async () => {
    const store = await open({ folder: await tempFolder() })

    const refused = await store.write([reading(eight, { power: 1 }, { kind: 'ghost' }), reading(eight, { power: 1 })])

    expect(refused.map(({ why }) => why)).toEqual(['no kind is called ghost'])
    expect(await store.readings(everything)).toHaveLength(1)
  })

  it('holds more days than files may be open at once', async () => {
    const store = await open({ folder: await tempFolder() })
    const days = Array.from({ length: 40 }, (_, index) => eight + index * day)

    await store.write(days.map((ts) => reading(ts, { energy: (ts - eight) / day })))

    expect(await store.readings(everything)).toHaveLength(40)
    const query = { ...everything, from: eight + 35 * day, fields: ['energy'], fn: 'increase' } as const
    expect(await store.series(query)).toEqual({ energy: [{ ts: eight + 35 * day, value: 5 }] })
  })

  it('sets a damaged day file aside with all its bytes, goes on with a new one and says so', async () => {
    const folder = await tempFolder()
    const path = join(folder, 'readings', '2025-11-23.sqlite')
    const first = await open({ folder })
    await first.write([reading(eight, { power: 1 }), reading(eight + day, { power: 2 })])
    await first.stop()
    await writeFile(path, 'this is no database any more, however long it is'.repeat(100))
    const [store, reader] = [await open({ folder }), await open({ folder, readOnly: true })]
    await expect(reader.readings(everything)).rejects.toThrow(StoreUnavailable)

    expect(await store.write([reading(eight + hour, { power: 3 })])).toEqual([])

    expect((await reader.readings(everything)).map(({ values }) => values.power)).toEqual([3, 2])
    expect((await readdir(join(folder, 'readings'))).filter((name) => name.includes('.damaged-'))).toHaveLength(1)
    expect(await reader.ping()).toMatch(/damaged.*2025-11-23\.sqlite\.damaged-\d+/)
  })

  it('is unavailable with a hint when its folder cannot be used, and usable again afterwards', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'readings'), 'a file where the folder should be')
    const store = new SqliteStore({ folder, kinds: probeKinds })

    const failure = await store.start().catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(StoreUnavailable)
    expect((failure as StoreUnavailable).hint.en).toContain('KZ_DATA')
  })

  it('says in both languages that the disk is full', async () => {
    const database = new DatabaseSync(join(await tempFolder(), 'small.sqlite'))
    database.exec('CREATE TABLE t (x); PRAGMA max_page_count = 2')
    let full: unknown
    try {
      database.exec('INSERT INTO t VALUES (zeroblob(100000))')
    } catch (error) {
      full = unavailable('small.sqlite', error)
    } finally {
      database.close()
    }

    expect(full).toBeInstanceOf(StoreUnavailable)
    expect((full as StoreUnavailable).hint).toEqual({
      zh: expect.stringContaining('磁盘已满'),
      en: expect.stringContaining('disk is full'),
    })
  })

  it('has every batch it confirmed after its process was killed while writing', async () => {
    const folder = await tempFolder()
    const writer = startCommand(process.execPath, { args: [join(import.meta.dirname, 'endless-writer.ts'), folder] })
    await writer.waitForLine(/^confirmed 25$/)
    await writer.kill()
    const confirmed = Number(writer.lines.findLast((line) => line.startsWith('confirmed'))?.split(' ')[1])

    // A reader may be there before the writer is back to put the file in order.
    const reader = await open({ folder, readOnly: true })

    const kept = await reader.readings({ ...everything, limit: 10_000_000 })
    const batches = Map.groupBy(kept, ({ values }) => values.power)
    expect(confirmed).toBeGreaterThanOrEqual(25)
    expect([...batches.values()].map(({ length }) => length).filter((length) => length !== 100)).toEqual([]) // whole batches only
    expect(batches.size).toBeGreaterThanOrEqual(confirmed)
  })
})
