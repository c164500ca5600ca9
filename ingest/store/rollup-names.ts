import type { FacilityKind } from '../../facilities/define.ts'

export interface RollupColumn {
  readonly name: string
  readonly type: 'REAL' | 'TEXT'
}

/** Under this name a bucket says how many of its readings, and of its events, were not bad. */
export const readingsName = 'readings'
export const eventsName = 'events'

const ofNumber = ['mean', 'min', 'max', 'last', 'count'] as const

/** `{field}_seconds_{word}`: how long a state held. */
export const secondsName = (field: string, word: string): string => `${field}_seconds_${word}`

const real = (name: string): RollupColumn => ({ name, type: 'REAL' })
const known = new WeakMap<FacilityKind, readonly RollupColumn[]>()

/** What is kept of the readings of an hour or a day, in the order of the kind's fields. */
export function rollupColumns(kind: FacilityKind): readonly RollupColumn[] {
  const found = known.get(kind) ?? [
    real(readingsName),
    ...Object.entries(kind.telemetry).flatMap(([field, shape]) => columnsOf(field, shape)),
  ]
  known.set(kind, found)
  return found
}

function columnsOf(field: string, shape: FacilityKind['telemetry'][string]): RollupColumn[] {
  if (shape.type === 'state') {
    const words = Object.keys(shape.values).map((word) => real(secondsName(field, word)))
    return [{ name: `${field}_last`, type: 'TEXT' }, real(`${field}_count`), ...words]
  }
  const numbers = ofNumber.map((part) => real(`${field}_${part}`))
  return shape.type === 'total' ? [...numbers, real(`${field}_increase`)] : numbers
}
