import { flowArea } from './flow.ts'
import { httpArea } from './http.ts'
import { ledgerArea } from './ledger.ts'
import type { OperationsArea } from './panel-of.ts'
import { partsArea } from './parts.ts'
import { processArea } from './process.ts'
import { storeArea } from './store.ts'

export const areas: readonly OperationsArea[] = [partsArea, flowArea, ledgerArea, storeArea, httpArea, processArea]
