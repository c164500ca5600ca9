import type { Words } from '../../facilities/define.ts'
import { knownWords } from '../known-words.ts'
import { choice, defineCommand } from '../line/command.ts'
import { paging, showPages } from '../pages.ts'
import { localTime } from '../terminal/times.ts'

interface Claim {
  readonly id: string
  readonly state: string
  readonly device?: string
  readonly knockedBy?: string
  readonly kind?: string
  readonly facility?: string
  readonly expires: string
  readonly by: string
}

const states: Readonly<Record<string, Words>> = {
  open: { zh: '未使用', en: 'open' },
  knocked: { zh: '设备在等候', en: 'knocked' },
  accepted: { zh: '已接纳', en: 'accepted' },
  used: { zh: '已完成', en: 'used' },
  rejected: { zh: '已拒绝', en: 'rejected' },
  revoked: { zh: '已收回', en: 'revoked' },
  expired: { zh: '已过期', en: 'expired' },
}

export const claimList = defineCommand({
  name: 'claim list',
  summary: { zh: '列出认领码（不含码本身）', en: 'Claim codes, without the codes themselves' },
  options: {
    state: choice(
      ['open', 'knocked', 'accepted', 'used', 'rejected', 'revoked', 'expired', 'all'],
      '只列此状态；不填则列仍有效的',
      'only in this state; those that still open something when not given',
    ),
    ...paging,
  },
  example: 'claim list',
  run({ state, all, limit, cursor }, kz) {
    return showPages<Claim>(
      kz,
      {
        path: '/claims',
        query: { state },
        nothing: { zh: '没有认领码。', en: 'There is no claim code.' },
        columns: [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '状态', en: 'STATE' }, cell: (claim) => kz.say(knownWords(states, claim.state)) },
          { head: { zh: '设备', en: 'DEVICE' }, cell: ({ knockedBy, device }) => knockedBy ?? device },
          { head: { zh: '类型', en: 'KIND' }, cell: ({ kind }) => kind },
          { head: { zh: '设施', en: 'FACILITY' }, cell: ({ facility }) => facility },
          { head: { zh: '有效至', en: 'EXPIRES' }, cell: ({ expires }) => localTime(expires, kz.zone) },
          { head: { zh: '由', en: 'BY' }, cell: ({ by }) => by },
        ],
      },
      { all, limit, cursor },
    )
  },
})
