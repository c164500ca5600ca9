import { choice, defineCommand, text } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import type { Rectification } from '../rectification-answer.ts'

export const rectificationList = defineCommand({
  name: 'rectification list',
  summary: { zh: '问题整改台账', en: 'The rectification ledger' },
  options: {
    state: choice(['open', 'replied', 'closed'], '只列此状态', 'only in this state'),
    unit: text('UNIT', '只列此单位或镇的', 'only of this unit or town'),
    ...paging,
  },
  example: 'rectification list --state open',
  run({ state, unit, ...pages }, kz) {
    return showPages<Rectification>(
      kz,
      {
        path: '/rectifications',
        query: { state, unit },
        nothing: { zh: '台账中没有问题。', en: 'The ledger has no entry.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '指标', en: 'INDICATOR' }, cell: ({ indicator }) => indicator },
          { head: { zh: '范围', en: 'SCOPE' }, cell: ({ scope }) => scope },
          { head: { zh: '责任单位', en: 'UNIT' }, cell: (each) => kz.say(each.unit.name) },
          {
            head: { zh: '期限', en: 'DEADLINE' },
            cell: ({ deadline }) => deadline,
            style: ({ isOverdue }) => (isOverdue ? 'red' : undefined),
          },
          { head: { zh: '状态', en: 'STATE' }, cell: ({ stateText }) => kz.say(stateText) },
          { head: { zh: '问题', en: 'ISSUE' }, cell: ({ issue }) => issue },
        ],
      },
      pages,
    )
  },
})
