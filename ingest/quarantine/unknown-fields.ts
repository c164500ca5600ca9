import type { EventKind, FacilityKind } from '../../facilities/define.ts'
import { type Candidate, didYouMean } from './did-you-mean.ts'
import { shorten } from './show.ts'

export interface UnknownField {
  /** Shortened, and never the name of something every object has: it may be used as a key. */
  readonly name: string
  readonly suggestion?: string
}

/** A device that sends thousands of unknown fields is told of the first. */
const mostTold = 20

/** A site's devices use few names; whoever invents them without end costs looking them up, not memory. */
const mostRemembered = 10_000

/** The names a field of a reading may be meant for: the kind's, and those of the envelope. */
export const fieldCandidates = (kind: FacilityKind): readonly Candidate[] => [
  ...Object.entries(kind.telemetry).map(([name, { label }]) => ({ name, label })),
  ...['ts', 'seq', 'boot', 'quality', 'values'].map((name) => ({ name })),
]

/** As fieldCandidates, of an event. */
export const eventCandidates = ({ payload }: EventKind): readonly Candidate[] =>
  [...Object.keys(payload), 'ts', 'seq', 'boot', 'quality', 'id'].map((name) => ({ name }))

type Values = Readonly<Record<string, unknown>>

/** The fields of a reading or event that the kind does not know, with what was probably meant. */
interface UnknownFieldFinder {
  /** `beside` are names that stood next to `values`. */
  inReading(kind: FacilityKind, values: Values, beside?: readonly string[]): UnknownField[]
  /** Named with their event: `sale.phone`. */
  inEvent(kind: FacilityKind, event: string, fields: Values, beside?: readonly string[]): UnknownField[]
}

/** The unknown fields of one reading. */
export const unknownFields: UnknownFieldFinder['inReading'] = (kind, values, beside) => unknownFieldFinder().inReading(kind, values, beside)

/** For a stream of messages: each name is thought about once, so that a device that never mends its names costs little. */
export function unknownFieldFinder(): UnknownFieldFinder {
  const known = new Map<FacilityKind | EventKind, Map<string, UnknownField>>()
  let remembered = 0

  const look = (of: FacilityKind | EventKind, name: string, think: () => UnknownField): UnknownField => {
    const names = known.get(of) ?? new Map<string, UnknownField>()
    const before = names.get(name)
    if (before) return before
    const field = think()
    if (remembered++ >= mostRemembered) {
      known.clear()
      remembered = 1
    }
    known.set(of, names.set(name, field))
    return field
  }

  return {
    inReading: (kind, values, beside) =>
      namesUnknownTo(kind.telemetry, values, beside).map((name) => look(kind, name, () => unknownField(name, fieldCandidates(kind)))),
    inEvent(kind, event, fields, beside) {
      const eventKind = kind.events[event]
      if (!eventKind) return []
      const think = (name: string) => ofEvent(event, unknownField(name, eventCandidates(eventKind)))
      return namesUnknownTo(eventKind.payload, fields, beside).map((name) => look(eventKind, name, () => think(name)))
    },
  }
}

function namesUnknownTo(known: object, values: Values, beside: readonly string[] = []): string[] {
  const names = beside.slice(0, mostTold)
  for (const name in values) {
    if (names.length === mostTold) break
    if (!Object.hasOwn(known, name)) names.push(name)
  }
  return names
}

const ofEvent = (event: string, { name, suggestion }: UnknownField): UnknownField => ({
  name: `${event}.${name}`,
  ...(suggestion === undefined ? {} : { suggestion: `${event}.${suggestion}` }),
})

function unknownField(name: string, candidates: readonly Candidate[]): UnknownField {
  const suggestion = didYouMean(name, candidates)
  const shown = name in Object.prototype ? `"${name}"` : shorten(name, 64)
  return suggestion === undefined ? { name: shown } : { name: shown, suggestion }
}
