import type { FacilityKind } from '../../facilities/define.ts'
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

/** The names a field may be meant for: the kind's, and those of the envelope. */
export const fieldCandidates = (kind: FacilityKind): readonly Candidate[] => [
  ...Object.entries(kind.telemetry).map(([name, { label }]) => ({ name, label })),
  ...['ts', 'seq', 'boot', 'quality', 'values'].map((name) => ({ name })),
]

type Find = (kind: FacilityKind, values: Readonly<Record<string, unknown>>, beside?: readonly string[]) => UnknownField[]

/** The fields the kind does not know, with what was probably meant. `beside` are names that stood next to `values`. */
export const unknownFields: Find = (kind, values, beside) => unknownFieldFinder()(kind, values, beside)

/** `unknownFields` for a stream of messages: each name is thought about once, so that a device that never mends its names costs little. */
export function unknownFieldFinder(): Find {
  const known = new Map<FacilityKind, Map<string, UnknownField>>()
  let remembered = 0

  const look = (kind: FacilityKind, name: string): UnknownField => {
    const names = known.get(kind) ?? new Map<string, UnknownField>()
    const before = names.get(name)
    if (before) return before
    const field = unknownField(name, fieldCandidates(kind))
    if (remembered++ >= mostRemembered) {
      known.clear()
      remembered = 1
    }
    known.set(kind, names.set(name, field))
    return field
  }

  return (kind, values, beside = []) => {
    const found: UnknownField[] = []
    for (const name of beside.slice(0, mostTold)) found.push(look(kind, name))
    for (const name in values) {
      if (found.length === mostTold) break
      if (!Object.hasOwn(kind.telemetry, name)) found.push(look(kind, name))
    }
    return found
  }
}

function unknownField(name: string, candidates: readonly Candidate[]): UnknownField {
  const suggestion = didYouMean(name, candidates)
  const shown = name in Object.prototype ? `"${name}"` : shorten(name, 64)
  return suggestion === undefined ? { name: shown } : { name: shown, suggestion }
}
