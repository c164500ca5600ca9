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
  | {
      /** Speaks for the devices that are bound to it. */
      readonly role: 'adapter'
      readonly name: string
      readonly prefix: string
      readonly credential?: number
      speaksFor(device: string): boolean
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

/** Its own topics are below kz/v1/adapters/: what it hears itself, apart from what is for its devices. */
export const adapterPrefix = (name: string): string => `kz/v1/adapters/${name}/`

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
  if (principal.role === 'adapter') return mayPublishFor(principal, topic)
  if (topic.startsWith(principal.prefix)) return isRetained(topic.slice(principal.prefix.length)) ? acceptedRetained : accepted
  const other = parseDeviceTopic(topic)
  if (!other || other.device === principal.name) return accepted
  return { allow: false, denial: denials.foreignTopic(topic) }
}

/** One that waits may say what it likes as whatever kind it takes itself for, but under its own id. */
const waitingPublish = ({ name }: Claimant, topic: string): PublishDecision =>
  parseDeviceTopic(topic)?.device === name ? accepted : { allow: false, denial: denials.waitingTopic(topic, name) }

type Adapter = Extract<Principal, { role: 'adapter' }>

function mayPublishFor(adapter: Adapter, topic: string): PublishDecision {
  const parts = parseDeviceTopic(topic)
  if (!parts || !adapter.speaksFor(parts.device)) return { allow: false, denial: denials.notBound(topic, adapter.name) }
  return isRetained(parts.rest) ? acceptedRetained : accepted
}

/** Whose message it is: the device an adapter speaks for, else the device itself. */
export function speaker(principal: Principal, topic: string): string {
  return principal.role === 'adapter' ? (parseDeviceTopic(topic)?.device ?? principal.name) : principal.name
}

/** Whether a device's own "up" message comes under this topic: what goes down is the platform's to say. */
export function isOwnUp(principal: Principal, topic: string): boolean {
  // Values of indicators are the platform's to say, whatever a device calls itself.
  if (principal.role === 'observer' || isTaskFilter(topic)) return false
  if (principal.role === 'device') return topic.startsWith(principal.prefix) && !isDown(topic.slice(principal.prefix.length))
  const parts = parseDeviceTopic(topic)
  return parts !== undefined && !isDown(parts.rest) && (principal.role === 'adapter' || parts.device === principal.name)
}

/** An adapter's filters may have wildcards, so each message is looked at: only those for its devices and for itself are forwarded. */
export const mayHear = (principal: Principal, topic: string): boolean =>
  principal.role !== 'adapter' || topic.startsWith(principal.prefix) || principal.speaksFor(parseDeviceTopic(topic)?.device ?? '')

/**
 * Only own "down" topics, of the own kind or of any, and of an adapter those of its devices; an observer may listen to everything under
 * kz/v1/.
 */
export function maySubscribe(principal: Principal, filter: string): boolean {
  if (principal.role === 'observer') return filter.startsWith('kz/v1/')
  const parts = isTaskFilter(filter) ? undefined : splitTopic(filter)
  if (!parts || !isDown(parts.rest)) return false
  if (principal.role === 'adapter') return filter.startsWith(principal.prefix) || parts.device === '+' || principal.speaksFor(parts.device)
  if (parts.device !== principal.name) return false
  return principal.role === 'claimant' || parts.kind === '+' || filter.startsWith(principal.prefix)
}
