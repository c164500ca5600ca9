import { splitTopic, type TopicParts } from '../../facilities/topics.ts'
import type { Sort } from './item.ts'

/** What a topic says. `kind` and `device` are empty where the topic has another shape. */
export interface Topic extends TopicParts {
  readonly sort: Sort
  readonly event: string
}

const eventPrefix = 'event/'

export function parseTopic(topic: string): Topic {
  const parts = splitTopic(topic)
  if (!parts) return { kind: '', device: '', rest: '', sort: 'unknown', event: '' }
  const { rest } = parts
  const event = rest.startsWith(eventPrefix) ? rest.slice(eventPrefix.length) : ''
  return { ...parts, sort: sortOf(rest, event), event }
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
