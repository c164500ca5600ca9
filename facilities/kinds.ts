import { charger } from './charger.ts'
import type { FacilityKind } from './define.ts'

/** Every kind built in, in the order in which people see them. A new kind is its file and its name here. */
export const kinds: readonly FacilityKind[] = [charger]
