import type { Words } from '../../facilities/define.ts'
import { counted } from '../ledger-counts.ts'
import { defineCommand } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { quarantineFilter } from '../quarantine-filter.ts'
import { localTime } from '../terminal/times.ts'

interface Group {
  readonly code: string
  readonly path?: string
  readonly kind: string
  readonly count: number
  readonly devices: number
  readonly last: string
  readonly message: Words
  readonly suggestion?: Words
  readonly example: string
}

export const quarantineGroups = defineCommand({
  name: 'quarantine groups',
  summary: {
    zh: '按原因汇总被拒收的报文，最多的在前：下一步该修什么',
    en: 'Refused messages by cause, the most frequent first: what to mend next',
  },
  options: { ...quarantineFilter, ...paging },
  example: 'quarantine groups --kind freezer',
  run({ device, kind, code, from, to, all, limit, cursor }, kz) {
    return showPages<Group>(
      kz,
      {
        path: '/quarantine/groups',
        query: { device, kind, code, from, to },
        nothing: { zh: '隔离区是空的。', en: 'Nothing is in quarantine.' },
        columns: [
          { head: { zh: '条数', en: 'COUNT' }, cell: ({ count }) => counted(count), align: 'right' },
          { head: { zh: '设备数', en: 'DEVICES' }, cell: ({ devices }) => counted(devices), align: 'right' },
          { head: { zh: '类型', en: 'KIND' }, cell: (group) => group.kind || '–' },
          { head: { zh: '原因代码', en: 'CODE' }, cell: (group) => group.code },
          { head: { zh: '字段', en: 'PATH' }, cell: ({ path }) => path },
          { head: { zh: '最近', en: 'LAST' }, cell: ({ last }) => localTime(last, kz.zone) },
          { head: { zh: '示例', en: 'EXAMPLE' }, cell: ({ example }) => example },
          {
            head: { zh: '原因与办法', en: 'WHY, AND WHAT TO DO' },
            cell: ({ message, suggestion }) =>
              [message, suggestion]
                .map((words) => (words ? kz.say(words) : ''))
                .join(' ')
                .trim(),
          },
        ],
      },
      { all, limit, cursor },
    )
  },
})
