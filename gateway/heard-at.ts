import { splitTopic } from '../facilities/topics.ts'
import type { Session } from './session.ts'

/** Where a session hears `rest`, if it listens there at all: one that does not know its kind may listen with `+`. */
export function heardAt({ principal, subscriptions }: Session, rest: string, kind = 'waiting'): { topic: string; qos: 0 | 1 } | undefined {
  for (const [filter, subscription] of Object.entries(subscriptions ?? {})) {
    const parts = splitTopic(filter)
    if (!parts || parts.device !== principal?.name || parts.rest !== rest) continue
    const topic = parts.kind === '+' ? `kz/v1/${kind}/${parts.device}/${rest}` : filter
    return { topic, qos: subscription.qos === 0 ? 0 : 1 }
  }
  return undefined
}
