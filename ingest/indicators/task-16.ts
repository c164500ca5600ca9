/** Task 16: smart-upgrade business types. */
import type { Indicator } from './indicator.ts'
import { activeFunctions } from './task-16/active-functions.ts'
import { circlesWithTypes } from './task-16/circles-with-types.ts'
import { coldChain } from './task-16/cold-chain.ts'
import { compartmentsPerHousehold } from './task-16/compartments.ts'
import { onlineRate } from './task-16/online.ts'
import { stockOutShare } from './task-16/stock-out.ts'
import { storeReadiness } from './task-16/store-readiness.ts'
import { lockerTurnover } from './task-16/turnover.ts'

export const task16: readonly Indicator[] = [
  circlesWithTypes,
  onlineRate,
  coldChain,
  compartmentsPerHousehold,
  lockerTurnover,
  stockOutShare,
  storeReadiness,
  activeFunctions,
]
