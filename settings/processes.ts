// Which settings each process reads. Types are inferred: `GatewaySettings` is what `readSettings(gatewaySettings, …)` returns.
import { join } from 'node:path'
import { z } from 'zod'
import { relations } from './relations.ts'
import { settings } from './settings.ts'

const everySetting = z.object(settings)
const shared = { KZ_DATA: true, KZ_KINDS: true, KZ_TIMEZONE: true, KZ_LOCALE: true, KZ_LOG_LEVEL: true } as const
const tls = { KZ_TLS_CERT: true, KZ_TLS_KEY: true, KZ_TLS_CA: true } as const

/** Faults of single settings must not hide what does not fit together, so the relations are looked at in any case. */
const always = { when: () => true }

export const gatewaySettings = everySetting
  .pick({
    ...shared,
    ...tls,
    KZ_BIND: true,
    KZ_REACHED_AS: true,
    KZ_MQTT_PORT: true,
    KZ_MQTTS_PORT: true,
    KZ_MQTT_WS_PORT: true,
    KZ_OCPP_PORT: true,
    KZ_DTU_PORT: true,
    KZ_PUSH_PORT: true,
    KZ_DEVICE_RATE: true,
    KZ_MAX_CONNECTIONS: true,
    KZ_JOURNAL_DAYS: true,
  })
  .superRefine(relations, always)
  .transform(withKindsFolder)

export const ingestSettings = everySetting
  .pick({
    ...shared,
    KZ_BIND: true,
    KZ_REACHED_AS: true,
    KZ_HTTP_PORT: true,
    KZ_NODERED_PORT: true,
    KZ_GATEWAY_URL: true,
    KZ_TRUSTED_PROXIES: true,
    KZ_ADMIN_PASSWORD: true,
    KZ_INFLUX_URL: true,
    KZ_INFLUX_TOKEN: true,
    KZ_INFLUX_ORG: true,
    KZ_INFLUX_BUCKET: true,
    KZ_INFLUX_ROLLUP_BUCKET: true,
    KZ_JOURNAL_DAYS: true,
    KZ_READINGS_DAYS: true,
    KZ_QUARANTINE_DAYS: true,
    KZ_REPORT_ISSUER: true,
    KZ_WEBHOOK_URL: true,
    KZ_WEBHOOK_SECRET: true,
  })
  .superRefine(relations, always)
  .transform(withKindsFolder)

export const nodeRedSettings = everySetting
  .pick({ ...shared, KZ_BIND: true, KZ_REACHED_AS: true, KZ_NODERED_PORT: true })
  .transform(withKindsFolder)

export const registerSettings = everySetting.pick({ ...shared, KZ_ADMIN_PASSWORD: true }).transform(withKindsFolder)

/** First start of InfluxDB: what is kept where, for how long, and who may read it. */
export const influxSetupSettings = everySetting.pick({
  KZ_DATA: true,
  KZ_INFLUX_URL: true,
  KZ_INFLUX_ORG: true,
  KZ_INFLUX_BUCKET: true,
  KZ_INFLUX_ROLLUP_BUCKET: true,
  KZ_INFLUX_ADMIN_TOKEN: true,
  KZ_INFLUX_ACCESS: true,
  KZ_READINGS_DAYS: true,
})

export const simSettings = everySetting
  .pick({ ...shared, KZ_BIND: true, KZ_MQTT_PORT: true, KZ_HTTP_PORT: true })
  .transform(withKindsFolder)

/** The command line: where the API is, how to sign in on this machine, and what a backup of it has to tell. */
export const kzSettings = everySetting
  .pick({
    KZ_DATA: true,
    KZ_KINDS: true,
    KZ_BIND: true,
    KZ_HTTP_PORT: true,
    KZ_ADMIN_PASSWORD: true,
    KZ_URL: true,
    KZ_TOKEN: true,
    KZ_TIMEZONE: true,
    KZ_INFLUX_URL: true,
    KZ_INFLUX_ORG: true,
    KZ_INFLUX_BUCKET: true,
    KZ_INFLUX_ROLLUP_BUCKET: true,
    KZ_GRAFANA_URL: true,
    KZ_GRAFANA_TOKEN: true,
  })
  .transform(withKindsFolder)

/** The supervisor reads them all, so that one start names every fault of every process. */
export const supervisorSettings = everySetting.superRefine(relations, always).transform(withKindsFolder)

export type GatewaySettings = z.output<typeof gatewaySettings>
export type NodeRedSettings = z.output<typeof nodeRedSettings>
export type IngestSettings = z.output<typeof ingestSettings>
export type SimSettings = z.output<typeof simSettings>
export type KzSettings = z.output<typeof kzSettings>
export type SupervisorSettings = z.output<typeof supervisorSettings>

function withKindsFolder<Read extends { KZ_DATA: string; KZ_KINDS?: string | undefined }>(read: Read): Read & { KZ_KINDS: string } {
  return { ...read, KZ_KINDS: read.KZ_KINDS ?? join(read.KZ_DATA, 'kinds') }
}
