// How far the hourly and daily values are. They may be late without a reading being late, so they are degraded at worst.
import { z } from 'zod'
import type { RollupsStatus } from '../rollups/messages.ts'
import { words } from './answers.ts'

const schema = z.object({
  status: z.enum(['ok', 'degraded']),
  message: words.optional().describe('What is wrong and what to do'),
  problem: z.string().optional().describe('What the part itself says; for those who are signed in'),
  hint: words.optional().describe('For those who are signed in'),
  devices: z.int().optional().describe('Devices with hours that are over and not made yet'),
  hours: z.number().optional().describe('These hours, as far as they are known'),
  behindMs: z.number().optional().describe('How long the oldest of them has been over'),
  isFirstBuild: z.boolean().optional().describe('Everything that was stored before is being made for the first time'),
})

type Part = z.output<typeof schema>

/** Of late readings an hour is made again at once; two hours are far more than that takes. */
const lateMs = 7_200_000

const sentences = {
  silent: {
    zh: '小时值和日值尚未开始计算：读数照常入库，稍后补算。若持续，请看 ingest 日志。',
    en: 'Hourly and daily values are not being made yet: readings are kept all the same. If this lasts, look at the log of ingest.',
  },
  ill: {
    zh: '小时值和日值暂停计算：读数照常入库，恢复后自动补算；在此之前读数不会到期删除。请检查数据库及其小时值存储桶（KZ_INFLUX_ROLLUP_BUCKET）和数据目录。',
    en: 'Hourly and daily values cannot be made at present: readings are kept, past their days too, and it goes on by itself. Check the database with its bucket for them (KZ_INFLUX_ROLLUP_BUCKET) and the data folder.',
  },
  late: {
    zh: '小时值和日值落后，正在补算；读数照常入库。',
    en: 'Hourly and daily values are behind and being caught up with; readings are kept all the same.',
  },
} as const

function of(status: RollupsStatus | undefined, isSignedIn: boolean): Part {
  if (!status) return { status: 'degraded', message: sentences.silent }
  const { devices, hours, behindMs, isFirstBuild, problem, hint } = status
  const numbers = { devices, hours, behindMs, isFirstBuild }
  if (problem !== undefined)
    return { status: 'degraded', message: sentences.ill, ...numbers, ...(isSignedIn && { problem, ...(hint && { hint }) }) }
  return behindMs > lateMs && !isFirstBuild ? { status: 'degraded', message: sentences.late, ...numbers } : { status: 'ok', ...numbers }
}

export const rollupsPart = { schema, of }
