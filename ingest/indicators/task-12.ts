/** Task 12: quality-improving business types, as far as chargers speak for them. */
import type { Indicator } from './indicator.ts'
import { portAvailability } from './task-12/availability.ts'
import { circlesWithCharging } from './task-12/circles-with-charging.ts'
import { energyReconciliation } from './task-12/reconciliation.ts'
import { timeToRestore } from './task-12/restoring.ts'
import { startSuccess } from './task-12/starts.ts'

export const task12: readonly Indicator[] = [portAvailability, circlesWithCharging, timeToRestore, startSuccess, energyReconciliation]
