import { charger } from './charger.ts'
import type { FacilityKind } from './define.ts'
import { freezer } from './freezer.ts'
import { locker } from './locker.ts'
import { meter } from './meter.ts'
import { store } from './store.ts'
import { vending } from './vending.ts'

/** Every kind built in, in the order in which people see them. A new kind is its file and its name here. */
export const kinds: readonly FacilityKind[] = [locker, vending, store, charger, freezer, meter]
