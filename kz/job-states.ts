import type { Words } from '../facilities/define.ts'

export const jobStates: Readonly<Record<string, Words>> = {
  waiting: { zh: '排队', en: 'waiting' },
  running: { zh: '进行中', en: 'running' },
  done: { zh: '完成', en: 'done' },
  failed: { zh: '失败', en: 'failed' },
}
