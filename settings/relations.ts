// What must hold between settings. A message completes the sentence "KZ_X is …, but must …".
import type { SettingName } from './settings.ts'

/** Some of these values may be missing or wrong: they are looked at before every fault is out. */
type Read = Partial<Record<SettingName, unknown>>

interface Faults {
  addIssue(fault: { code: 'custom'; path: SettingName[]; message: string }): void
}

export function relations(read: Read, faults: Faults): void {
  if (isSet(read.KZ_TLS_CERT) && !isSet(read.KZ_TLS_KEY)) faults.addIssue(fault('KZ_TLS_KEY', 'be set, as KZ_TLS_CERT is'))
  if (isSet(read.KZ_TLS_KEY) && !isSet(read.KZ_TLS_CERT)) faults.addIssue(fault('KZ_TLS_CERT', 'be set, as KZ_TLS_KEY is'))
  if (isSet(read.KZ_TLS_CA) && !isSet(read.KZ_TLS_CERT)) faults.addIssue(fault('KZ_TLS_CERT', 'be set, as KZ_TLS_CA is'))
  if (isSet(read.KZ_WEBHOOK_URL) && !isSet(read.KZ_WEBHOOK_SECRET))
    faults.addIssue(fault('KZ_WEBHOOK_SECRET', 'be set, as KZ_WEBHOOK_URL is'))
  if (isSet(read.KZ_INFLUX_ROLLUP_BUCKET) && read.KZ_INFLUX_ROLLUP_BUCKET === read.KZ_INFLUX_BUCKET)
    faults.addIssue(fault('KZ_INFLUX_ROLLUP_BUCKET', 'differ from KZ_INFLUX_BUCKET, whose readings expire'))
  for (const [name, other] of samePorts(read)) faults.addIssue(fault(name, `differ from ${other}`))
}

function samePorts(read: Read): [SettingName, SettingName][] {
  const takenBy = new Map<unknown, SettingName>()
  const clashes: [SettingName, SettingName][] = []
  for (const [name, value] of Object.entries(read) as [SettingName, unknown][]) {
    if (!name.endsWith('_PORT') || typeof value !== 'number' || value === 0) continue
    if (name === 'KZ_MQTTS_PORT' && !isSet(read.KZ_TLS_CERT)) continue // not opened
    const other = takenBy.get(value)
    if (other) clashes.push([name, other])
    takenBy.set(value, other ?? name)
  }
  return clashes
}

function isSet(value: unknown): boolean {
  return value !== undefined
}

function fault(name: SettingName, message: string) {
  return { code: 'custom' as const, path: [name], message }
}
