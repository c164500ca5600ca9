import type { FacilityKind } from './define.ts'

export interface Column {
  readonly name: string
  readonly type: 'REAL' | 'TEXT'
}

/** How the readings of a kind are stored: one column per field, in the order of the definition. */
export function columns(kind: FacilityKind): Column[] {
  return Object.entries(kind.telemetry).map(([name, { type }]) => ({ name, type: type === 'state' ? 'TEXT' : 'REAL' }))
}
