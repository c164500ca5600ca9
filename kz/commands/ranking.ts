import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import { ofWhat, type ValueAnswer, valueColumns } from '../indicator-answer.ts'
import { defineCommand, positional, text } from '../line/command.ts'
import type { Column } from '../terminal/table.ts'
import { showList } from '../unpaged.ts'

interface Ranked {
  readonly town: { readonly name: Words }
  readonly rank: number | null
  readonly change: number | null
  readonly value: ValueAnswer
}

export const ranking = defineCommand({
  name: 'ranking',
  summary: { zh: '各镇（街道）在一项指标上的排名与变化', en: 'The towns in the order of an indicator, and what changed' },
  more: {
    zh: '少于五处设施、数据不足或不适用的镇列在最后，不参与排名。',
    en: 'Towns with fewer than five facilities, too little data or nothing to count come last and are not ranked.',
  },
  positionals: { id: positional('ID', '指标编号，如 16-2', 'id of the indicator, as 16-2') },
  options: { period: ofWhat.period, kind: text('KIND', '只看此类型', 'only of this kind') },
  example: 'ranking 16-2 --period 2026-10',
  async run({ id, period, kind }, kz) {
    const answer = await kz.api.get<{ items: Ranked[] }>(`/indicators/${inPath(id)}/ranking`, { period, kind })
    const columns: readonly Column<Ranked>[] = [
      { head: { zh: '名次', en: 'RANK' }, cell: ({ rank }) => rank ?? '–', align: 'right' },
      { head: { zh: '升降', en: 'MOVED' }, cell: ({ change }) => moved(change), align: 'right' },
      { head: { zh: '镇（街道）', en: 'TOWN' }, cell: ({ town }) => kz.say(town.name) },
      ...valueColumns<ValueAnswer>(kz).map((column): Column<Ranked> => ofValue(column)),
      { head: { zh: '设施数', en: 'FACILITIES' }, cell: ({ value }) => value.facilities, align: 'right' },
    ]
    showList(kz, answer, columns, { zh: '该时段没有数据，无法排名。', en: 'There is no data of that period to rank by.' })
  },
})

const ofValue = ({ cell, style, ...column }: Column<ValueAnswer>): Column<Ranked> => ({
  ...column,
  cell: ({ value }) => cell(value),
  ...(style && { style: ({ value }: Ranked) => style(value) }),
})

const moved = (change: number | null): string => (change === null ? '–' : change === 0 ? '=' : change > 0 ? `↑${change}` : `↓${-change}`)
