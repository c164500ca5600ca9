// A store with rollups and what the pipeline notes beside it. Time is told, so days pass in an instant.
import { join } from 'node:path'
import { builtIn } from '../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { Book } from '../../ingest/rollups/book.ts'
import { gridOf } from '../../ingest/rollups/grid.ts'
import { type KeeperParts, RollupKeeper } from '../../ingest/rollups/keeper.ts'
import { bookPath } from '../../ingest/rollups/needed-from.ts'
import { rolledSeries } from '../../ingest/rollups/rolled-series.ts'
import { StaleHours } from '../../ingest/rollups/stale-hours.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import type { Point, SeriesQuery, Store } from '../../ingest/store/store.ts'
import { Register } from '../../register/register.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** Local midnight, in Shanghai. */
export const midnight = Date.UTC(2026, 2, 1, -8)
export const place = { facility: 'east', circle: '', town: 'shaxi' }

export function reading(ts: number, fields: Point['fields'], more: Partial<Point> = {}): Point {
  return { table: 'telemetry', kind: 'freezer', device: 'cold-1', ts, n: 0, received: ts, quality: 'good', fields, place, ...more }
}

export const event = (ts: number, name: string, fields: Point['fields'], more: Partial<Point> = {}): Point =>
  reading(ts, fields, { table: 'event', event: name, ...more })

export interface SiteOptions {
  readonly timezone?: string
  readonly readingsDays?: number
  readonly storeOf?: (folder: string) => Promise<Store>
}

export async function rollupsSite({ timezone = 'Asia/Shanghai', readingsDays = 400, storeOf }: SiteOptions = {}) {
  const folder = await tempFolder()
  const register = new Register(join(folder, 'register.sqlite'), { now: () => midnight - 100 * day })
  register.start()
  register.addFacility({ id: 'east', name: 'east', town: 'shaxi' })
  for (const id of ['cold-1', 'cold-2']) register.addDevice({ id, kind: 'freezer', facility: 'east' })
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  const store = (await storeOf?.(folder)) ?? new SqliteStore({ folder, kinds: builtIn })
  await store.start()
  const grid = gridOf(timezone)
  const stale = new StaleHours(bookPath(folder), database, grid)
  let book = new Book(bookPath(folder))
  let changed = 0
  whenDone(async () => {
    stale.close()
    book.close()
    await store.stop()
    database.close()
    register.stop()
  })
  const note = database.prepare('INSERT INTO activity VALUES (?, ?, 0, 0, 0, 0, 1, ?) ON CONFLICT DO UPDATE SET changed = excluded.changed')

  function keeperOf(more: Partial<KeeperParts> = {}): RollupKeeper {
    book.close()
    book = new Book(bookPath(folder))
    const parts = { register, catalogue: builtIn, store, database, book, grid, readingsDays, rest: async () => undefined }
    return new RollupKeeper({ ...parts, ...more })
  }
  let keeper = keeperOf()

  return {
    folder,
    register,
    store,
    grid,
    database,
    /** As the pipeline does it: kept first, then noted. */
    async arrive(...points: Point[]): Promise<void> {
      await store.write(points)
      changed++
      for (const { device, ts } of points) note.run(device, Math.floor(ts / hour) * hour, changed)
    },
    async keep(now: number): Promise<RollupKeeper> {
      while (await keeper.keep(now));
      return keeper
    },
    /** A process that ends after so many calls of the store, and one that begins anew. */
    async keepAndDie(now: number, afterCalls: number): Promise<void> {
      let left = afterCalls
      const dying = new Proxy(store, {
        get: (target, name) => {
          const found = Reflect.get(target, name)
          if (typeof found !== 'function') return found
          return (...all: unknown[]) => {
            if (--left < 0) throw new Error('killed')
            return found.apply(target, all)
          }
        },
      })
      keeper = keeperOf({ store: dying })
      try {
        while (await keeper.keep(now));
      } catch (error) {
        if ((error as Error).message !== 'killed') throw error
      }
      keeper = keeperOf()
    },
    /** While nobody is at work. */
    async forgetBook(remove: (folder: string) => void): Promise<void> {
      book.close()
      remove(folder)
      book = new Book(bookPath(folder))
      keeper = keeperOf()
    },
    series: (query: SeriesQuery, now: number) => rolledSeries({ store, stale, grid, readingsDays, now: () => now }, query),
    hours: (device = 'cold-1', of: 'readings' | 'events' = 'readings', width: 'hour' | 'day' = 'hour') =>
      store.rollups({ kind: 'freezer', device, width, of, from: 0, to: midnight + 1_000 * day, limit: 100_000 }),
  }
}

export type RollupsSite = Awaited<ReturnType<typeof rollupsSite>>
