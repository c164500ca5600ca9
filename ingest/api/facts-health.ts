// How far the facts are that indicators are made of. They may be late without a reading being late, so they are degraded at worst.
import { z } from 'zod'
import type { FactsStatus } from '../facts/messages.ts'
import { iso, time, words } from './answers.ts'

const schema = z.object({
  status: z.enum(['ok', 'degraded']),
  message: words.optional().describe('What is wrong and what to do'),
  problem: z.string().optional().describe('What the part itself says; for those who are signed in'),
  hint: words.optional().describe('For those who are signed in'),
  until: time.optional().describe('All devices in service are counted up to here'),
  behindMs: z.number().optional().describe('How long ago that is'),
  backlog: z.int().optional().describe('Days of devices that are to be counted again'),
})

type Part = z.output<typeof schema>

/** An hour's facts are of no use before the hour is over; ten minutes are far more than a minute's work. */
const lateMs = 600_000

const sentences = {
  silent: {
    zh: '指标统计尚未开始：读数照常入库，统计随后补算。若持续，请看 ingest 日志。',
    en: 'Facts are not being counted yet: readings are kept all the same, and counted later. If this lasts, look at the log of ingest.',
  },
  ill: {
    zh: '指标统计暂停：读数照常入库，恢复后自动补算。请检查读数库与数据目录。',
    en: 'Facts cannot be counted at present: readings are kept, and it goes on by itself. Check the store and the data folder.',
  },
  late: {
    zh: '指标统计落后，正在补算；读数照常入库。',
    en: 'Facts are behind and being caught up with; readings are kept all the same.',
  },
} as const

function of(status: FactsStatus | undefined, isSignedIn: boolean): Part {
  if (!status) return { status: 'degraded', message: sentences.silent }
  const { until, behindMs, backlog, problem, hint } = status
  const numbers = { ...(until > 0 && { until: iso(until), behindMs }), backlog }
  if (problem !== undefined)
    return { status: 'degraded', message: sentences.ill, ...numbers, ...(isSignedIn && { problem, ...(hint && { hint }) }) }
  return behindMs > lateMs ? { status: 'degraded', message: sentences.late, ...numbers } : { status: 'ok', ...numbers }
}

export const factsPart = { schema, of }
