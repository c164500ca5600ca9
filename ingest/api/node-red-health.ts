// How Node-RED is. It may stand still without a reading being late, so it is degraded at worst.
import { z } from 'zod'
import { iso, time, words } from './answers.ts'
import type { NodeRedStatus } from './parts.ts'

const schema = z.object({
  status: z.enum(['ok', 'degraded', 'off']).describe('off: KZ_NODERED_PORT is 0'),
  message: words.optional().describe('What is wrong and what to do'),
  problem: z.string().optional().describe('What the part itself says; for those who are signed in'),
  hint: words.optional().describe('For those who are signed in'),
  since: time.optional(),
})

type Part = z.output<typeof schema>

const sentences = {
  silent: {
    zh: 'Node-RED 没有应答：流程未运行，其他部分不受影响。监管进程会重启它；若持续，请看 node-red 日志。',
    en: 'Node-RED does not answer: flows stand still, nothing else does. It is started again by itself; if this lasts, look at the log of node-red.',
  },
  safeMode: {
    zh: 'Node-RED 因流程连续崩溃而以安全模式启动：流程未运行。请在编辑器里改正出错的流程，再点“部署”即可恢复。',
    en: 'Flows ended Node-RED several times in a row, so it runs in safe mode without them. Mend the flow in the editor and deploy: that starts them again.',
  },
  restarted: {
    zh: 'Node-RED 刚刚意外退出并已重启，多半是某个流程出错。请看 node-red 日志；再次出错将进入安全模式。',
    en: 'Node-RED ended unexpectedly a moment ago and was started again; most likely a flow failed. Look at the log of node-red; failing on, it starts in safe mode.',
  },
  unconnected: {
    zh: 'Node-RED 连接不上网关：流程的消息在等待，等待区满后会在节点上报错。请看网关是否正常。',
    en: 'Node-RED does not reach the gateway: messages of flows wait, and when the queue is full the nodes say so. See whether the gateway is well.',
  },
} as const

function of(status: NodeRedStatus, isSignedIn: boolean): Part {
  if (status === 'off') return { status: 'off' }
  if ('silent' in status) {
    const { problem, hint } = status
    return { status: 'degraded', message: sentences.silent, ...(isSignedIn && problem && { problem }), ...(isSignedIn && hint && { hint }) }
  }
  const since = iso(status.since)
  if (status.safeMode) return { status: 'degraded', message: sentences.safeMode, since }
  if (status.failures > 0) return { status: 'degraded', message: sentences.restarted, since }
  return status.connected ? { status: 'ok', since } : { status: 'degraded', message: sentences.unconnected, since }
}

export const nodeRedPart = { schema, of }
