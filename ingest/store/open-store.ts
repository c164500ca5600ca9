import { InfluxStore } from './influx/influx-store.ts'
import { WallWriter } from './influx/wall-writer.ts'
import type { Kinds } from './kinds.ts'
import { SqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store.ts'

export interface StoreSettings {
  readonly KZ_DATA: string
  readonly KZ_INFLUX_URL?: string | undefined
  readonly KZ_INFLUX_TOKEN?: string | undefined
  readonly KZ_INFLUX_ORG: string
  readonly KZ_INFLUX_BUCKET: string
  readonly KZ_INFLUX_ROLLUP_BUCKET?: string | undefined
}

/** The store of these settings, not started: InfluxDB when there is an address of it. `readOnly` for those beside the one writer. */
export function openStore(settings: StoreSettings, { kinds, readOnly = false }: { kinds: Kinds; readOnly?: boolean }): Store {
  const { KZ_DATA: folder, KZ_INFLUX_URL: url, KZ_INFLUX_TOKEN: token, KZ_INFLUX_ORG: org, KZ_INFLUX_BUCKET: bucket } = settings
  const rollupBucket = settings.KZ_INFLUX_ROLLUP_BUCKET
  return url === undefined
    ? new SqliteStore({ folder, kinds, readOnly })
    : new InfluxStore({ url, token, org, bucket, rollupBucket, kinds })
}

/** For points that only walls show. The embedded store has none: no wall reads it. */
export function openWallWriter(settings: StoreSettings): WallWriter | undefined {
  const { KZ_INFLUX_URL: url, KZ_INFLUX_TOKEN: token, KZ_INFLUX_ORG: org, KZ_INFLUX_BUCKET: bucket } = settings
  return url === undefined ? undefined : new WallWriter({ url, token, org, bucket, timeoutMs: 10_000 })
}
