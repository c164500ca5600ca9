/** `kz/v1/{kind}/{device}/…`, taken apart: the form of topics on which gateway and ingest agree. */
export interface TopicParts {
  readonly kind: string
  readonly device: string
  /** Behind the device: 'telemetry', 'event/sale', 'command/open' … */
  readonly rest: string
}

const shape = /^kz\/v1\/([^/]*)\/([^/]*)\/(.+)$/s

/** Undefined for a topic of any other shape. */
export function splitTopic(topic: string): TopicParts | undefined {
  const match = shape.exec(topic)
  if (!match) return undefined
  const [, kind = '', device = '', rest = ''] = match
  return { kind, device, rest }
}

/** What is sent to a device and never by it. */
export const isDown = (rest: string): boolean => rest === 'verdict' || rest === 'credentials' || rest.startsWith('command/')
