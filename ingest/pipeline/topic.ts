import type { Sort } from './item.ts'

/** What a topic says. `kind` and `device` are empty where the topic has another shape. */
export interface Topic {
  readonly kind: string
  readonly device: string
  /** Behind the device: 'telemetry', 'event/sale' … */
  readonly rest: string
  readonly sort: Sort
  readonly event: string
}

const shape = /^kz\/v1\/([^/]*)\/([^/]*)\/(.+)$/s
const eventPrefix = 'event/'

export function parseTopic(topic: string): Topic {
  const match = shape.exec(topic)
  if (!match) return { kind: '', device: '', rest: '', sort: 'unknown', event: '' }
  const [, kind = '', device = '', rest = ''] = match
  const event = rest.startsWith(eventPrefix) ? rest.slice(eventPrefix.length) : ''
  return { kind, device, rest, sort: sortOf(rest, event), event }
}

function sortOf(rest: string, event: string): Sort {
  if (rest === 'telemetry') return 'reading'
  if (event) return 'event'
  return rest === 'state' || rest === 'birth' ? rest : 'unknown'
}

/** A fleet publishes on few topics over and over: taken apart once each. */
export class Topics {
  private readonly known = new Map<string, Topic>()

  get(topic: string): Topic {
    const known = this.known.get(topic)
    if (known) return known
    const parsed = parseTopic(topic)
    // Whoever invents topics without end costs parsing, not memory.
    if (this.known.size >= 100_000) this.known.clear()
    this.known.set(topic, parsed)
    return parsed
  }
}
