// Every setting, once. What each process reads (processes.ts), `.env.example` and the sentences about faults come from here.
import { z } from 'zod'
import {
  addressRanges,
  days,
  listenAddress,
  oneOf,
  port,
  timeZone,
  webAddress,
  webhookAddress,
  webhookSecret,
  wholeNumber,
} from './values.ts'

export const settings = {
  KZ_DATA: z.string().default('./data').describe('Folder in which everything durable lives.'),
  KZ_BIND: listenAddress().default('127.0.0.1').describe('Address of all listeners; 0.0.0.0 opens them to the network.'),

  KZ_MQTT_PORT: port().default(1883).describe('MQTT over TCP. For every port 0 means any free one.'),
  KZ_MQTTS_PORT: port().default(8883).describe('MQTT over TLS; opened only with KZ_TLS_CERT and KZ_TLS_KEY.'),
  KZ_MQTT_WS_PORT: port().default(8083).describe('MQTT over WebSocket.'),
  KZ_HTTP_PORT: port().default(8080).describe('HTTP API, console, public page and /metrics.'),
  KZ_OCPP_PORT: port().default(9000).describe('Chargers that speak OCPP-J. Reserved: not opened yet.'),
  KZ_DTU_PORT: port().default(9001).describe('DL/T 645 and Modbus over TCP from 4G units. Reserved: not opened yet.'),
  KZ_PUSH_PORT: port().default(9002).describe('Readings pushed over HTTP. Reserved: not opened yet.'),
  KZ_NODERED_PORT: port().default(1880).describe('Node-RED: its editor, and what flows offer over HTTP under /in. 0 turns it off.'),
  KZ_GATEWAY_URL: webAddress()
    .optional()
    .describe('Where ingest asks the gateway for its health. Not set: found through the file the gateway leaves in KZ_DATA.'),

  KZ_REACHED_AS: listenAddress()
    .optional()
    .describe('Host name under which the other processes reach this one, where each runs in a container of its own. Not set: KZ_BIND.'),

  KZ_TRUSTED_PROXIES: addressRanges()
    .optional()
    .describe('Reverse proxies whose X-Forwarded-For and -Proto are believed: addresses or ranges, separated by commas. Not set: none.'),

  KZ_ADMIN_PASSWORD: z.string().optional().describe('Password of the user admin. Not set: made at the first start and kept in KZ_DATA.'),
  KZ_URL: webAddress()
    .optional()
    .describe(
      'Where the command line (npm run kz) finds the API. Not set: this machine, at the port of KZ_HTTP_PORT or the one ingest chose.',
    ),
  KZ_TOKEN: z
    .string()
    .optional()
    .describe(
      'API token of the command line. Not set: on this machine it signs in as admin with the password above or the one in KZ_DATA.',
    ),
  KZ_TLS_CERT: z.string().optional().describe('File with the certificate chain (PEM) of the TLS listeners.'),
  KZ_TLS_KEY: z.string().optional().describe('File with the private key (PEM) of KZ_TLS_CERT.'),
  KZ_TLS_CA: z
    .string()
    .optional()
    .describe('File with the authority (PEM) whose client certificates are accepted; the common name is the device id.'),

  KZ_INFLUX_URL: webAddress().optional().describe('InfluxDB 1.x, 2.x or 3.x for the readings. Not set: the embedded store.'),
  KZ_INFLUX_TOKEN: z.string().optional().describe('Token of InfluxDB; for 1.x user:password, or nothing.'),
  KZ_INFLUX_ORG: z.string().default('kezhong').describe('Organisation in InfluxDB 2.x.'),
  KZ_INFLUX_BUCKET: z.string().default('kezhong').describe('Bucket in InfluxDB; the database in 1.x and 3.x.'),
  KZ_INFLUX_ROLLUP_BUCKET: z
    .string()
    .optional()
    .describe('Bucket (database) of the hourly and daily values, which are kept for ever. Not set: KZ_INFLUX_BUCKET and _rollup.'),

  KZ_INFLUX_ADMIN_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('Only for npm run influx-setup: the operator token of InfluxDB 2.x, user:password of an administrator in 1.x.'),
  KZ_INFLUX_ACCESS: z
    .string()
    .optional()
    .describe(
      'Only for npm run influx-setup: folder for what it makes, ingest/influx-token and grafana/grafana-influx-token. Not set: KZ_DATA/influx.',
    ),

  KZ_GRAFANA_URL: webAddress().optional().describe('Grafana that kz dashboards push writes to; not set: say it with --grafana.'),
  KZ_GRAFANA_TOKEN: z
    .string()
    .optional()
    .describe('Token of a service account in that Grafana, with the role Editor, or Admin for alert rules.'),

  KZ_JOURNAL_DAYS: days().default(7).describe('Days the journal is kept; what is not yet consumed stays longer.'),
  KZ_READINGS_DAYS: days().default(400).describe('Days readings are kept.'),
  KZ_QUARANTINE_DAYS: days().default(90).describe('Days refused messages are kept.'),

  KZ_WEBHOOK_URL: webhookAddress()
    .optional()
    .describe(
      "Where the city's own task system takes what becomes of indicators; https, or http on this machine. Not set: nobody is told.",
    ),
  KZ_WEBHOOK_SECRET: webhookSecret()
    .optional()
    .describe('Key with which these messages are signed (Standard Webhooks): whsec_ and at least 24 bytes in base64.'),

  KZ_TIMEZONE: timeZone().default('Asia/Shanghai').describe('Time zone of days, months and reports.'),
  KZ_REPORT_ISSUER: z.string().min(1).default('太仓市商务局').describe('制表单位: who issues the reports, as printed on them.'),
  KZ_LOCALE: oneOf(['zh', 'en']).default('zh').describe('Language where nobody asked for another: zh or en.'),
  KZ_KINDS: z
    .string()
    .optional()
    .describe('Folder with the kind files of this site, loaded beside facilities/. Read at the start. Not set: KZ_DATA/kinds.'),
  KZ_DEVICE_RATE: wholeNumber(0, 1_000_000)
    .default(100)
    .describe('Messages a second and device; above it PUBACKs are delayed and nothing is dropped. 0: no limit.'),
  KZ_MAX_CONNECTIONS: wholeNumber(1, 1_000_000)
    .default(20_000)
    .describe('Connections the gateway holds at once; further ones are refused.'),
  KZ_LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged: fatal, error, warn, info, debug, trace or silent.'),
}

export type SettingName = keyof typeof settings

/** Never shown, neither in a fault nor in a log. */
export const secretSettings: readonly SettingName[] = [
  'KZ_ADMIN_PASSWORD',
  'KZ_TOKEN',
  'KZ_INFLUX_TOKEN',
  'KZ_INFLUX_ADMIN_TOKEN',
  'KZ_GRAFANA_TOKEN',
  'KZ_WEBHOOK_SECRET',
]

/** As one would type them; a setting without a default is missing here. */
export const defaultTexts: Partial<Record<SettingName, string>> = Object.fromEntries(
  Object.entries(settings).flatMap(([name, schema]) => (schema instanceof z.ZodDefault ? [[name, String(schema.def.defaultValue)]] : [])),
)
