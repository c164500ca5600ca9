import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DatabaseSync } from 'node:sqlite'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Catalogue } from '../../facilities/catalogue.ts'
import type { Words } from '../../facilities/define.ts'
import type { SiteKinds } from '../../facilities/site-kinds.ts'
import type { Accounts } from '../../register/accounts.ts'
import type { Register } from '../../register/register.ts'
import type { FactsStatus } from '../facts/messages.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Indicators } from '../indicators/indicators.ts'
import type { Captured, CapturedQuery } from '../inspect/captured.ts'
import type { Inspected } from '../inspect/inspected.ts'
import type { Pending } from '../ledger/pending.ts'
import type { LiveEvent, PipelineStatus } from '../pipeline/live.ts'
import type { QuarantineFilter } from '../quarantine/selection.ts'
import type { Reports } from '../reports/reports.ts'
import type { RollupsStatus } from '../rollups/messages.ts'
import type { FoundSeries } from '../rollups/rolled-series.ts'
import type { SeriesQuery, Store } from '../store/store.ts'
import type { Trials } from '../trial/trials.ts'
import type { Language } from './language.ts'

/** Fastify with zod schemas: what every routes file adds its routes to. */
export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** What the gateway answers when asked how it is; times in ms since 1970 UTC. */
export interface GatewayHealth {
  readonly ok: boolean
  readonly since: number
  readonly journal: {
    readonly ok: boolean
    readonly since: number
    readonly problem?: string | undefined
    readonly hint?: { readonly zh: string; readonly en: string } | undefined
    /** Publishes that wait for the disk. */
    readonly waiting: number
  }
  readonly connections: number
  /** Those that are connected. */
  readonly adapters: readonly string[]
  /** Totals since it started. */
  readonly counters: Readonly<Record<string, number>>
  readonly process?: { readonly residentBytes: number; readonly loopLagMs: number } | undefined
}

/** What Node-RED answers when asked how it is. */
export interface NodeRedHealth {
  readonly since: number
  /** Flows were not started: they ended the process too often. */
  readonly safeMode: boolean
  /** Ends in a row that nobody asked for; forgotten when it has run a while. */
  readonly failures: number
  /** It reaches the broker. */
  readonly connected: boolean
}

/** Silent: it does not answer, for this reason where it left one. */
export type NodeRedStatus = 'off' | NodeRedHealth | { readonly silent: true; readonly problem?: string; readonly hint?: Words }

/** All the API needs of the rest; it owns none of it, and neither starts nor stops it. */
export interface ApiParts {
  readonly settings: {
    readonly locale: Language
    readonly timezone: string
    /** Reverse proxies that may say whom they speak for; nobody else may. */
    readonly trustedProxies?: readonly string[] | undefined
    /** Answers are held against their documentation and fail where they differ. Costs time: for tests. */
    readonly checkAnswers?: boolean
  }
  readonly register: Register
  readonly accounts: Accounts
  readonly catalogue: Catalogue
  /** What became of the files in KZ_KINDS. */
  readonly siteKinds: Pick<SiteKinds, 'loaded' | 'leftOut'>
  readonly store: Pick<Store, 'readings' | 'events' | 'series' | 'rows' | 'eventsOnward' | 'statesOnward' | 'rollups'>
  /** ingest.sqlite, opened read-only for the API alone. */
  readonly ingestDatabase: DatabaseSync
  /** Undefined until the pipeline has said something; undefined again when its thread is gone. */
  status(): PipelineStatus | undefined
  /** Undefined while the gateway does not answer. */
  gatewayHealth(): GatewayHealth | undefined
  /** Where the gateway takes MQTT; undefined before it has answered once. */
  mqttPorts(): { readonly mqtt: number; readonly mqtts?: number | undefined } | undefined
  nodeRed(): NodeRedStatus
  /** What somebody should know of the store though it serves. */
  storeNote?(): Words | undefined
  /** Undefined until their thread has said something. */
  facts(): FactsStatus | undefined
  rollups?(): RollupsStatus | undefined
  /** Of readings and, where that is faster or they are gone, of what became of them; without it of readings alone. */
  series?(query: SeriesQuery): Promise<FoundSeries>
  /** Returns how to stop listening. */
  onLive(listener: (events: readonly LiveEvent[]) => void): () => void
  /** From now on `onInspected` hears of the messages of these devices, and of no others. */
  inspect(devices: readonly string[]): void
  onInspected(listener: (inspected: readonly Inspected[]) => void): () => void
  /** What waits in the uplink journal from this offset on; of one device if it is named. */
  pendingFrom(next: number, device?: string): Promise<Pending>
  /** Orders a replay of quarantine; resolves with its id once that is on disk. */
  beginReplay(scope: QuarantineFilter, author: string | undefined): Promise<string>
  readonly trials: Pick<Trials, 'begin' | 'find'>
  readonly indicators: Indicators
  readonly reports?: Pick<Reports, 'list' | 'file' | 'submit'>
  /** What a device sent, as the uplink journal keeps it. */
  captured(query: CapturedQuery): Promise<Captured>
  /** Under this name ingest.sqlite tells how far the uplink journal is dealt with. */
  journalId(): Promise<string>
  /** For the metrics, as are those below. */
  readonly fleet?: Pick<Fleet, 'look'>
  readonly dataFolder?: string
  /** How busy each thread is, 0 to 1. */
  threads?(): Readonly<Record<string, number>>
  readonly version?: string
  readonly log: FastifyBaseLogger
  /** For tests. */
  readonly now?: () => number
}
