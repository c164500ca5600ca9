import type { Words } from '../../facilities/define.ts'
import { defineCommand } from '../command.ts'
import { counted } from '../ledger-counts.ts'
import { paging, showPages } from '../pages.ts'
import { localTime } from '../times.ts'

interface Knock {
  readonly name?: string
  readonly device?: string
  readonly address?: string
  readonly code: string
  readonly message: Words
  readonly count?: number
  readonly last?: string
  readonly at?: string
}

export const knocks = defineCommand({
  name: 'knocks',
  summary: { zh: '列出失败的连接尝试及原因', en: 'Failed sign-ins, each with what was wrong' },
  options: paging,
  example: 'knocks',
  run(pages, kz) {
    return showPages<Knock>(
      kz,
      {
        path: '/knocks',
        query: {},
        nothing: { zh: '没有失败的连接。', en: 'No sign-in has failed.' },
        columns: [
          { head: { zh: '最近', en: 'LAST' }, cell: ({ last, at }) => localTime(last ?? at ?? '', kz.zone) },
          { head: { zh: '用户名', en: 'NAME' }, cell: ({ name, device }) => name ?? device },
          { head: { zh: '地址', en: 'ADDRESS' }, cell: ({ address }) => address },
          { head: { zh: '次数', en: 'COUNT' }, cell: ({ count = 1 }) => counted(count), align: 'right' },
          { head: { zh: '代码', en: 'CODE' }, cell: ({ code }) => code },
          { head: { zh: '原因', en: 'WHY' }, cell: ({ message }) => kz.say(message) },
        ],
      },
      pages,
    )
  },
})
