import type { Words } from '../../../facilities/define.ts'
import { type InfluxSettings, identifier, query } from './server.ts'

const hourMs = 3_600_000
const dayMs = 86_400_000

/** How long the database keeps readings: days, Infinity for ever, undefined where it does not say (3.x, or without the right to ask). */
export async function daysKept(settings: InfluxSettings): Promise<number | undefined> {
  const { columns, rows } = await query(settings, `SHOW RETENTION POLICIES ON ${identifier(settings.bucket)}`)
  const isDefault = columns.indexOf('default')
  const duration = rows.find((row) => row[isDefault] === true)?.[columns.indexOf('duration')]
  const [, hours, minutes, seconds] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(String(duration ?? '-')) ?? []
  if (hours === undefined && minutes === undefined && seconds === undefined) return undefined
  const ms = Number(hours ?? 0) * hourMs + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1_000
  return ms === 0 ? Number.POSITIVE_INFINITY : ms / dayMs
}

/** What is wrong with it; undefined when it keeps what KZ_READINGS_DAYS says. */
export function retentionFault(kept: number | undefined, wanted: number): Words | undefined {
  if (kept === undefined || kept === wanted) return undefined
  const days = Math.round(kept * 10) / 10
  const [zh, en] = kept === Number.POSITIVE_INFINITY ? ['永久保留读数', 'for ever'] : [`保留读数 ${days} 天`, `${days} days`]
  return {
    zh: `InfluxDB ${zh}，而 KZ_READINGS_DAYS 是 ${wanted} 天；请执行 npm run influx-setup，或把 KZ_READINGS_DAYS 改为实际所需。`,
    en: `InfluxDB keeps readings ${en}, and not ${wanted} days (KZ_READINGS_DAYS): npm run influx-setup changes it, or set KZ_READINGS_DAYS to what is meant.`,
  }
}
