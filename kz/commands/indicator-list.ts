import { changeText, type IndicatorAnswer, ofWhat, scopeText, statusStyle, statusWords, targetText } from '../indicator-answer.ts'
import { show } from '../kz.ts'
import { defineCommand, whole } from '../line/command.ts'
import { Table } from '../terminal/table.ts'

interface Answer {
  readonly period: string
  readonly scope: string
  readonly items: readonly IndicatorAnswer[]
}

export const indicatorList = defineCommand({
  name: 'indicator list',
  summary: { zh: '各项指标的数值、状态、环比和目标', en: 'Every indicator: value, status, change and target' },
  options: { ...ofWhat, task: whole('NO', [1, 99], '只列此任务的', 'only those of this task') },
  example: 'indicator list --period 2026-10 --scope town:shaxi',
  async run(query, kz) {
    const answer = await kz.api.get<Answer>('/indicators', query)
    show(kz, answer, ({ items }) => {
      if (items.length === 0) return kz.out.line(kz.say({ zh: '没有可查看的指标。', en: 'There is no indicator for you to see.' }))
      new Table<IndicatorAnswer>(
        kz.out,
        [
          { head: { zh: '编号', en: 'ID' }, cell: ({ id }) => id },
          { head: { zh: '指标', en: 'INDICATOR' }, cell: ({ name }) => kz.say(name) },
          { head: { zh: '数值', en: 'VALUE' }, cell: ({ shown }) => shown, align: 'right' },
          { head: { zh: '单位', en: 'UNIT' }, cell: ({ unitText }) => kz.say(unitText) },
          { head: { zh: '状态', en: 'STATUS' }, cell: (each) => statusWords(kz, each), style: statusStyle },
          { head: { zh: '环比', en: 'CHANGE' }, cell: ({ change }) => changeText(kz, change.previous), align: 'right' },
          { head: { zh: '达标线', en: 'TARGET' }, cell: (each) => targetText(kz, each), align: 'right' },
        ],
        kz.say,
      ).rows(items)
      const scope = scopeText(kz, answer.scope)
      kz.out.note(kz.say({ zh: `时段 ${answer.period}，范围 ${scope}`, en: `period ${answer.period}, scope ${scope}` }))
    })
  },
})
