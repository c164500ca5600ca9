import type { Exemption } from '../exemption-sorts.ts'
import { show } from '../kz.ts'
import { choice, defineCommand, needed, positional, text } from '../line/command.ts'

export const exemptionAdd = defineCommand({
  name: 'exemption add',
  summary: { zh: '录入批准停用或核准不计的中断', en: 'Enter an approved suspension or an excluded outage' },
  more: { zh: '需要 reviewer 或 admin 令牌。', en: 'It takes a token of the role reviewer or admin.' },
  positionals: { facility: positional('FACILITY', '设施编号', 'id of the facility') },
  options: {
    sort: needed(
      choice(
        ['suspension', 'excluded-outage'],
        '批准停用（不计入在册时长），或核准不计的中断',
        'suspended (out of what is counted), or counted while an outage is not held against it',
      ),
    ),
    device: text('DEVICE', '只对此设备；不填则为该处全部设备', 'this device only; all that are there when not given'),
    from: needed(text('TIME', '自何日或何时起', 'from which day or time on')),
    to: text(
      'TIME',
      '至何日或何时（不含）；不填则直到撤回',
      'until which day or time, that one not included; until withdrawn when not given',
    ),
    document: needed(text('NUMBER', '批准文号', 'number of the document that approves it')),
    date: needed(text('DAY', '文件日期', 'date of the document')),
    reason: needed(text('TEXT', '原因', 'why')),
  },
  example:
    'exemption add loudong-f001 --sort suspension --from 2026-11-20 --to 2026-11-25 --document 2026-7 --date 2026-11-19 --reason rebuilding',
  async run(said, kz) {
    const added = await kz.api.post<Exemption>('/exemptions', said)
    show(kz, added, ({ id }) =>
      kz.out.line(
        kz.say({
          zh: `已录入，编号 ${id}；撤回用 exemption withdraw ${id}。`,
          en: `Entered as ${id}; exemption withdraw ${id} takes it back.`,
        }),
      ),
    )
  },
})
