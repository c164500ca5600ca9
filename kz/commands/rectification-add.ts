import { show } from '../kz.ts'
import { defineCommand, needed, text } from '../line/command.ts'
import type { Rectification } from '../rectification-answer.ts'

export const rectificationAdd = defineCommand({
  name: 'rectification add',
  summary: { zh: '挂号建账：登记一条需整改的问题', en: 'Add an entry: what is wrong, who puts it right, until when' },
  options: {
    issue: needed(text('TEXT', '问题', 'what is wrong')),
    unit: needed(text('UNIT', '责任单位或镇的编号', 'id of the unit or town concerned')),
    deadline: needed(text('DAY', '整改期限，如 2026-12-15', 'until when, as 2026-12-15')),
    indicator: text('ID', '相关指标', 'the indicator it is about'),
    period: text('PERIOD', '相关时段', 'the period it is about'),
    scope: text('SCOPE', '范围（默认全市）', 'of whom (the city)'),
  },
  example: 'rectification add --issue offline-too-often --unit shaxi --deadline 2026-12-15 --indicator 16-2 --scope town:shaxi',
  async run(given, kz) {
    const entry = await kz.api.post<Rectification>('/rectifications', given)
    show(kz, entry, ({ id, unit, deadline }) =>
      kz.out.line(
        kz.say({
          zh: `已登记 ${id}，${unit.name.zh} 须于 ${deadline} 前整改。`,
          en: `${id} is entered; ${unit.name.en} has until ${deadline}.`,
        }),
      ),
    )
  },
})
