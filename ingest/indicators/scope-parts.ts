import type { PlacedFacility } from './kept/closed-facilities.ts'
import { formatScope, parseScope, type Scope } from './scope.ts'

export type By = 'town' | 'circle' | 'kind' | 'facility'

/** What there is that a scope may be taken apart into. */
export interface Geography {
  readonly towns: readonly string[]
  readonly circles: readonly { readonly id: string; readonly town: string }[]
  readonly kinds: readonly string[]
}

/** The scopes a scope is made of, in the order of their ids. Where it cannot be taken apart so, none. */
export function partsOf(scope: Scope, by: By, { towns, circles, kinds }: Geography, facilities: () => Iterable<PlacedFacility>): string[] {
  switch (by) {
    case 'town':
      return scope.town || scope.circle || scope.facility ? [] : written(towns.map((town) => ({ ...scope, town })))
    case 'circle': {
      if (scope.circle || scope.facility) return []
      const { town, ...rest } = scope
      return written(circles.filter((circle) => town === undefined || circle.town === town).map(({ id }) => ({ ...rest, circle: id })))
    }
    case 'kind':
      return scope.kind || scope.facility ? [] : written(kinds.map((kind) => ({ ...scope, kind })))
    case 'facility':
      return written([...facilities()].filter((facility) => isIn(facility, scope)).map(({ id }) => ({ facility: id })))
  }
}

const written = (scopes: readonly Scope[]): string[] => scopes.map(formatScope).sort()

const isIn = ({ id, town, circles, kinds }: PlacedFacility, scope: Scope): boolean =>
  (scope.town === undefined || scope.town === town) &&
  (scope.circle === undefined || circles.includes(scope.circle)) &&
  (scope.kind === undefined || kinds.includes(scope.kind)) &&
  (scope.facility === undefined || scope.facility === id)

export const scopeOf = (id: string): Scope => parseScope(id) ?? {}
