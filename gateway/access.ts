/** Who may do what at the broker. Decisions only; broker.ts carries them out. */
import { isDown, splitTopic } from '../facilities/topics.ts'
import { type Denial, denials } from './denials.ts'
import { isRetained, isTaskFilter, parseDeviceTopic } from './topics.ts'

/** Who is behind a connection. A device speaks for itself; an observer (the administrator) hears everything and says nothing. */
export type Principal =
  | {
      readonly role: 'device'
      readonly name: string
      readonly prefix: string
      /** When the credential it came with was issued; absent for a client certificate. */
      readonly credential?: number
    }
  | { readonly role: 'observer'; readonly name: string }
  | Claimant

/** A device that is not registered yet and waits to be accepted, with the code it came with. */
export interface Claimant {
  readonly role: 'claimant'
  readonly name: string
  readonly claim: string
  readonly code: string
}

export const devicePrincipal = (id: string, kind: string, credential?: number): Principal => ({
  role: 'device',
  name: id,
  prefix: `kz/v1/${kind}/${id}/`,
  ...(credential === undefined ? {} : { credential }),
})

export type PublishDecision = { readonly allow: true; readonly retain: boolean } | { readonly allow: false; readonly denial: Denial }

const accepted: PublishDecision = { allow: true, retain: false }
const acceptedRetained: PublishDecision = { allow: true, retain: true }

/**
 * A device that is who it says it is may publish whatever it likes, except in another's name: what is wrong with it is explained by
 * ingest. (Denying a publish closes the connection and fires the will; a device with one wrong topic would flap.)
 */
export function mayPublish(principal: Principal, topic: string): PublishDecision {
  if (principal.role === 'observer') return { allow: false, denial: denials.observerPublishes() }
  if (principal.role === 'claimant') return waitingPublish(principal, topic)
  if (topic.startsWith(principal.prefix)) return isRetained(topic.slice(principal.prefix.length)) ? acceptedRetained : accepted
  const other = parseDeviceTopic(topic)
  if (!other || other.device === principal.name) return accepted
  return { allow: false, denial: denials.foreignTopic(topic) }
}

/** One that waits may say what it likes as whatever kind it takes itself for, but under its own id. */
const waitingPublish = ({ name }: Claimant, topic: string): PublishDecision =>
  parseDeviceTopic(topic)?.device === name ? accepted : { allow: false, denial: denials.waitingTopic(topic, name) }

/** Whether a topic is one under which this principal itself may speak: a device cannot make others believe that the platform does. */
export function isOwnUp(principal: Principal, topic: string): boolean {
  if (principal.role === 'device') return topic.startsWith(principal.prefix) && !isDown(topic.slice(principal.prefix.length))
  const parts = parseDeviceTopic(topic)
  return parts?.device === principal.name && !isDown(parts.rest)
}

/** Only own "down" topics, of the own kind or of any; an observer may listen to everything under kz/v1/. */
export function maySubscribe(principal: Principal, filter: string): boolean {
  if (principal.role === 'observer') return filter.startsWith('kz/v1/')
  if (isTaskFilter(filter)) return false
  const parts = splitTopic(filter)
  if (parts?.device !== principal.name || !isDown(parts.rest)) return false
  return principal.role === 'claimant' || parts.kind === '+' || filter.startsWith(principal.prefix)
}
