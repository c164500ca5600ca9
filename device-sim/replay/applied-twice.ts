import type { FacilityKind } from '../../facilities/define.ts'
import type { RecordMapping } from '../../facilities/mapping/record-mapping.ts'
import { targetsOf } from '../../facilities/mapping/targets.ts'

/**
 * What comes under the name of a field and is changed: with the same mapping in force on the platform the replayed message, which is in our
 * words already, would be changed again.
 */
export function appliedTwice({ fields, time }: RecordMapping, kind: FacilityKind): string[] {
  const ours = new Set(targetsOf(kind).flatMap((target) => [...target.fields.keys()]))
  const changed = Object.entries(fields)
    .filter(
      ([incoming, { to, scale, offset, values }]) => ours.has(incoming) && (to !== incoming || (scale ?? offset ?? values) !== undefined),
    )
    .map(([incoming]) => incoming)
  const isOurTime = time.field.length === 1 && time.field[0] === 'ts' && time.format.some((format) => format !== 'ms' && format !== 'iso')
  return isOurTime ? [...changed, 'ts'] : changed
}
