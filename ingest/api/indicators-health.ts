// How the indicators' thread is. That facts are late is told of the facts.
import { z } from 'zod'
import type { Indicators } from '../indicators/indicators.ts'
import { iso, time, words } from './answers.ts'

type Status = ReturnType<Indicators['status']>

const failed = {
  zh: '指标无法更新：会自动重试，读数不会丢失。请检查数据目录的磁盘空间与权限，并看 ingest 日志。',
  en: 'The indicators cannot be kept up: it is tried again, and no reading is lost. Check space and permissions of the data folder, and the log of ingest.',
}

const schema = z.object({
  status: z.enum(['ok', 'degraded']),
  message: words.optional(),
  problem: z.string().optional().describe('What the part itself says; for those who are signed in'),
  until: time.optional().describe('How far the facts go'),
  behindMs: z.number().optional().describe('How long ago that is'),
  working: z.string().optional().describe('What is being made'),
})

function of({ until, behind, problem, working }: Status, isSignedIn: boolean): z.output<typeof schema> {
  return {
    status: problem === undefined ? 'ok' : 'degraded',
    ...(problem !== undefined && { message: failed }),
    ...(isSignedIn && problem !== undefined && { problem }),
    ...(until > 0 && { until: iso(until), behindMs: behind }),
    ...(working && { working: working.what }),
  }
}

export const indicatorsPart = { schema, of }
