import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { SiteKinds } from '../facilities/site-kinds.ts'
import { refuseNewerFile } from '../journal/file-version.ts'
import { lockFolder } from '../journal/folder-lock.ts'
import { journalPaths } from '../journal/sqlite-files.ts'
import { SqliteJournalReader } from '../journal/sqlite-reader.ts'
import project from '../package.json' with { type: 'json' }
import { Accounts } from '../register/accounts.ts'
import { ensureFirstAdmin } from '../register/first-admin.ts'
import { Register } from '../register/register.ts'
import { reachedAs, writeAddress } from '../settings/address-file.ts'
import type { IngestSettings } from '../settings/processes.ts'
import { createApi } from './api/api.ts'
import { ledgerOf, ledgerSince } from './api/ledger.ts'
import { openIngestDatabase } from './database.ts'
import { factsVersion } from './facts/database.ts'
import { FactsThread } from './facts/facts-thread.ts'
import { FactsReader } from './facts/reader.ts'
import { Fleet } from './fleet/fleet.ts'
import type { OwnHealth } from './fleet/own-outage.ts'
import { platformWatch } from './fleet/platform.ts'
import { usedToday } from './fleet/used-today.ts'
import { Walls } from './fleet/walls.ts'
import { indicatorsMigrations } from './indicators/database.ts'
import { IndicatorsThread } from './indicators/thread/indicators-thread.ts'
import { capturedMessages } from './inspect/captured.ts'
import { countPending } from './ledger/pending.ts'
import { PipelineThread } from './pipeline/pipeline-thread.ts'
import { openReports } from './reports/open-reports.ts'
import type { Reports } from './reports/reports.ts'
import { bookMigrations } from './rollups/book.ts'
import { gridOf } from './rollups/grid.ts'
import { bookPath } from './rollups/needed-from.ts'
import { type FoundSeries, rolledSeries } from './rollups/rolled-series.ts'
import { RollupsThread } from './rollups/rollups-thread.ts'
import { StaleHours } from './rollups/stale-hours.ts'
import { openStore, openWallWriter } from './store/open-store.ts'
import { type SeriesQuery, type Store, StoreUnavailable } from './store/store.ts'
import { Trials } from './trial/trials.ts'
import { GatewayWatch } from './watch/gateway-watch.ts'
import { NodeRedWatch } from './watch/node-red-watch.ts'
import { RetentionWatch } from './watch/retention-watch.ts'

/** Every minute, and with every look at the metrics. */
const lookedAtMost = 10_000

/** Everything from the uplink journal on: the pipeline in a thread of its own, and the API that shows what it knows. */
export class Ingest {
  private readonly settings: IngestSettings
  private readonly log: Logger
  private readonly kinds: SiteKinds
  private readonly register: Register
  private readonly accounts: Accounts
  private readonly journal: SqliteJournalReader
  private readonly store: Store
  private readonly thread: PipelineThread
  private readonly facts: FactsThread
  private readonly rollups: RollupsThread
  private readonly gateway: GatewayWatch
  private readonly trials: Trials
  private readonly indicators: IndicatorsThread
  private readonly reports: Reports
  private readonly nodeRed: NodeRedWatch
  private readonly retention: RetentionWatch
  private staleHours: StaleHours | undefined
  private lock: DatabaseSync | undefined
  private database: DatabaseSync | undefined
  private api: FastifyInstance | undefined
  private readonly factsReader: FactsReader
  private fleet: Fleet | undefined
  private walls: Walls | undefined

  /** `onDeath`: a thread has ended by itself, and the process has to. */
  constructor(settings: IngestSettings, log: Logger, kinds: SiteKinds, onDeath: (error: unknown) => void) {
    const folder = settings.KZ_DATA
    this.settings = settings
    this.log = log
    this.kinds = kinds
    this.register = new Register(join(folder, 'register.sqlite'), { catalogue: kinds.catalogue })
    this.accounts = new Accounts(join(folder, 'register.sqlite'))
    this.journal = new SqliteJournalReader(journalPaths(join(folder, 'journal'), 'uplink'))
    this.store = openStore(settings, { kinds: kinds.catalogue, readOnly: true })
    this.thread = new PipelineThread(settings, onDeath)
    this.factsReader = new FactsReader(join(folder, 'facts.sqlite'))
    this.facts = new FactsThread(settings, onDeath, () => this.thread.status()?.lagMs)
    this.rollups = new RollupsThread(settings, onDeath, () => this.thread.status()?.lagMs)
    this.trials = new Trials(settings)
    this.indicators = new IndicatorsThread(settings, {
      onDeath,
      recomputeFacts: (order, onProgress) => this.facts.recompute(order, onProgress),
      onDamage: (problem) => this.facts.foundDamaged(problem),
    })
    this.indicators.onFeed((feed) => this.thread.tell({ feed }))
    this.reports = openReports(settings, { indicators: this.indicators, register: this.register, catalogue: kinds.catalogue, log })
    this.nodeRed = new NodeRedWatch(folder, { isOff: settings.KZ_NODERED_PORT === 0 })
    this.retention = new RetentionWatch({ database: databaseOf(settings), days: settings.KZ_READINGS_DAYS, log })
    this.gateway = new GatewayWatch(folder, settings.KZ_GATEWAY_URL, (gatewayHeardSince) => this.thread.tell({ gatewayHeardSince }))
  }

  /** Resolves with the port the API listens on. */
  async start(): Promise<number> {
    const { KZ_DATA: folder, KZ_BIND: host, KZ_HTTP_PORT: port } = this.settings
    await mkdir(join(folder, 'journal'), { recursive: true, mode: 0o700 })
    this.lock = lockFolder(folder, 'ingest')
    this.register.start()
    this.accounts.start()
    const made = await ensureFirstAdmin(this.accounts, folder, this.settings.KZ_ADMIN_PASSWORD)
    if (made) this.log.info({ folder }, 'the password of admin was made and is in admin-password')
    await this.journal.start()
    refuseNewerFile(join(folder, 'facts.sqlite'), factsVersion)
    refuseNewerFile(bookPath(folder), bookMigrations.length)
    refuseNewerFile(join(folder, 'indicators.sqlite'), indicatorsMigrations.length)
    // Made here, before the API opens it to read and the pipeline to write.
    openIngestDatabase(join(folder, 'ingest.sqlite')).close()
    this.database = openIngestDatabase(join(folder, 'ingest.sqlite'), { readOnly: true })
    await this.startReadingStore()
    this.thread.start()
    this.facts.start()
    this.rollups.start()
    this.indicators.start()
    await this.reports.start()
    this.gateway.start()
    this.nodeRed.start()
    this.retention.start()
    this.fleet = this.fleetOver(this.database)
    this.api = await this.createApi(this.database)
    await this.api.listen({ host, port })
    const chosen = (this.api.server.address() as AddressInfo).port
    this.walls = this.wallsOver(this.database)
    this.walls?.start()
    await this.leaveAddress(chosen)
    return chosen
  }

  /** The pipeline finishes its batch; what it has not taken waits in the journal. */
  async stop(): Promise<void> {
    this.gateway.stop()
    this.nodeRed.stop()
    this.retention.stop()
    await this.walls?.stop()
    await this.api?.close()
    await this.trials.stop()
    await this.reports.stop()
    await this.indicators.stop()
    await this.rollups.stop()
    await this.facts.stop()
    await this.thread.stop()
    await this.store.stop()
    await this.journal.stop()
    this.factsReader.close()
    this.staleHours?.close()
    this.database?.close()
    this.accounts.stop()
    this.register.stop()
    this.lock?.close()
  }

  private fleetOver(ingestDatabase: DatabaseSync): Fleet {
    return new Fleet({ register: this.register, ingestDatabase, health: () => this.health() })
  }

  private health(): OwnHealth {
    return { gateway: this.gateway.health(), pipeline: this.thread.status() }
  }

  /** Undefined with the embedded store, which no wall reads. */
  private wallsOver(ingestDatabase: DatabaseSync): Walls | undefined {
    const writer = openWallWriter(this.settings)
    if (!writer || !this.fleet) return undefined
    const { KZ_TIMEZONE: timezone } = this.settings
    const { catalogue } = this.kinds
    const ledger = ledgerOf({ ingestDatabase, journalId: () => this.journal.id() })
    const nodeRedUp = () => {
      const status = this.nodeRed.status()
      return status === 'off' ? undefined : !('silent' in status)
    }
    return new Walls({
      ...{ writer, fleet: this.fleet, catalogue, log: this.log },
      usedToday: usedToday(this.factsReader, catalogue.all, timezone),
      platform: platformWatch({
        health: () => this.health(),
        facts: () => this.facts.status(),
        nodeRedUp,
        ledgerSince: (from) => ledgerSince(ledger, from, (next) => this.pendingFrom(next)),
        ...{ timezone, version: project.version },
      }),
    })
  }

  /** Each message looked at as long as few wait; of many, how many messages, because that is known. */
  private async pendingFrom(next: number): Promise<number> {
    const { lag = 0 } = this.thread.status() ?? {}
    return lag > lookedAtMost ? lag : (await countPending(this.journal, next)).total
  }

  private createApi(database: DatabaseSync): Promise<FastifyInstance> {
    return createApi({
      settings: { locale: this.settings.KZ_LOCALE, timezone: this.settings.KZ_TIMEZONE, trustedProxies: this.settings.KZ_TRUSTED_PROXIES },
      register: this.register,
      accounts: this.accounts,
      catalogue: this.kinds.catalogue,
      siteKinds: this.kinds,
      store: this.store,
      ingestDatabase: database,
      status: () => this.thread.status(),
      gatewayHealth: () => this.gateway.health(),
      inspect: (devices) => this.thread.inspect(devices),
      onInspected: (listener) => this.thread.onInspected(listener),
      mqttPorts: () => this.gateway.ports(),
      facts: () => this.facts.status(),
      rollups: () => this.rollups.status(),
      series: this.seriesOf(database),
      nodeRed: () => this.nodeRed.status(),
      storeNote: () => this.retention.note(),
      onLive: (listener) => this.thread.onLive(listener),
      beginReplay: (scope, author) => this.thread.beginReplay(scope, author),
      trials: this.trials,
      indicators: this.indicators,
      reports: this.reports,
      pendingFrom: (next, device) => countPending(this.journal, next, device),
      captured: (query) => capturedMessages(this.journal, query),
      journalId: () => this.journal.id(),
      ...(this.fleet && { fleet: this.fleet }),
      dataFolder: this.settings.KZ_DATA,
      threads: () => ({ pipeline: this.thread.busy(), facts: this.facts.busy(), indicators: this.indicators.busy() }),
      version: project.version,
      log: this.log,
    })
  }

  private seriesOf(database: DatabaseSync): (query: SeriesQuery) => Promise<FoundSeries> {
    const { KZ_DATA: folder, KZ_TIMEZONE: timezone, KZ_READINGS_DAYS: readingsDays } = this.settings
    const grid = gridOf(timezone)
    this.staleHours = new StaleHours(bookPath(folder), database, grid)
    const parts = { store: this.store, stale: this.staleHours, grid, readingsDays, now: Date.now }
    return (query) => rolledSeries(parts, query)
  }

  /** A database that is away keeps nobody from looking at the rest. */
  private async startReadingStore(): Promise<void> {
    try {
      await this.store.start()
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      this.log.warn({ err: error, hint: error.hint }, 'store unavailable at the start')
    }
  }

  private async leaveAddress(port: number): Promise<void> {
    // On a full disk the rest still works, and /health says what is wrong.
    await writeAddress(this.settings.KZ_DATA, 'ingest', { host: reachedAs(this.settings), http: port }).catch((error: unknown) => {
      this.log.warn({ err: error }, 'the address could not be written down')
    })
  }
}

function databaseOf({ KZ_INFLUX_URL: url, KZ_INFLUX_TOKEN: token, KZ_INFLUX_ORG: org, KZ_INFLUX_BUCKET: bucket }: IngestSettings) {
  return url === undefined ? undefined : { url, token, org, bucket }
}
