/** Task 18: digital empowerment of trade. */
import type { Indicator } from './indicator.ts'
import { lowUse } from './task-18/low-use.ts'
import { overdueParcels } from './task-18/overdue-parcels.ts'
import { restockWithinDay } from './task-18/restocking.ts'
import { stockAccuracy } from './task-18/stock-accuracy.ts'
import { traceableSales } from './task-18/traceable-sales.ts'

export const task18: readonly Indicator[] = [traceableSales, restockWithinDay, stockAccuracy, overdueParcels, lowUse]
