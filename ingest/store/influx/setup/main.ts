// Run once before ingest: organisation, buckets, how long they keep, mappings for InfluxQL, and a token for each who needs one.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { environmentWithFile } from '../../../../settings/environment.ts'
import { influxSetupSettings } from '../../../../settings/processes.ts'
import { readSettings, SettingsError } from '../../../../settings/read-settings.ts'
import { StoreUnavailable } from '../../store.ts'
import { files, keysIn } from './kept-keys.ts'
import { patiently } from './patience.ts'
import { accessNames, type Plan } from './plan.ts'
import { both, goesOnWithout, waiting } from './sentences.ts'
import { setUpInflux } from './set-up.ts'
import { isAway, SetupFault } from './setup-fault.ts'

const help = `usage: npm run influx-setup [-- --wait SECONDS]

Sets InfluxDB up (1.x, 2.x, 3.x), as often as one likes: a bucket that keeps KZ_READINGS_DAYS, one for hourly and daily values that keeps for
ever, and who may use them. Needs KZ_INFLUX_URL and KZ_INFLUX_ADMIN_TOKEN. Tokens are left in KZ_INFLUX_ACCESS (KZ_DATA/influx when not set):
ingest/influx-token for KZ_INFLUX_TOKEN_FILE, grafana/grafana-influx-token, which may only read.

设置 InfluxDB（1.x、2.x、3.x），可反复执行：保留 KZ_READINGS_DAYS 天的存储桶、永久保留小时值与日值的存储桶，以及各自的权限。
需要 KZ_INFLUX_URL 与 KZ_INFLUX_ADMIN_TOKEN；令牌写入 KZ_INFLUX_ACCESS（未设时为 KZ_DATA/influx）。

  --wait SECONDS  for a database that is being started. One that was set up before is waited for 20 s at most; if it does not answer then, it is
                  left as it is and this ends well, so that what needs it starts
                  等待正在启动的数据库；此前已设置的最多等 20 秒，仍无应答则保持原样并正常结束
  --help          this text`

const laterWaitMs = 20_000

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { wait: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help) return console.log(help)
  const waitMs = waitOf(values.wait)
  const settings = readSettings(influxSetupSettings, environmentWithFile(process.env))
  const plan = planOf(settings)
  const folder = resolve(settings.KZ_INFLUX_ACCESS ?? accessIn(settings.KZ_DATA))
  const keys = keysIn(folder)
  const wasSetUp = accessNames.every((access) => keys.known(access) !== undefined)
  const forMs = wasSetUp ? Math.min(waitMs, laterWaitMs) : waitMs
  try {
    const { version, warnings } = await patiently(() => setUpInflux(plan, keys), { forMs, onWaiting: () => console.error(both(waiting)) })
    for (const warning of warnings) console.error(both(warning))
    console.log(`InfluxDB ${version}：${plan.bucket} 保留 ${plan.days} 天，${plan.rollupBucket} 永久保留`)
    console.log(`InfluxDB ${version}: ${plan.bucket} keeps ${plan.days} days, ${plan.rollupBucket} for ever`)
    console.log(`KZ_INFLUX_TOKEN_FILE=${join(folder, files.ingest)}`)
    console.log(`Grafana: ${join(folder, files.grafana)}`)
  } catch (error) {
    if (waitMs === 0 || !wasSetUp || !isAway(error)) throw error
    console.error(`${error.message}\n${both(goesOnWithout)}`)
  }
}

/** The data folder stays closed to the group, though what is in this folder is not. */
function accessIn(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  return join(dataFolder, 'influx')
}

function waitOf(seconds = '0'): number {
  if (/^\d{1,4}$/.test(seconds)) return Number(seconds) * 1_000
  throw new SettingsError([`--wait is ${JSON.stringify(seconds)}, but must be a whole number of seconds, 0 to 9999`])
}

function planOf(settings: ReturnType<typeof readSettings<typeof influxSetupSettings>>): Plan {
  const { KZ_INFLUX_URL: url, KZ_INFLUX_ADMIN_TOKEN: adminToken, KZ_INFLUX_BUCKET: bucket } = settings
  const missing = [...(url === undefined ? ['KZ_INFLUX_URL'] : []), ...(adminToken === undefined ? ['KZ_INFLUX_ADMIN_TOKEN'] : [])]
  if (url === undefined || adminToken === undefined) throw new SettingsError(missing.map((name) => `${name} is not set, but must be set`))
  const rollupBucket = settings.KZ_INFLUX_ROLLUP_BUCKET ?? `${bucket}_rollup`
  return { url, adminToken, org: settings.KZ_INFLUX_ORG, bucket, rollupBucket, days: settings.KZ_READINGS_DAYS }
}

function explain(error: unknown): string {
  if (error instanceof StoreUnavailable || error instanceof SetupFault) return `${error.message}\n${both(error.hint)}`
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException
  if (code.startsWith('ERR_PARSE_ARGS')) return `${message}. 用法见 npm run influx-setup -- --help. See it for the usage.`
  return message
}

await main().catch((error: unknown) => {
  console.error(explain(error))
  process.exitCode = 1
})
