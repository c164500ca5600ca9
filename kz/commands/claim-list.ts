import { defineCommand } from '../command.ts'
import { paging, showPages } from '../pages.ts'
import { localTime } from '../times.ts'

interface Claim {
  readonly id: string
  readonly state?: string
  readonly device?: string
  readonly kind?: string
  readonly facility?: string
  readonly expires: string
  readonly author?: string
}

export const claimList = defineCommand({
  name: 'claim list',
  summary: { zh: '列出认领码（不含码本身）', en: 'Claim codes, without the codes themselves' },
  options: paging,
  example: 'claim list',
  run(pages, kz) {
    return showPages<Claim>(
      kz,
      {
        path: '/claims',
        query: {},
        nothing: { zh: '没有认领码。', en: 'There is no claim code.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '状态', en: 'STATE' }, cell: ({ state }) => state },
          { head: { zh: '设备', en: 'DEVICE' }, cell: ({ device }) => device },
          { head: { zh: '类型', en: 'KIND' }, cell: ({ kind }) => kind },
          { head: { zh: '设施', en: 'FACILITY' }, cell: ({ facility }) => facility },
          { head: { zh: '有效至', en: 'EXPIRES' }, cell: ({ expires }) => localTime(expires, kz.zone) },
          { head: { zh: '由', en: 'BY' }, cell: ({ author }) => author },
        ],
      },
      pages,
    )
  },
})
