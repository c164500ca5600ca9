// How each part is. Whoever is not signed in sees how things stand and what to do, but not the words of the parts themselves.
import { z } from 'zod'
import { lateMs } from '../fleet/own-outage.ts'
import type { PipelineStatus } from '../pipeline/live.ts'
import { isServing } from '../watch/gateway-watch.ts'
import { iso, time, words } from './answers.ts'
import { factsPart } from './facts-health.ts'
import { indicatorsPart } from './indicators-health.ts'
import { nodeRedPart } from './node-red-health.ts'
import type { ApiParts, GatewayHealth } from './parts.ts'
import { rollupsPart } from './rollups-health.ts'

const status = z.enum(['ok', 'degraded', 'down'])
const part = {
  status,
  message: words.optional().describe('What is wrong and what to do'),
  problem: z.string().optional().describe('What the part itself says; for those who are signed in'),
  hint: words.optional().describe('For those who are signed in'),
}

export const health = z
  .object({
    status: status.describe('ok; degraded: something is late, nothing is lost; down: a part does not serve'),
    time,
    parts: z.object({
      gateway: z.object({ ...part, since: time.optional(), connections: z.int().optional() }),
      journal: z.object({ ...part, since: time.optional(), waiting: z.int().optional().describe('Publishes that wait for the disk') }),
      ingest: z.object({
        ...part,
        lag: z.int().optional().describe('Messages in the journal that wait'),
        lagMs: z.number().optional().describe('How long the oldest of them has waited'),
        rate: z.number().optional().describe('Messages a second, lately'),
        next: z.int().optional().describe('Offset of the next message'),
        head: z.int().optional().describe('One past the last message'),
      }),
      store: z.object({
        ...part,
        name: z.string().optional(),
        since: time.optional().describe('Since when it is as it is'),
        note: words.optional().describe('What is not as the settings say, though it serves'),
      }),
      kinds: z
        .object({
          ...part,
          loaded: z.int().describe("The site's own"),
          leftOut: z.int().describe('Files that cannot be used'),
          files: z
            .array(z.object({ file: z.string(), faults: z.array(words) }))
            .optional()
            .describe('What is wrong with them; for those who are signed in'),
        })
        .describe('The kind files of this site (KZ_KINDS)'),
      facts: factsPart.schema.describe('What indicators are made of; never down: nothing on the way of a reading depends on it'),
      indicators: indicatorsPart.schema.describe('Never down: readings are taken and kept without them'),
      rollups: rollupsPart.schema.describe('Hourly and daily values; never down: nothing on the way of a reading depends on them'),
      nodeRed: nodeRedPart.schema.describe('Never down: nothing on the way of a reading depends on it'),
    }),
  })
  .meta({ id: 'Health' })

export type Health = z.output<typeof health>
type Words = z.output<typeof words>

const sentences = {
  gatewayGone: {
    zh: '网关没有应答：设备无法连接。监管进程会重启它；若持续，请看网关日志。',
    en: 'The gateway does not answer: devices cannot connect. It is restarted by itself; if this lasts, look at its log.',
  },
  gatewayIll: { zh: '网关工作不正常，请看网关日志。', en: 'The gateway is not well; look at its log.' },
  journalUnknown: { zh: '网关没有应答，无法得知日志能否写入。', en: 'The gateway does not answer, so nothing is known of the journal.' },
  journalIll: {
    zh: '日志无法写入：不再确认任何报文，设备会保留并重发。请检查数据目录的磁盘空间与权限。',
    en: 'The journal cannot be written: nothing is acknowledged, devices keep and send again. Check space and permissions of the data folder.',
  },
  pipelineGone: {
    zh: '处理流程未运行：报文保存在日志中，不会丢失。若持续，请看 ingest 日志。',
    en: 'The pipeline is not running: messages are kept in the journal, nothing is lost. If this lasts, look at the log of ingest.',
  },
  pipelineLate: {
    zh: '处理落后：报文保存在日志中，正在追赶。',
    en: 'The pipeline is behind: messages are kept in the journal and are being caught up with.',
  },
  filesIll: {
    zh: '数据目录无法写入：报文保存在日志中，恢复后自动继续。请检查数据目录的磁盘空间与权限。',
    en: 'The data folder cannot be written: messages are kept in the journal and it goes on by itself. Check space and permissions.',
  },
  storeIll: {
    zh: '读数库无法写入：读数保存在日志中，恢复后自动补写。请检查数据库。',
    en: 'The store takes nothing: readings are kept in the journal and written when it is back. Check the database.',
  },
  kindsLeftOut: {
    zh: '本站有设施类型文件无法使用，其余不受影响；这些类型的报文进入隔离区，不会丢失。请登录查看原因，改正 KZ_KINDS 中的文件后重启 ingest，再重放隔离的报文。',
    en: 'A kind file of this site cannot be used; nothing else is touched, and messages of its devices are kept in quarantine. Sign in to see why, mend the file in KZ_KINDS, restart ingest, then replay what is in quarantine.',
  },
} as const satisfies Record<string, Words>

export function healthOf(api: ApiParts, isSignedIn: boolean): Health {
  const { status: pipeline, gatewayHealth, siteKinds, facts, rollups, indicators, nodeRed, storeNote, now = Date.now } = api
  const gateway = gatewayHealth()
  const known = pipeline()
  const note = storeNote?.()
  const parts: Health['parts'] = {
    gateway: gateway
      ? { ...(isServing(gateway) ? ok : ill('down', sentences.gatewayIll)), since: iso(gateway.since), connections: gateway.connections }
      : ill('down', sentences.gatewayGone),
    journal: gateway ? journalOf(gateway.journal, isSignedIn) : ill('down', sentences.journalUnknown),
    ingest: known ? { ...pipelineOf(known), ...numbers(known), ...own(known.files, isSignedIn) } : ill('down', sentences.pipelineGone),
    store: known
      ? {
          ...(known.store.ok ? ok : ill('down', sentences.storeIll)),
          name: known.store.name,
          since: iso(known.store.since),
          ...own(known.store, isSignedIn),
          ...(note && { note }),
        }
      : ill('down', sentences.pipelineGone),
    kinds: kindsOf(siteKinds, isSignedIn),
    facts: factsPart.of(facts(), isSignedIn),
    indicators: indicators ? indicatorsPart.of(indicators.status(), isSignedIn) : ok,
    rollups: rollups ? rollupsPart.of(rollups(), isSignedIn) : ok,
    nodeRed: nodeRedPart.of(nodeRed(), isSignedIn),
  }
  return { status: worst(Object.values(parts).map((each) => each.status)), time: iso(now()), parts }
}

const ok = { status: 'ok' } as const
const ill = (how: 'degraded' | 'down', message: Words) => ({ status: how, message })

function pipelineOf({ lagMs, files }: PipelineStatus): { status: Health['status']; message?: Words } {
  if (!files.ok) return ill('down', sentences.filesIll)
  return lagMs > lateMs ? ill('degraded', sentences.pipelineLate) : ok
}

const numbers = ({ lag, lagMs, rate, next, head }: { lag: number; lagMs: number; rate: number; next: number; head: number }) => ({
  lag,
  lagMs,
  rate,
  next,
  head,
})

function journalOf(journal: GatewayHealth['journal'], isSignedIn: boolean): Health['parts']['journal'] {
  const { since, waiting } = journal
  return { ...(journal.ok ? ok : ill('down', sentences.journalIll)), since: iso(since), waiting, ...own(journal, isSignedIn) }
}

function kindsOf({ loaded, leftOut }: ApiParts['siteKinds'], isSignedIn: boolean): Health['parts']['kinds'] {
  const numbers = { loaded: loaded.length, leftOut: leftOut.length }
  if (leftOut.length === 0) return { ...ok, ...numbers }
  const files = leftOut.map(({ file, faults }) => ({ file, faults: [...faults] }))
  return { ...ill('degraded', sentences.kindsLeftOut), ...numbers, ...(isSignedIn && { files }) }
}

const own = ({ problem, hint }: { readonly problem?: string | undefined; readonly hint?: Words | undefined }, isSignedIn: boolean) =>
  isSignedIn ? { ...(problem !== undefined && { problem }), ...(hint && { hint }) } : {}

const worst = (all: readonly (Health['status'] | 'off')[]): Health['status'] =>
  all.includes('down') ? 'down' : all.includes('degraded') ? 'degraded' : 'ok'
