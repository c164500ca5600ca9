// Captured messages as flat samples: what was said, by which device, and whether it is a reading or an event.
import { splitTopic } from '../../facilities/topics.ts'
import type { CapturedMessage } from './capture.ts'

export interface Sample {
  /** Tells devices apart: totals and intervals are those of one. */
  readonly source: string
  /** Name of the event; empty: a reading. */
  readonly event: string
  readonly received?: number
  /** By path, objects taken apart: `data.temp`. Lists are values. */
  readonly fields: ReadonlyMap<string, unknown>
}

export interface Samples {
  readonly samples: readonly Sample[]
  /** Messages that are no JSON object. */
  readonly unreadable: number
  /** Kind and device of the first topic of ours. */
  readonly kind?: string
}

const deepest = 4
const mostFields = 200
const longestPath = 200
const mostElements = 1_000

export function samplesOf(messages: readonly CapturedMessage[]): Samples {
  const samples: Sample[] = []
  let unreadable = 0
  let kind: string | undefined
  for (const { topic, payload, received } of messages) {
    const place = placeOf(topic ?? '')
    kind ??= place.kind
    if (place.event === undefined) continue
    const value = typeof payload === 'string' ? parsed(payload) : payload
    const elements = (Array.isArray(value) ? value : [value]).slice(0, mostElements).filter(isObject)
    if (elements.length === 0) unreadable++
    for (const element of elements)
      samples.push({ source: place.source, event: place.event, fields: flat(element), ...(received !== undefined && { received }) })
  }
  return { samples, unreadable, ...(kind !== undefined && { kind }) }
}

interface Place {
  readonly kind?: string
  readonly source: string
  /** Undefined: nothing to draft from (states, births, replies). */
  readonly event: string | undefined
}

/** Our own topics, and those of other brokers as far as one can tell. */
function placeOf(topic: string): Place {
  const ours = splitTopic(topic)
  const rest = ours?.rest ?? topic
  const [, event] = /(?:^|\/)events?\/([^/]+)$/.exec(rest) ?? []
  const source = ours?.device ?? topic.replace(/\/events?\/[^/]+$/, '')
  const isOther = /^(state|birth|verdict|raw\/.*|reply\/.*|command\/.*)$/.test(ours?.rest ?? '')
  return { source, event: isOther ? undefined : (event ?? ''), ...(ours && { kind: ours.kind }) }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What stands under `values` is the reading itself; a mapping looks there first, too. */
function flat(message: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  const { values, ...outside } = message
  add(fields, '', isObject(values) ? outside : message, 1)
  if (isObject(values)) add(fields, '', values, 1)
  return fields
}

function add(fields: Map<string, unknown>, prefix: string, object: Readonly<Record<string, unknown>>, depth: number): void {
  for (const [name, value] of Object.entries(object)) {
    const path = `${prefix}${name}`
    if (name === '' || name === '__proto__' || path.length > longestPath || fields.size >= mostFields) continue
    if (isObject(value) && depth < deepest) add(fields, `${path}.`, value, depth + 1)
    else fields.set(path, value)
  }
}
