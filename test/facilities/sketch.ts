import type { FacilityKind } from '../../facilities/define.ts'

/** The names of a kind in one line: fields | events | commands. */
export function sketch({ kind, every, telemetry, events, commands }: FacilityKind): string {
  return `${kind} ${every}: ${[telemetry, events, commands].map((part) => Object.keys(part).join(' ')).join(' | ')}`
}
