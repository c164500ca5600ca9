// Run once before ingest: organisation, buckets, how long they keep, mappings for InfluxQL, and a token for each who needs one.
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readSecretFile, writeSecretFile } from '../../../../register/secret-file.ts'
import { environmentWithFile } from '../../../../settings/environment.ts'
import { influxSetupSettings } from '../../../../settings/processes.ts'
import { readSettings, SettingsError } from '../../../../settings/read-settings.ts'
import { StoreUnavailable } from '../../store.ts'
import type { Access, Keys } from './plan.ts'
import { setUpInflux } from './set-up.ts'

const files = { ingest: 'ingest/influx-token', grafana: 'grafana/grafana-influx-token' } as const satisfies Record<Access, string>

/** Readable by the group: Grafana runs as a user of its own, and shares only the group with us. */
const groupMode = 0o640

function keysIn(folder: string): Keys {
  return {
    known: (access) => readSecretFile(join(folder, files[access])),
    keep(access, token) {
      const path = join(folder, files[access])
      mkdirSync(dirname(path), { recursive: true, mode: 0o750 })
      writeSecretFile(path, token)
      chmodSync(path, groupMode)
    },
  }
}

try {
  const settings = readSettings(influxSetupSettings, environmentWithFile(process.env))
  const { KZ_INFLUX_URL: url, KZ_INFLUX_ADMIN_TOKEN: adminToken, KZ_INFLUX_BUCKET: bucket } = settings
  const missing = [...(url === undefined ? ['KZ_INFLUX_URL'] : []), ...(adminToken === undefined ? ['KZ_INFLUX_ADMIN_TOKEN'] : [])]
  if (url === undefined || adminToken === undefined) throw new SettingsError(missing.map((name) => `${name} is not set, but must be set`))
  const plan = { url, adminToken, org: settings.KZ_INFLUX_ORG, bucket, days: settings.KZ_READINGS_DAYS }
  const rollupBucket = settings.KZ_INFLUX_ROLLUP_BUCKET ?? `${bucket}_rollup`
  const version = await setUpInflux({ ...plan, rollupBucket }, keysIn(settings.KZ_INFLUX_ACCESS ?? join(settings.KZ_DATA, 'influx')))
  console.log(`InfluxDB ${version}: ${bucket} keeps ${plan.days} days, ${rollupBucket} for ever`)
} catch (error) {
  const { message, hint } = error as StoreUnavailable
  console.error(error instanceof StoreUnavailable && hint ? `${message}\n${hint.zh}\n${hint.en}` : message)
  process.exitCode = 1
}
