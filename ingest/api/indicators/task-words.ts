import type { Words } from '../../../facilities/define.ts'

/** How often the work plan is looked at. */
export const rhythm: readonly Words[] = [
  { zh: '周调度', en: 'looked through every week' },
  { zh: '月通报', en: 'reported every month' },
  { zh: '季推进', en: 'pushed forward every quarter' },
  { zh: '年考评', en: 'assessed every year' },
]

export const noDevices: Words = {
  zh: '本任务没有可由设备监测的指标',
  en: 'this task has no indicator that devices could measure',
}
