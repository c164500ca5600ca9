import { jobStates } from '../job-states.ts'
import { knownWords } from '../known-words.ts'
import { counted } from '../ledger-counts.ts'
import { defineCommand } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import type { ReplayJob } from '../replay-job.ts'
import { localTime } from '../terminal/times.ts'

const right = { align: 'right' } as const

export const quarantineReplays = defineCommand({
  name: 'quarantine replays',
  summary: { zh: '列出做过的重放，最新在前', en: 'Replays, the newest first' },
  options: paging,
  example: 'quarantine replays',
  run(pages, kz) {
    return showPages<ReplayJob>(
      kz,
      {
        path: '/quarantine/replays',
        query: {},
        nothing: { zh: '还没有做过重放。', en: 'Nothing has been replayed yet.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '开始', en: 'BEGUN' }, cell: ({ created }) => localTime(created, kz.zone) },
          { head: { zh: '由', en: 'BY' }, cell: ({ author }) => author },
          { head: { zh: '状态', en: 'STATE' }, cell: ({ state }) => kz.say(knownWords(jobStates, state)) },
          { head: { zh: '总数', en: 'TOTAL' }, cell: ({ total }) => counted(total), ...right },
          { head: { zh: '入库', en: 'STORED' }, cell: ({ stored }) => counted(stored), ...right },
          { head: { zh: '重复', en: 'DUPLICATE' }, cell: ({ duplicate }) => counted(duplicate), ...right },
          { head: { zh: '仍拒收', en: 'REFUSED' }, cell: ({ refused }) => counted(refused), ...right },
        ],
      },
      pages,
    )
  },
})
