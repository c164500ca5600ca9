import type { Target } from './indicators.ts'
import { formatScope, parseScope, type Scope } from './scope.ts'

/** The town of a circle or facility, undefined when it is not known. */
export type TownOf = (scope: Pick<Scope, 'circle' | 'facility'>) => string | undefined

/**
 * Whose lines hold for a scope, nearest first: its own, then those of its place, of its kind, and of the city. A town's own come before the
 * city's for a kind: who is responsible for the place answers for it.
 */
export function nearestScopes(id: string, townOf: TownOf): readonly string[] {
  const { town: named, circle, facility, kind } = parseScope(id) ?? {}
  const town =
    named ??
    (circle !== undefined || facility !== undefined ? townOf({ ...(circle && { circle }), ...(facility && { facility }) }) : undefined)
  const places: Scope[] = [...(facility ? [{ facility }] : []), ...(circle ? [{ circle }] : []), ...(town ? [{ town }] : [])]
  const ofKind = kind ? [...places.map((place) => ({ ...place, kind }))] : []
  return [...new Set([id, ...[...ofKind, ...places, ...(kind ? [{ kind }] : []), {}].map(formatScope)])]
}

/** Of those for this very scope and this month or an earlier one: the latest month's, and of that the last version. */
export const lineInForce = (targets: readonly Target[], scope: string, month: string): Target | undefined =>
  targets
    .filter((target) => target.scope === scope && target.since <= month)
    .reduce<Target | undefined>((best, target) => (best && isBefore(target, best) ? best : target), undefined)

const isBefore = (one: Target, other: Target): boolean =>
  one.since === other.since ? one.version < other.version : one.since < other.since

/** The lines of the nearest scope that has any. */
export function targetInForce(scopes: readonly string[], at: (scope: string) => Target | undefined): Target | undefined {
  for (const scope of scopes) {
    const found = at(scope)
    if (found) return found
  }
  return undefined
}
