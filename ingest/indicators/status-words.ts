import type { Words } from '../../facilities/define.ts'
import { indicatorStatuses } from '../../register/tasks.ts'
import type { Status } from './indicators.ts'

export const statusWords: Readonly<Record<Status, Words>> = indicatorStatuses

/** In place of a target that nobody with that right has entered. */
export const toBeSet: Words = { zh: '待核定', en: 'to be set by the bureau' }
