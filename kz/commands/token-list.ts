import { defineCommand } from '../line/command.ts'
import { localTime } from '../terminal/times.ts'
import { showList } from '../unpaged.ts'

interface Token {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly unit?: string
  readonly town?: string
  readonly created: string
  readonly expires?: string
  readonly lastUsed?: string
  readonly revoked?: string
}

export const tokenList = defineCommand({
  name: 'token list',
  summary: { zh: '列出接口令牌（不含令牌本身）', en: 'API tokens, without their secrets' },
  example: 'token list',
  async run(_, kz) {
    const answer = await kz.api.get<{ items: Token[] }>('/tokens')
    const at = (time: string | undefined) => (time === undefined ? '' : localTime(time, kz.zone))
    showList(
      kz,
      answer,
      [
        { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
        { head: { zh: '用途', en: 'NAME' }, cell: ({ name }) => name },
        { head: { zh: '角色', en: 'ROLE' }, cell: ({ role }) => role },
        { head: { zh: '限定', en: 'BOUND TO' }, cell: ({ unit, town }) => unit ?? town },
        { head: { zh: '签发', en: 'MADE' }, cell: ({ created }) => at(created) },
        { head: { zh: '到期', en: 'EXPIRES' }, cell: ({ expires }) => at(expires) },
        { head: { zh: '最近使用', en: 'LAST USED' }, cell: ({ lastUsed }) => at(lastUsed) },
        { head: { zh: '吊销', en: 'REVOKED' }, cell: ({ revoked }) => at(revoked), style: () => 'red' },
      ],
      { zh: '还没有令牌。', en: 'There is no token yet.' },
    )
  },
})
