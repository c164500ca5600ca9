/** Reading rights (reading-rights.ts) as they apply to an indicator and a scope. */
import { consents } from '../../../register/consents.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import type { Scope } from '../../indicators/scope.ts'
import type { Caller } from '../access.ts'
import type { ApiParts } from '../parts.ts'
import { mayRead, mayReadScope } from '../reading-rights.ts'

export type Bound = Pick<Caller, 'unit' | 'town'>

type Parts = Pick<ApiParts, 'register'>

export const mayReadIndicator = ({ register }: Parts, indicator: Indicator, reader: Bound = nobody): boolean =>
  mayRead(reader, indicator, new Set(consents(register, indicator.id).map(({ unit }) => unit)))

/** Values of the city and of towns are everybody's; what lies below a town is its own business. */
export function mayReadValue({ register }: Parts, { circle, facility }: Scope, reader: Bound = nobody): boolean {
  if (circle !== undefined) return register.circles().some((each) => each.id === circle && mayReadScope(reader, each.town))
  return facility === undefined || mayReadScope(reader, register.facility(facility)?.town ?? '')
}

/** What goes down to circles, facilities and devices. */
export function mayReadDetails(parts: Parts, scope: Scope, reader: Bound = nobody): boolean {
  if (reader.town === undefined) return true
  if (scope.town !== undefined) return mayReadScope(reader, scope.town)
  return (scope.circle !== undefined || scope.facility !== undefined) && mayReadValue(parts, scope, reader)
}

/** All routes that ask need an account; one that is bound to nothing reads all. */
const nobody: Bound = {}
