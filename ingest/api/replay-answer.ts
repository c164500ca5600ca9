// What is told of a replay, done or only tried.
import { z } from 'zod'
import type { ReplayJob } from '../replay/replay-job.ts'
import type { Trial } from '../trial/trials.ts'
import { iso, time, words } from './answers.ts'
import { jobStates } from './when-settled.ts'

export const refusal = z.object({
  code: z.string(),
  path: z.string().optional(),
  count: z.int(),
  message: words.describe('Said of the example'),
  example: z.string(),
})

export const replay = z
  .object({
    id: z.string(),
    dryRun: z.boolean(),
    state: z.enum(jobStates),
    created: time,
    finished: time.optional(),
    author: z.string().optional(),
    total: z.int().describe('Messages that are meant'),
    done: z.int().describe('Messages looked at so far'),
    stored: z.int(),
    duplicate: z.int().describe('Repeats of what is stored already'),
    refused: z.int().describe('They stay in quarantine, with the present explanation'),
    refusals: z.array(refusal).describe('Those refused, by cause'),
    message: words,
  })
  .meta({ id: 'Replay' })

type Replay = z.output<typeof replay>
type Counts = Pick<Replay, 'total' | 'done' | 'stored' | 'duplicate' | 'refused'>

export const replayOf = (job: ReplayJob): Replay => {
  const { id, created, finished, author, state, total, done, stored, duplicate, refused, refusals } = job
  return {
    id,
    dryRun: false,
    state,
    created: iso(created),
    ...(finished !== undefined && { finished: iso(finished) }),
    ...(author !== undefined && { author }),
    ...{ total, done, stored, duplicate, refused },
    refusals: refusals.map((each) => ({ ...each })),
    message: state === 'running' ? progress(job) : did(job),
  }
}

export function dryRunOf({ id, created, finished, author, state, findings, fault }: Trial<'dry-run'>): Replay {
  const { refusals = [], ...found } = findings ?? {}
  const counts: Counts = { total: 0, done: 0, stored: 0, duplicate: 0, refused: 0, ...found }
  return {
    id,
    dryRun: true,
    state,
    created: iso(created),
    ...(finished !== undefined && { finished: iso(finished) }),
    ...(author !== undefined && { author }),
    ...counts,
    refusals: refusals.map((each) => ({ ...each })),
    message: fault === undefined ? (state === 'done' ? would(counts) : progress(counts)) : failed(fault),
  }
}

const number = (count: number): string => count.toLocaleString('en-US')
const messages = (count: number): string => `${number(count)} ${count === 1 ? 'message' : 'messages'}`

const progress = ({ done, total }: Counts) => ({
  zh: `已处理 ${number(done)} / ${number(total)} 条。`,
  en: `${number(done)} of ${messages(total)} dealt with.`,
})

export const failed = (fault: string) => ({
  zh: `未能完成：${fault}。请稍后再试；若重复出现，请看 ingest 日志。`,
  en: `It could not be finished: ${fault}. Try again later; look at the log of ingest if it happens again.`,
})

const did = ({ total, stored, duplicate, refused }: Counts) => ({
  zh: `${number(total)} 条报文：${number(stored)} 条已入库，${number(duplicate)} 条是重复，${number(refused)} 条仍被拒收。`,
  en: `Of ${messages(total)} ${number(stored)} are now stored, ${number(duplicate)} were repeats, ${number(refused)} are still refused.`,
})

function would({ total, done, stored, duplicate, refused }: Counts) {
  const looked =
    done < total ? { zh: `（只看了前 ${number(done)} 条）`, en: ` (the first ${number(done)} were looked at)` } : { zh: '', en: '' }
  return {
    zh: `${number(total)} 条报文中${looked.zh}：${number(stored)} 条现在可以入库，${number(duplicate)} 条是重复，${number(refused)} 条仍会被拒收。`,
    en: `Of ${messages(total)}${looked.en} ${number(stored)} would now be stored, ${number(duplicate)} are repeats, ${number(refused)} would still be refused.`,
  }
}
