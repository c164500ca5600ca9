import { join } from 'node:path'
import type { Kinds } from '../kinds.ts'
import { laterOfEach } from '../later-of-each.ts'
import type {
  EventsQuery,
  IndicatorValuesQuery,
  ListQuery,
  Point,
  RefusedPoint,
  RollupPoint,
  RollupsQuery,
  RowsQuery,
  Series,
  SeriesQuery,
  StatesQuery,
  Store,
  StoredEvent,
  StoredReading,
  StoredRollup,
  StoredRow,
} from '../store.ts'
import { DayFiles } from './day-files.ts'
import { isDamage, unavailable } from './failure.ts'
import { listEvents, listIndicatorValues, listReadings, listStates } from './list.ts'
import { eventsOnward, rowsOnward, statesOnward } from './onward.ts'
import { listKeptIndicators, listRollups } from './rollups/list-rollups.ts'
import { RollupFiles } from './rollups/rollup-files.ts'
import { keepIndicators, writeRollups } from './rollups/write-rollups.ts'
import { seriesOf } from './series.ts'
import { byDay, writeDay } from './write-day.ts'

export interface SqliteStoreOptions {
  /** KZ_DATA. */
  readonly folder: string
  readonly kinds: Kinds
  /** For those who read beside the one writer. */
  readonly readOnly?: boolean
  readonly now?: () => number
}

/**
 * One file per UTC day in `readings/`, so that retention is deleting files.
 *
 * A day file that SQLite finds damaged while writing is renamed to `*.damaged-<time>` with all its bytes, the batch goes into a new one, and
 * `ping()` says so from then on. Whoever reads such a file before that gets StoreUnavailable: a hole in the middle would look like silence.
 */
export class SqliteStore implements Store {
  readonly name = 'sqlite'
  readonly #files: DayFiles
  readonly #rollups: RollupFiles
  readonly #kinds: Kinds
  readonly #now: () => number

  constructor({ folder, kinds, readOnly = false, now = Date.now }: SqliteStoreOptions) {
    this.#files = new DayFiles(join(folder, 'readings'), { readOnly })
    this.#rollups = new RollupFiles(join(folder, 'rollups'))
    this.#kinds = kinds
    this.#now = now
  }

  async start(): Promise<void> {
    this.#attempt(() => this.#files.start())
  }

  async stop(): Promise<void> {
    this.#files.stop()
    this.#rollups.stop()
  }

  async write(points: readonly Point[]): Promise<readonly RefusedPoint[]> {
    const refused: RefusedPoint[] = []
    for (const [day, tables] of byDay(points, refused)) {
      const write = () => writeDay(this.#files.file(day), tables, this.#kinds)
      refused.push(...this.#attempt(() => this.#committed(day, write)))
    }
    return refused
  }

  async readings(query: ListQuery): Promise<readonly StoredReading[]> {
    const kind = this.#kinds.get(query.kind)
    return kind ? this.#attempt(() => listReadings(this.#files, query, kind)) : []
  }

  async events(query: ListQuery & { readonly event?: string }): Promise<readonly StoredEvent[]> {
    return this.#attempt(() => listEvents(this.#files, query))
  }

  async rows(query: RowsQuery): Promise<readonly StoredRow[]> {
    const kind = this.#kinds.get(query.kind)
    return kind ? this.#attempt(() => rowsOnward(this.#files, query, kind)) : []
  }

  async eventsOnward(query: EventsQuery): Promise<readonly StoredEvent[]> {
    return this.#attempt(() => eventsOnward(this.#files, query))
  }

  async states(query: ListQuery): Promise<readonly StoredReading[]> {
    return this.#attempt(() => listStates(this.#files, query))
  }

  async statesOnward(states: StatesQuery): Promise<readonly StoredReading[]> {
    return this.#attempt(() => statesOnward(this.#files, states))
  }

  async series(query: SeriesQuery): Promise<Series> {
    const kind = this.#kinds.get(query.kind)
    return kind ? this.#attempt(() => seriesOf(this.#files, query, kind)) : Object.fromEntries(query.fields.map((field) => [field, []]))
  }

  async indicatorValues(query: IndicatorValuesQuery): Promise<readonly StoredReading[]> {
    const lasting = this.#attemptRollups(() => listKeptIndicators(this.#rollups, query))
    return laterOfEach(
      lasting,
      this.#attempt(() => listIndicatorValues(this.#files, query)),
    )
  }

  async writeRollups(points: readonly RollupPoint[]): Promise<void> {
    this.#attemptRollups(() => writeRollups(this.#rollups, points, this.#kinds))
  }

  async rollups(query: RollupsQuery): Promise<readonly StoredRollup[]> {
    const kind = this.#kinds.get(query.kind)
    return kind ? this.#attemptRollups(() => listRollups(this.#rollups, query, kind)) : []
  }

  async keepIndicators(points: readonly Point[]): Promise<void> {
    this.#attemptRollups(() => keepIndicators(this.#rollups, points))
  }

  async expire(before: number): Promise<void> {
    this.#attempt(() => this.#files.deleteBefore(before))
  }

  async ping(): Promise<string> {
    const damaged = this.#attempt(() => this.#files.damaged())
    const version = `SQLite ${process.versions.sqlite}`
    return damaged.length === 0 ? version : `${version}; damaged and set aside in ${this.#files.folder}: ${damaged.join(', ')}`
  }

  /** A handle that failed is closed, which rolls back: what it remembers of the file may never have been committed. */
  #committed(day: number, write: () => RefusedPoint[]): RefusedPoint[] {
    try {
      return write()
    } catch (error) {
      this.#files.close(day)
      if (!isDamage(error)) throw error
      this.#files.setAside(day, this.#now())
      return write()
    }
  }

  #attemptRollups<Result>(step: () => Result): Result {
    try {
      return step()
    } catch (error) {
      this.#rollups.stop() // rolls back what was begun
      throw unavailable(this.#rollups.folder, error)
    }
  }

  #attempt<Result>(step: () => Result): Result {
    try {
      return step()
    } catch (error) {
      throw unavailable(this.#files.folder, error)
    }
  }
}
