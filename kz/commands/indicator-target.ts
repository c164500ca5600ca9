import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import { lineText } from '../indicator-answer.ts'
import type { Kz } from '../kz.ts'
import { usageError } from '../kz-error.ts'
import { defineCommand, positional, text } from '../line/command.ts'
import { lineValue } from '../line-value.ts'
import { Table } from '../terminal/table.ts'

interface Target {
  readonly scope: string
  readonly version: number
  readonly since: string
  readonly target: number | readonly [number, number]
  readonly warning: number | readonly [number, number]
  readonly document: string
  readonly date: string
  readonly author: string
}
interface Targets {
  readonly text: Words | null
  readonly suggestion: { readonly text: Words } | null
  readonly items: readonly Target[]
}

export const indicatorTarget = defineCommand({
  name: 'indicator target',
  summary: { zh: '查看或设定达标线与警戒线', en: 'See or set the target and the warning line' },
  more: {
    zh: '设定须同时给出 --target、--warning、--document、--date；每次设定都留存版本和设定人。',
    en: 'To set them give --target, --warning, --document and --date; every version stays, with who entered it.',
  },
  positionals: { id: positional('ID', '指标编号，如 16-2', 'id of the indicator, as 16-2') },
  options: {
    target: text('N', '达标线；区间写 0.2,1.5', 'the target; a band is written 0.2,1.5'),
    warning: text('N', '警戒线；区间写 0.1,2', 'the warning line; a band is written 0.1,2'),
    document: text('NO', '文件号', 'number of the document'),
    date: text('DAY', '文件日期，如 2026-11-01', 'day of the document, as 2026-11-01'),
    scope: text('SCOPE', '适用范围（默认全市）', 'whom it holds for (the city)'),
    since: text('MONTH', '自此月起（默认本月）', 'from this month on (the running one)'),
    note: text('TEXT', '备注', 'a note'),
  },
  example: 'indicator target 16-2 --target 98 --warning 95 --document TSF-2026-12 --date 2026-11-01',
  async run({ id, target, warning, ...rest }, kz) {
    const path = `/indicators/${inPath(id)}/targets`
    const given = Object.values({ target, warning, ...rest }).some((value) => value !== undefined)
    if (!given) return tell(kz, await kz.api.get<Targets>(path))
    const missing = Object.entries({ target, warning, document: rest.document, date: rest.date }).filter(([, value]) => value === undefined)
    if (target === undefined || warning === undefined || missing.length > 0) throw needs(missing.map(([name]) => `--${name}`))
    const lines = { target: lineValue('target', target), warning: lineValue('warning', warning) }
    tell(kz, await kz.api.put<Targets>(path, { ...lines, ...rest }))
  },
})

const needs = (names: readonly string[]) =>
  usageError({ zh: `设定目标还需要 ${names.join('、')}。`, en: `To set a target ${names.join(', ')} is needed too.` })

function tell(kz: Kz, answer: Targets): void {
  const { out, say } = kz
  if (kz.isJson) return out.json(answer)
  if (answer.text) out.line(say(answer.text))
  if (answer.text && answer.suggestion)
    out.line(say({ zh: `参考建议（非正式）：${answer.suggestion.text.zh}`, en: `suggestion, not official: ${answer.suggestion.text.en}` }))
  if (answer.items.length === 0) return
  new Table<Target>(
    out,
    [
      { head: { zh: '范围', en: 'SCOPE' }, cell: ({ scope }) => scope },
      { head: { zh: '版本', en: 'VERSION' }, cell: ({ version }) => version, align: 'right' },
      { head: { zh: '自', en: 'SINCE' }, cell: ({ since }) => since },
      { head: { zh: '达标线', en: 'TARGET' }, cell: ({ target }) => lineText(target), align: 'right' },
      { head: { zh: '警戒线', en: 'WARNING' }, cell: ({ warning }) => lineText(warning), align: 'right' },
      { head: { zh: '文件', en: 'DOCUMENT' }, cell: ({ document, date }) => `${document} ${date}` },
      { head: { zh: '设定人', en: 'BY' }, cell: ({ author }) => author },
    ],
    say,
  ).rows(answer.items)
}
