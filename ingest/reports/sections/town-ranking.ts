import type { Words } from '../../../facilities/define.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import type { RankedTown } from '../../indicators/indicators.ts'
import { unitAfter, valueText } from '../../indicators/number-texts.ts'
import type { Gathered, Names } from '../gathered.ts'
import { called, listed, townName } from '../naming.ts'
import type { Block } from '../report-data.ts'
import { rankingTable } from '../tables/ranking.ts'
import { shown, text } from './prose.ts'

/** 三、各镇排名: first and last of each indicator, then the table. */
export function townRanking(gathered: Gathered): Block[] {
  const { indicators, rankings, names } = gathered
  if (rankings.size === 0) {
    return [
      text(
        '本期没有可排名的指标：各镇设施均少于5处，或数据不足。',
        'No indicator ranks towns in this period: fewer than five facilities each, or too little data.',
      ),
      shown(rankingTable(gathered)),
    ]
  }
  const sentences = indicators.flatMap((indicator) => sentenceOf(names, indicator, rankings.get(indicator.id) ?? []))
  return [
    text(
      '设施少于5处、数据不足或不适用的镇（区、街道）只列示数值，不参加排名。',
      'Towns with fewer than five facilities, too little data or nothing to count are shown and not ranked.',
    ),
    ...sentences.map((words): Block => ({ sort: 'text', text: words })),
    shown(rankingTable(gathered)),
  ]
}

function sentenceOf(names: Names, indicator: Indicator, towns: readonly RankedTown[]): Words[] {
  const ranks = towns.flatMap(({ rank }) => rank ?? [])
  if (ranks.length === 0) return []
  const at = (wanted: number) => towns.filter(({ rank }) => rank === wanted)
  const [first, last] = [at(Math.min(...ranks)), at(Math.max(...ranks))]
  const name = called(indicator)
  const told = (some: readonly RankedTown[]): Words => {
    const who = listed(some.map(({ town }) => townName(names, town)))
    const unit = unitAfter(indicator.unit)
    const value = valueText(some[0]?.value.value)
    return { zh: `${who.zh}（${value}${unit.zh}）`, en: `${who.en} (${value}${unit.en})` }
  }
  const [best, worst] = [told(first), told(last)]
  if (first === last || Math.min(...ranks) === Math.max(...ranks)) {
    return [{ zh: `${name.zh}：参加排名的为${best.zh}，名次相同。`, en: `${name.en}: ranked ${best.en}, all alike.` }]
  }
  return [
    {
      zh: `${name.zh}：${ranks.length}个镇（区、街道）参加排名，首位${best.zh}，末位${worst.zh}。`,
      en: `${name.en}: ${ranks.length} towns ranked, first ${best.en}, last ${worst.en}.`,
    },
  ]
}
