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
import { listEvents, listIndicatorValues, listReadings, listStates } from './list.ts'
import { eventsOnward, rowsOnward, statesOnward } from './onward.ts'
import { InfluxRollups } from './rollups.ts'
import { seriesOf } from './series.ts'
import { ensureDatabase, type InfluxSettings, query, type Version, versionOf } from './server.ts'
import { type Send, senderTo, writePoints } from './write.ts'

export interface InfluxStoreOptions extends InfluxSettings {
  readonly kinds: Kinds
  /** Of rollups; `{bucket}_rollup` when not given. */
  readonly rollupBucket?: string | undefined
  readonly now?: () => number
}

interface Connection {
  readonly version: Version
  readonly send: Send
}

/**
 * InfluxDB 1.x, 2.x or 3.x: written as line protocol, queried in InfluxQL. Old readings are dropped by the database's own retention.
 *
 * What it is connected to is found out when it is first needed and again after every failure, so that it may be away when we start and
 * another version when it is back.
 */
export class InfluxStore implements Store {
  readonly name = 'influxdb'
  readonly #settings: InfluxSettings
  readonly #kinds: Kinds
  readonly #now: () => number
  readonly #rollups: InfluxRollups
  #connection: Promise<Connection> | undefined
  #writing: Promise<unknown> = Promise.resolve()

  constructor({ kinds, rollupBucket, now = Date.now, ...settings }: InfluxStoreOptions) {
    this.#settings = settings
    this.#kinds = kinds
    this.#now = now
    this.#rollups = new InfluxRollups({ ...settings, bucket: rollupBucket ?? `${settings.bucket}_rollup` })
  }

  async start(): Promise<void> {
    // Nothing: a database that is away must not keep us from starting.
  }

  async stop(): Promise<void> {
    await this.#writing.catch(() => undefined)
    this.#connection = undefined
  }

  /** One request at a time, whoever calls. */
  async write(points: readonly Point[]): Promise<readonly RefusedPoint[]> {
    const before = this.#writing.catch(() => undefined)
    const written = before.then(() => this.#connected(({ send }) => writePoints(send, points, this.#now)))
    this.#writing = written
    return written
  }

  async readings(list: ListQuery): Promise<readonly StoredReading[]> {
    const kind = this.#kinds.get(list.kind)
    return kind ? this.#connected(() => listReadings(this.#settings, list, kind)) : []
  }

  async events(list: ListQuery & { readonly event?: string }): Promise<readonly StoredEvent[]> {
    return this.#connected(() => listEvents(this.#settings, list))
  }

  async rows(rows: RowsQuery): Promise<readonly StoredRow[]> {
    const kind = this.#kinds.get(rows.kind)
    return kind ? this.#connected(() => rowsOnward(this.#settings, rows, kind)) : []
  }

  async eventsOnward(events: EventsQuery): Promise<readonly StoredEvent[]> {
    return this.#connected(() => eventsOnward(this.#settings, events))
  }

  async indicatorValues(query: IndicatorValuesQuery): Promise<readonly StoredReading[]> {
    const [lasting, recent] = await Promise.all([
      this.#rollups.indicatorValues(query),
      this.#connected(() => listIndicatorValues(this.#settings, query)),
    ])
    return laterOfEach(lasting, recent)
  }

  async states(list: ListQuery): Promise<readonly StoredReading[]> {
    return this.#connected(() => listStates(this.#settings, list))
  }

  async statesOnward(states: StatesQuery): Promise<readonly StoredReading[]> {
    return this.#connected(() => statesOnward(this.#settings, states))
  }

  async series(series: SeriesQuery): Promise<Series> {
    const kind = this.#kinds.get(series.kind)
    if (!kind) return Object.fromEntries(series.fields.map((field) => [field, []]))
    return this.#connected(() => seriesOf(this.#settings, series, kind))
  }

  async writeRollups(points: readonly RollupPoint[]): Promise<void> {
    return this.#rollups.write(points)
  }

  async rollups(rollups: RollupsQuery): Promise<readonly StoredRollup[]> {
    return this.#rollups.list(rollups)
  }

  async keepIndicators(points: readonly Point[]): Promise<void> {
    return this.#rollups.keep(points)
  }

  async expire(): Promise<void> {
    // The retention policy of the database or bucket does it.
  }

  async ping(): Promise<string> {
    const version = await versionOf(this.#settings)
    // Says whether the database is there, and in 2.x whether the bucket is mapped; only InfluxDB itself understands the question.
    if (version.major !== undefined) await this.#connected(() => query(this.#settings, 'SHOW MEASUREMENTS LIMIT 1'))
    return `InfluxDB ${version.text}`
  }

  async #connected<Result>(step: (connection: Connection) => Promise<Result>): Promise<Result> {
    try {
      this.#connection ??= connect(this.#settings)
      return await step(await this.#connection)
    } catch (error) {
      this.#connection = undefined
      throw error
    }
  }
}

async function connect(settings: InfluxSettings): Promise<Connection> {
  const version = await versionOf(settings)
  if (version.major === 1) await ensureDatabase(settings)
  return { version, send: senderTo(settings, version) }
}
