import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import {
  changeText,
  coverageText,
  type IndicatorAnswer,
  lineText,
  manualWords,
  numberText,
  ofWhat,
  scopeText,
  statusStyle,
  type ValueAnswer,
  valueColumns,
} from '../indicator-answer.ts'
import type { Kz } from '../kz.ts'
import { counted } from '../ledger-counts.ts'
import { defineCommand, positional } from '../line/command.ts'
import type { Page } from '../pages.ts'
import { pairs, Table } from '../terminal/table.ts'
import { localTime } from '../terminal/times.ts'

interface Details extends IndicatorAnswer {
  readonly formula: { readonly version: number; readonly text: Words; readonly numerator: Side; readonly denominator: Side }
  readonly floor: number | null
  readonly variants: readonly { readonly label: Words; readonly shown: string }[]
  readonly exclusions: readonly { readonly reason: Words; readonly count: number; readonly minutes: number }[]
  readonly suggestion: { readonly text: Words } | null
  readonly history: readonly ValueAnswer[]
  readonly rank?: { readonly rank: number | null; readonly of: number; readonly change: number | null }
}
type Side = { readonly label: Words; readonly unit: Words }

export const indicatorShow = defineCommand({
  name: 'indicator show',
  summary: {
    zh: '一项指标：数值、口径、排除项、各镇与近十二个月',
    en: 'One indicator: value, formula, exclusions, its parts and twelve months',
  },
  positionals: { id: positional('ID', '指标编号，如 16-2', 'id of the indicator, as 16-2') },
  options: ofWhat,
  example: 'indicator show 16-2 --period 2026-10 --scope town:shaxi',
  async run({ id, period, scope }, kz) {
    const path = `/indicators/${inPath(id)}`
    const details = await kz.api.get<Details>(path, { period, scope })
    const by = details.scope === 'city' ? 'town' : 'kind'
    const parts = await kz.api.get<Page<ValueAnswer>>(`${path}/parts`, { period: details.period, scope: details.scope, by })
    if (kz.isJson) return kz.out.json({ ...details, parts: parts.items })
    tellValue(kz, details)
    tellTable(kz, { zh: '各部分：', en: 'Its parts:' }, { zh: '范围', en: 'SCOPE' }, parts.items, ({ scope: of }) => scopeText(kz, of))
    const months = details.history.filter(({ shown, status }) => shown !== '–' || status === 'no-data')
    tellTable(kz, { zh: '近十二个月：', en: 'Twelve months:' }, { zh: '月份', en: 'MONTH' }, months, (each) => each.period)
  },
})

function tellValue(kz: Kz, details: Details): void {
  const { out, say, zone } = kz
  const { id, name, shown, unitText, formula, target, targetText, suggestion, change, rank, source } = details
  out.line(
    `${out.paint('bold', `${id} ${say(name)}`)}  ${shown} ${say(unitText)}  ${out.paint(statusStyle(details), say(details.statusText))}`,
  )
  const side = (value: number | null, { label, unit }: Side) =>
    value === null ? undefined : `${numberText(value, details)} ${say(unit)} (${say(label)})`
  pairs(out, [
    [say({ zh: '时段与范围', en: 'period, scope' }), `${details.period}, ${scopeText(kz, details.scope)}`],
    [say({ zh: '不适用的原因', en: 'why none' }), details.reason && say(details.reason)],
    [
      say({ zh: '口径', en: 'formula' }),
      `${say(formula.text)}${say({ zh: `（第 ${formula.version} 版）`, en: ` (version ${formula.version})` })}`,
    ],
    [say({ zh: '分子', en: 'numerator' }), side(details.numerator, formula.numerator)],
    [say({ zh: '分母', en: 'denominator' }), side(details.denominator, formula.denominator)],
    [say({ zh: '覆盖率', en: 'coverage' }), details.coverage === null ? undefined : coverageText(details.coverage)],
    [say({ zh: '下限', en: 'floor' }), details.floor === null ? undefined : details.floor.toFixed(2)],
    [
      say({ zh: '目标', en: 'target' }),
      target ? `${lineText(target.target)} / ${lineText(target.warning)}, ${target.document}` : targetText ? say(targetText) : undefined,
    ],
    [say({ zh: '参考建议（非正式）', en: 'suggestion (not official)' }), target || !suggestion ? undefined : say(suggestion.text)],
    [say({ zh: '环比', en: 'change' }), changeText(kz, change.previous)],
    [say({ zh: '同比', en: 'on the year' }), changeText(kz, change.lastYear)],
    [
      say({ zh: '排名', en: 'rank' }),
      rank && (rank.rank === null ? say({ zh: '不参与排名', en: 'not ranked' }) : `${rank.rank}/${rank.of}`),
    ],
    source === 'manual'
      ? [say({ zh: '数据来源', en: 'source' }), `${say(manualWords)}, ${details.document ?? ''}`]
      : [say({ zh: '数据截止', en: 'until' }), `${localTime(details.until, zone)}, ${say(stateWords(details))}`],
    ...details.variants.map((each) => [say(each.label), each.shown] as const),
    ...details.exclusions.map((each) => [say({ zh: '未计入', en: 'left out' }), exclusionText(kz, each)] as const),
  ])
}

function stateWords({ state, revision }: Details): Words {
  if (state === 'open') return { zh: '尚未关账', en: 'still open' }
  return { zh: `已关账，第 ${revision} 版`, en: `closed, revision ${revision}` }
}

const exclusionText = ({ say }: Kz, { reason, count, minutes }: Details['exclusions'][number]): string =>
  `${say(reason)}: ${[count > 0 ? counted(count) : '', minutes > 0 ? `${counted(minutes)} ${say({ zh: '分钟', en: 'min' })}` : ''].filter(Boolean).join(', ')}`

function tellTable(kz: Kz, title: Words, head: Words, rows: readonly ValueAnswer[], cell: (row: ValueAnswer) => string): void {
  if (rows.length === 0) return
  kz.out.line(`\n${kz.say(title)}`)
  new Table<ValueAnswer>(kz.out, [{ head, cell }, ...valueColumns<ValueAnswer>(kz)], kz.say).rows(rows)
}
