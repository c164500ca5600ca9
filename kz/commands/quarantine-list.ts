import type { Words } from '../../facilities/define.ts'
import { choice, defineCommand } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { pathFilter, quarantineFilter } from '../quarantine-filter.ts'
import { localTime } from '../terminal/times.ts'

interface Listed {
  readonly id: string
  readonly device: string
  readonly received: string
  readonly code: string
  readonly path?: string
  readonly message: Words
  readonly suggestion?: Words
}

export const quarantineList = defineCommand({
  name: 'quarantine list',
  summary: { zh: '列出被拒收的报文，最新在前', en: 'Refused messages, the newest first' },
  options: {
    ...quarantineFilter,
    path: pathFilter,
    state: choice(['open', 'replayed', 'all'], '仍被拒收的（默认）、已重放入库的、全部', 'still refused (as a rule), replayed, or all'),
    ...paging,
  },
  example: 'quarantine list --device my-freezer',
  run({ device, kind, code, path, from, to, state, all, limit, cursor }, kz) {
    return showPages<Listed>(
      kz,
      {
        path: '/quarantine',
        query: { device, kind, code, path, from, to, state },
        nothing: { zh: '隔离区没有这样的报文。', en: 'There is nothing like that in quarantine.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '接收', en: 'RECEIVED' }, cell: ({ received }) => localTime(received, kz.zone) },
          { head: { zh: '设备', en: 'DEVICE' }, cell: (item) => item.device },
          { head: { zh: '原因代码', en: 'CODE' }, cell: (item) => item.code },
          { head: { zh: '字段', en: 'PATH' }, cell: (item) => item.path },
          {
            head: { zh: '原因与办法', en: 'WHY, AND WHAT TO DO' },
            cell: ({ message, suggestion }) => [message, suggestion].flatMap((words) => (words ? kz.say(words) : [])).join(' '),
          },
        ],
      },
      { all, limit, cursor },
    )
  },
})
