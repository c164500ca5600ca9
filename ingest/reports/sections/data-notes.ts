import { countText } from '../../indicators/number-texts.ts'
import type { Gathered } from '../gathered.ts'
import type { LocalTime } from '../local-time.ts'
import type { Block } from '../report-data.ts'
import { manualTable, revisionsTable } from '../tables/data-note.ts'
import { silentTable } from '../tables/problems.ts'
import { heading, shown, text } from './prose.ts'

/** 六、数据说明: how the numbers were made, and where they are weak. */
export function dataNotes(gathered: Gathered, time: LocalTime): Block[] {
  return [
    heading('（一）口径', 'Counting'),
    ...counting(gathered),
    heading('（二）覆盖率', 'Coverage'),
    text(
      '按状态判定的指标，覆盖率为状态已知时长占应统计时长的比例；低于90%的判为“数据不足”，数值仅供参考。在线率等不按状态判定的指标没有覆盖率，以“–”表示。',
      'Where states are judged, coverage is the share of the time asked about in which the state is known; below 90 % there is too little data to judge. Other indicators have none.',
    ),
    ...exclusions(gathered),
    heading('（三）修订', 'Revisions'),
    revised(gathered),
    shown(revisionsTable(gathered, time)),
    heading('（四）人工填报', 'Entered by hand'),
    manual(gathered),
    shown(manualTable(gathered)),
    heading('（五）不适用与数据不足', 'Not applicable, or too little data'),
    text(
      '缺少数据来源或分母为零的指标为“不适用”，不以0%或100%代替。',
      'Without a feed, or with nothing to count, an indicator is not applicable: neither 0 % nor 100 %.',
    ),
    shown(silentTable(gathered)),
  ]
}

function counting({ indicators }: Gathered): Block[] {
  const own = indicators.filter(({ formula }) => formula.sources.length === 0).length
  return [
    text(
      `各指标公式见附件3；其中${own}项为平台建议口径，待核定。比率均为分子之和除以分母之和，不取比率的平均；同属多个生活圈的设施在各生活圈分别计入，在镇、全市只计一次。`,
      `Formulas: annex 3; ${own} of them are proposals of the platform. Rates are ratios of sums, never means of rates; a facility of several circles counts in each, and once in town and city.`,
    ),
    text(
      '数值四舍五入至两位小数；环比、同比、差距按未舍入的数值计算，可能与表列数值之差略有出入。首年没有同比，以“–”表示。',
      'Values are rounded to two decimals; changes and gaps are made of unrounded values. In the first year there is no value of the year before: –.',
    ),
  ]
}

function exclusions({ city }: Gathered): Block[] {
  const all = new Map<string, { zh: string; en: string; count: number; minutes: number }>()
  for (const { code, reason, count, minutes } of city.flatMap((value) => value.exclusions)) {
    const most = all.get(code)
    all.set(code, { ...reason, count: Math.max(count, most?.count ?? 0), minutes: Math.max(minutes, most?.minutes ?? 0) })
  }
  if (all.size === 0) return []
  const told = [...all.values()].map(({ zh, en, count, minutes }) => ({
    zh: `${zh}（${[...(count > 0 ? [`${countText(count)}个`] : []), ...(minutes > 0 ? [`${countText(minutes)}分钟`] : [])].join('、')}）`,
    en: `${en} (${[...(count > 0 ? [countText(count)] : []), ...(minutes > 0 ? [`${countText(minutes)} min`] : [])].join(', ')})`,
  }))
  return [
    text(
      `未计入的情形（各指标中最多的）：${told.map(({ zh }) => zh).join('；')}。逐项可在平台查证。`,
      `Left out (the most of any indicator): ${told.map(({ en }) => en).join('; ')}.`,
    ),
  ]
}

function revised({ revisions }: Gathered): Block {
  if (revisions.length === 0) {
    return text('月度数据于月末后48小时关账。关账后没有修订。', 'Months are closed 48 hours after their end. Nothing was revised since.')
  }
  const values = new Set(revisions.map(({ indicator, scope }) => `${indicator} ${scope}`)).size
  return text(
    `月度数据于月末后48小时关账；关账后有${countText(values)}个数值作了修订，已报送的报告不变，其中全市的见下表。`,
    `Months are closed 48 hours after their end; ${countText(values)} values were revised since. What was submitted stays; the table has those of the city.`,
  )
}

function manual({ manual: entered }: Gathered): Block {
  if (entered.length === 0) return text('本期没有人工填报的数值。', 'Nothing was entered by hand.')
  return text(
    `本期人工填报${countText(entered.length)}个数值，依据文件见下表；其余均由设备数据计算。`,
    `${countText(entered.length)} values were entered by hand, with the documents below; all others are computed.`,
  )
}
