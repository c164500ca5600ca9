/** Task 17: smart experience, and the platform itself. */
import type { Indicator } from './indicator.ts'
import { communityCoverage } from './task-17/communities.ts'
import { completeness } from './task-17/completeness.ts'
import { connectionRate } from './task-17/connection.ts'
import { registerConsistency } from './task-17/register-consistency.ts'
import { timeliness } from './task-17/timeliness.ts'

export const task17: readonly Indicator[] = [connectionRate, completeness, timeliness, registerConsistency, communityCoverage]
