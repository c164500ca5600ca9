/** The city's work plan, for those who may ask the register only. */
export { indicatorStatuses, titleOf } from '../seeds/indicators.ts'
export { type Task, taskDocument, tasks } from '../seeds/tasks.ts'
export { units } from '../seeds/units.ts'
