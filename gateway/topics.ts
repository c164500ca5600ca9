/** `kz/v1/{kind}/{device}/…`, taken apart. */
export interface DeviceTopic {
  readonly kind: string
  readonly device: string
  /** 'telemetry', 'event/sale', 'command/open' … */
  readonly rest: string
}

const deviceTopic = /^kz\/v1\/([^/]*)\/([^/]*)\/(.+)$/s

/** Undefined for a topic of any other shape; also for kz/v1/tasks/…, which belongs to no device. */
export function parseDeviceTopic(topic: string): DeviceTopic | undefined {
  const match = deviceTopic.exec(topic)
  if (!match || match[1] === 'tasks') return undefined
  const [, kind = '', device = '', rest = ''] = match
  return { kind, device, rest }
}

/** The two topics whose last message the broker keeps for those who subscribe later. */
export const isRetained = (rest: string): boolean => rest === 'state' || rest === 'birth'

/** What is sent to a device and never by it. */
export const isDown = (rest: string): boolean => rest === 'verdict' || rest.startsWith('command/')

/** A subscription to the tasks' indicators. */
export const isTaskFilter = (filter: string): boolean => filter.startsWith('kz/v1/tasks/')
