import { show } from '../kz.ts'
import { choice, defineCommand, needed, positional, text, whole } from '../line/command.ts'

export const tokenMake = defineCommand({
  name: 'token make',
  summary: { zh: '签发接口令牌，只显示一次', en: 'Make an API token; it is shown once' },
  positionals: { name: positional('NAME', '用途', 'what it is for') },
  options: {
    role: needed(choice(['admin', 'engineer', 'operator', 'reviewer'], '角色', 'its role')),
    unit: text(
      'UNIT',
      '限定的责任单位（仅 reviewer），编号见 task list --json',
      'the unit a reviewer is bound to; task list --json has the ids',
    ),
    town: text('TOWN', '限定的镇（街道）（仅 reviewer）', 'the town a reviewer is bound to'),
    days: whole('N', [1, 3_650], '有效天数，不填则直到吊销', 'how many days it holds; until it is revoked when not given'),
  },
  example: 'token make grafana --role operator --days 365',
  async run({ name, role, unit, town, days }, kz) {
    const made = await kz.api.post<{ id: string; token: string }>('/tokens', { name, role, unit, town, days })
    show(kz, made, ({ id, token }) => {
      kz.out.line(token)
      kz.out.note(
        kz.say({
          zh: `令牌 ${id} 只显示这一次，请妥善保存；吊销用 token revoke ${id}。`,
          en: `The token ${id} is shown this once only: keep it safe. token revoke ${id} ends it.`,
        }),
      )
    })
  },
})
