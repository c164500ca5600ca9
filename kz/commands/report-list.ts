import { knownWords } from '../known-words.ts'
import { defineCommand } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { type KeptReport, reportStates } from '../report-states.ts'
import { localTime } from '../terminal/times.ts'

export const reportList = defineCommand({
  name: 'report list',
  summary: { zh: '已保存的报告：草稿与已报送', en: 'The reports that are kept: drafts and what was submitted' },
  options: paging,
  example: 'report list',
  async run(pages, kz) {
    await showPages<KeptReport>(
      kz,
      {
        path: '/reports',
        query: {},
        columns: [
          { head: { zh: '时段', en: 'PERIOD' }, cell: ({ period }) => period },
          { head: { zh: '第几稿', en: 'REVISION' }, cell: ({ revision }) => String(revision), align: 'right' },
          {
            head: { zh: '状态', en: 'STATE' },
            cell: ({ state }) => kz.say(knownWords(reportStates, state)),
            style: ({ state }) => (state === 'submitted' ? 'green' : undefined),
          },
          { head: { zh: '生成', en: 'MADE' }, cell: ({ made }) => localTime(made, kz.zone) },
          { head: { zh: '文件', en: 'FILES' }, cell: ({ files }) => files.map(({ format }) => format).join(' ') },
          { head: { zh: '报送', en: 'SUBMITTED' }, cell: ({ submitted }) => (submitted ? localTime(submitted.at, kz.zone) : '') },
          { head: { zh: '报送人', en: 'BY' }, cell: ({ submitted }) => submitted?.author ?? '' },
          { head: { zh: '文号', en: 'DOCUMENT' }, cell: ({ submitted }) => submitted?.document ?? '' },
        ],
        nothing: {
          zh: '还没有报告：月末后48小时关账，关账后生成。',
          en: 'There is no report yet: one is made when a month closes, 48 hours after its end.',
        },
      },
      pages,
    )
  },
})
