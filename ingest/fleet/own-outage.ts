// Whether we ourselves are why nothing is known of a device. Then it is not called offline.
import type { Words } from '../../facilities/define.ts'
import type { PipelineStatus } from '../pipeline/live.ts'
import { isServing } from '../watch/gateway-watch.ts'

/** A pipeline that is later than this has not told us enough of now; `/health` calls it late as well. */
export const lateMs = 60_000

export const outageWords = {
  gateway: { zh: '网关未应答，平台自身故障，设备状态未知', en: 'our gateway does not answer: nothing is known of the device' },
  journal: { zh: '日志无法写入，平台自身故障，设备状态未知', en: 'our journal cannot be written: nothing is known of the device' },
  pipeline: {
    zh: '处理流程停滞或落后，平台自身故障，设备状态未知',
    en: 'our pipeline stands still or is late: nothing is known of the device',
  },
  store: { zh: '读数库不可用，平台自身故障，设备状态未知', en: 'our store is away: nothing is known of the device' },
} as const satisfies Readonly<Record<string, Words>>

export type OwnOutage = keyof typeof outageWords

export interface OwnHealth {
  /** Undefined while it does not answer. */
  readonly gateway: { readonly ok: boolean; readonly journal: { readonly ok: boolean }; readonly connections: number } | undefined
  readonly pipeline: PipelineStatus | undefined
}

export function ownOutage({ gateway, pipeline }: OwnHealth): OwnOutage | undefined {
  if (!gateway || !isServing(gateway)) return 'gateway'
  if (!gateway.journal.ok) return 'journal'
  if (!pipeline?.files.ok) return 'pipeline'
  if (!pipeline.store.ok) return 'store'
  return pipeline.lagMs > lateMs ? 'pipeline' : undefined
}

/** Nobody can be connected then; behind a pipeline that is held up the live picture still goes on, and who is online is online. */
export const hearsNobody = (outage: OwnOutage | undefined): boolean => outage === 'gateway' || outage === 'journal'
