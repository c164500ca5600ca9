import type { Words } from '../../facilities/define.ts'
import { counted } from '../ledger-counts.ts'
import { defineCommand, text } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { localTime } from '../terminal/times.ts'

interface Knock {
  readonly name: string
  readonly address: string
  readonly at: string
  readonly count: number
  readonly code: string
  readonly message: Words
  readonly suggestion?: Words
}

export const knocks = defineCommand({
  name: 'knocks',
  summary: { zh: '列出未被放行的连接及原因', en: 'Who was not let in at the gateway, and why' },
  options: { device: text('NAME', '只列以此名称来的', 'only under this name'), ...paging },
  example: 'knocks',
  run({ device, all, limit, cursor }, kz) {
    return showPages<Knock>(
      kz,
      {
        path: '/knocks',
        query: { device },
        nothing: { zh: '没有失败的连接。', en: 'No sign-in has failed.' },
        columns: [
          { head: { zh: '最近', en: 'LAST' }, cell: ({ at }) => localTime(at, kz.zone) },
          { head: { zh: '用户名', en: 'NAME' }, cell: ({ name }) => name },
          { head: { zh: '地址', en: 'ADDRESS' }, cell: ({ address }) => address },
          { head: { zh: '次数', en: 'COUNT' }, cell: ({ count }) => counted(count), align: 'right' },
          { head: { zh: '代码', en: 'CODE' }, cell: ({ code }) => code },
          {
            head: { zh: '原因', en: 'WHY' },
            cell: ({ message, suggestion }) => [message, suggestion].map((words) => (words ? kz.say(words) : '')).join(' '),
          },
        ],
      },
      { all, limit, cursor },
    )
  },
})
