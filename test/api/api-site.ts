// The API over real files: a register, accounts, an SQLite store and ingest.sqlite. Only the pipeline and the gateway are told what to say.
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Logger, pino } from 'pino'
import { builtIn } from '../../facilities/catalogue.ts'
import { createApi } from '../../ingest/api/api.ts'
import type { ApiParts, GatewayHealth, NodeRedStatus } from '../../ingest/api/parts.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import type { FactsStatus } from '../../ingest/facts/messages.ts'
import { Fleet } from '../../ingest/fleet/fleet.ts'
import type { Indicators } from '../../ingest/indicators/indicators.ts'
import type { Captured } from '../../ingest/inspect/captured.ts'
import type { Pending } from '../../ingest/ledger/pending.ts'
import type { LiveEvent, PipelineStatus } from '../../ingest/pipeline/live.ts'
import { Replays } from '../../ingest/replay/replays.ts'
import type { RollupsStatus } from '../../ingest/rollups/messages.ts'
import { newRecord } from '../../ingest/state/device-record.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import type { Point } from '../../ingest/store/store.ts'
import { Trials } from '../../ingest/trial/trials.ts'
import { Accounts, type Role } from '../../register/accounts.ts'
import { Register } from '../../register/register.ts'
import { ingestSettings } from '../../settings/processes.ts'
import { readSettings } from '../../settings/read-settings.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { handIndicators } from './hand-indicators.ts'

export const adminPassword = 'a password for tests'
export const journalId = 'j1'

export interface ApiSite {
  readonly folder: string
  readonly app: FastifyInstance
  readonly register: Register
  readonly accounts: Accounts
  readonly store: SqliteStore
  /** Open for writing, as the pipeline has it. */
  readonly database: DatabaseSync
  /** What the pipeline and the gateway say; a test may change it. */
  readonly said: {
    status: PipelineStatus | undefined
    gateway: GatewayHealth | undefined
    ports: { mqtt: number; mqtts?: number } | undefined
    nodeRed: NodeRedStatus
    storeNote: { zh: string; en: string } | undefined
    facts: FactsStatus | undefined
    pending: Pending
    captured: Captured
    store: ApiParts['store'] | undefined
  }
  tell(...events: LiveEvent[]): void
  listeners(): number
  /** Asks with a token of this role. */
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options?: Omit<InjectOptions, 'method' | 'url'> & { role?: Role },
  ): Promise<LightMyRequestResponse>
  get(path: string): Promise<LightMyRequestResponse>
}

export const healthyStatus: PipelineStatus = {
  next: 10,
  head: 10,
  lag: 0,
  lagMs: 0,
  rate: 5,
  store: { name: 'sqlite', ok: true, since: 1_795_392_000_000 },
  files: { ok: true, since: 0 },
  counters: {
    messages: 10,
    received: 12,
    stored: 9,
    duplicate: 2,
    quarantined: 1,
    unknownFields: 0,
    seqGaps: 0,
    journalDamaged: 0,
    replayed: 0,
  },
}

export const healthyGateway: GatewayHealth = {
  ok: true,
  since: 1_795_392_000_000,
  journal: { ok: true, since: 1_795_392_000_000, waiting: 0 },
  connections: 3,
  adapters: ['node-red'],
  counters: { published: 10 },
}

export const healthyFacts: FactsStatus = { until: 1_795_392_000_000, behindMs: 3_000, backlog: 0, version: 7 }

const healthyRollups: RollupsStatus = { devices: 0, hours: 0, behindMs: 0, isFirstBuild: false, done: 24 }

export const healthyNodeRed: NodeRedStatus = { since: 1_795_392_000_000, safeMode: false, failures: 0, connected: true }

export const nothingPending: Pending = { total: 0, byDevice: new Map(), exact: true }

export async function apiSite({
  now = Date.now,
  log = pino({ level: 'silent' }),
  trustedProxies,
  indicators: given,
  reports,
  seriesOf,
  rollups,
}: {
  now?: () => number
  log?: Logger
  trustedProxies?: readonly string[]
  indicators?: Indicators
  reports?: ApiParts['reports']
  /** Instead of readings alone; `ingest`: ingest.sqlite. */
  seriesOf?: (parts: { folder: string; store: SqliteStore; ingest: DatabaseSync }) => NonNullable<ApiParts['series']>
  rollups?: ApiParts['rollups']
} = {}): Promise<ApiSite> {
  const folder = await tempFolder()
  const register = new Register(join(folder, 'register.sqlite'), { now })
  const accounts = new Accounts(join(folder, 'register.sqlite'), { now })
  const store = new SqliteStore({ folder, kinds: builtIn })
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  const readOnly = openIngestDatabase(join(folder, 'ingest.sqlite'), { readOnly: true })
  register.start()
  accounts.start()
  await store.start()
  await accounts.ensureAdmin(adminPassword)
  register.addFacility({ id: 'estate-01', name: '惠阳小区', town: 'loudong', circles: ['huiyang'] })
  register.addFacility({ id: 'estate-02', name: '沙溪小区', town: 'shaxi' })

  const indicators = given ?? (await handIndicators())
  const said: ApiSite['said'] = {
    status: healthyStatus,
    gateway: healthyGateway,
    ports: { mqtt: 1883 },
    nodeRed: healthyNodeRed,
    storeNote: undefined,
    facts: healthyFacts,
    pending: nothingPending,
    captured: { entries: [], next: undefined },
    store: undefined,
  }
  const replays = new Replays(database, now)
  const trials = new Trials(readSettings(ingestSettings, { KZ_DATA: folder }))
  const listeners = new Set<(events: readonly LiveEvent[]) => void>()
  const app = await createApi({
    settings: { locale: 'zh', timezone: 'Asia/Shanghai', trustedProxies, checkAnswers: true },
    register,
    accounts,
    catalogue: builtIn,
    siteKinds: { loaded: [], leftOut: [] },
    store: {
      readings: (query) => (said.store ?? store).readings(query),
      events: (query) => (said.store ?? store).events(query),
      series: (query) => (said.store ?? store).series(query),
      rows: (query) => (said.store ?? store).rows(query),
      eventsOnward: (query) => (said.store ?? store).eventsOnward(query),
      statesOnward: (query) => (said.store ?? store).statesOnward(query),
      rollups: (query) => (said.store ?? store).rollups(query),
    },
    ingestDatabase: readOnly,
    status: () => said.status,
    gatewayHealth: () => said.gateway,
    mqttPorts: () => said.ports,
    nodeRed: () => said.nodeRed,
    storeNote: () => said.storeNote,
    facts: () => said.facts,
    rollups: () => healthyRollups,
    onLive(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    inspect: () => {},
    onInspected: () => () => {},
    pendingFrom: async () => said.pending,
    beginReplay: async (scope, author) => replays.begin(scope, author),
    trials,
    indicators,
    ...(reports && { reports }),
    ...(seriesOf && { series: seriesOf({ folder, store, ingest: readOnly }) }),
    ...(rollups && { rollups }),
    captured: async () => said.captured,
    fleet: new Fleet({ register, ingestDatabase: readOnly, health: () => ({ gateway: said.gateway, pipeline: said.status }) }),
    dataFolder: folder,
    threads: () => ({ pipeline: 0.5 }),
    version: '1.2.3',
    journalId: async () => journalId,
    log,
    now,
  })
  const tokens = new Map<Role, string>()
  const tokenOf = (role: Role) => {
    const token = tokens.get(role) ?? accounts.createToken({ name: `test ${role}`, role }).token
    tokens.set(role, token)
    return token
  }
  const ask: ApiSite['ask'] = (method, url, { role = 'admin', headers, ...options } = {}) =>
    app.inject({ method, url, headers: { 'accept-language': 'en', authorization: `Bearer ${tokenOf(role)}`, ...headers }, ...options })
  whenDone(async () => {
    await app.close()
    await trials.stop()
    await store.stop()
    for (const each of [readOnly, database]) each.close()
    accounts.stop()
    register.stop()
  })
  return {
    folder,
    app,
    register,
    accounts,
    store,
    database,
    said,
    tell: (...events) => {
      for (const listener of listeners) listener(events)
    },
    listeners: () => listeners.size,
    ask,
    get: (path) => ask('GET', path),
  }
}

/** A row as the pipeline writes it. */
export function heardOf(
  { database }: Pick<ApiSite, 'database'>,
  device: string,
  { kind = 'charger', ...known }: Partial<ReturnType<typeof newRecord>> & { kind?: string },
): void {
  const { state, since, cause, ...record } = { ...newRecord(), ...known }
  database
    .prepare('INSERT OR REPLACE INTO device (device, kind, state, since, cause, record) VALUES (?, ?, ?, ?, ?, ?)')
    .run(device, kind, state, since, cause, JSON.stringify(record))
}

export interface LedgerRow {
  device: string
  kind?: string
  hour: number
  received: number
  stored: number
  duplicate?: number
  quarantined?: number
}

export function entered({ database }: Pick<ApiSite, 'database'>, ...rows: LedgerRow[]): void {
  const insert = database.prepare(
    'INSERT INTO ledger (hour, device, kind, received, stored, duplicate, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const { device, kind = 'charger', hour, received, stored, duplicate = 0, quarantined = 0 } of rows) {
    insert.run(hour, device, kind, received, stored, duplicate, quarantined)
  }
}

export const point = (device: string, ts: number, fields: Point['fields'], more: Partial<Point> = {}): Point => ({
  table: 'telemetry',
  kind: 'charger',
  device,
  ts,
  n: 0,
  received: ts,
  quality: 'good',
  fields,
  place: { facility: 'estate-01', circle: 'huiyang', town: 'loudong' },
  ...more,
})
