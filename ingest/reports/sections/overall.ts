import type { Words } from '../../../facilities/define.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import type { Status, ValueWithPast } from '../../indicators/indicators.ts'
import { changeText, changeUnit, countText } from '../../indicators/number-texts.ts'
import { statusWords } from '../../indicators/status-words.ts'
import type { Gathered } from '../gathered.ts'
import { called } from '../naming.ts'
import type { Block } from '../report-data.ts'
import { periodWords, previousWords } from '../report-period.ts'
import { adoptionTable, suspectsOf } from '../tables/adoption.ts'
import { changeOf } from '../tables/city.ts'
import { monthsTable } from '../tables/months.ts'
import { paragraph, shown, text } from './prose.ts'

/** 一、总体情况 */
export function overall(gathered: Gathered): Block[] {
  return [
    standing(gathered),
    ...paragraph(changes(gathered)),
    ...devices(gathered),
    shown(adoptionTable(gathered, 'towns')),
    ...(gathered.period.sort === 'month' ? [] : [shown(monthsTable(gathered))]),
  ]
}

const order: readonly Status[] = ['met', 'close', 'missed', 'no-target', 'no-data', 'not-applicable']

function standing({ period, city, indicators }: Gathered): Block {
  const counts = order.map((status) => ({ words: statusWords[status], count: city.filter((value) => value.status === status).length }))
  const tasks = new Set(indicators.map(({ task }) => task)).size
  const name = periodWords(period)
  return text(
    `${name.zh}，平台监测${tasks}项任务的${indicators.length}项指标。全市${counts.map(({ words, count }) => `${words.zh}${count}项`).join('、')}。`,
    `In ${name.en} ${indicators.length} indicators of ${tasks} tasks were watched. For the city: ${counts.map(({ words, count }) => `${count} ${words.en}`).join(', ')}.`,
  )
}

interface Changed {
  readonly indicator: Indicator
  /** As counted, and positive when it went the wanted way. */
  readonly change: number
  readonly better: number
}

function changes({ period, city, indicators }: Gathered): Words[] {
  const before = previousWords[period.sort]
  const changed = indicators.flatMap((indicator) => changedOf(indicator, city) ?? [])
  if (changed.length === 0) {
    return [{ zh: `尚无${before.zh}数值可比。`, en: `There are no values of ${before.en} to compare with.` }]
  }
  const count = (is: (change: Changed) => boolean) => changed.filter(is).length
  const [up, down, same] = [count(({ better }) => better > 0), count(({ better }) => better < 0), count(({ better }) => better === 0)]
  return [
    {
      zh: `与${before.zh}相比，可比的${changed.length}项指标中，${up}项向好、${down}项向差、${same}项持平（区间类指标不计）。`,
      en: `Against ${before.en}, of ${changed.length} indicators that can be compared ${up} went better, ${down} worse, ${same} stayed (bands left out).`,
    },
    ...extremes(changed.filter(({ indicator }) => indicator.unit === '%')),
  ]
}

function changedOf(indicator: Indicator, city: readonly ValueWithPast[]): Changed | undefined {
  const value = city.find((each) => each.indicator === indicator.id)
  const change = value ? changeOf(value) : null
  if (change === null || indicator.direction === 'band') return undefined
  return { indicator, change, better: indicator.direction === 'up' ? change : -change }
}

function extremes(changed: readonly Changed[]): Words[] {
  const sorted = changed.toSorted((a, b) => b.better - a.better)
  const [best, worst] = [sorted[0], sorted.at(-1)]
  return [
    ...(best && best.better > 0 ? [extreme('改善最多的是', 'The best change: ', best)] : []),
    ...(worst && worst.better < 0 ? [extreme('下滑最多的是', 'The worst change: ', worst)] : []),
  ]
}

function extreme(zh: string, en: string, { indicator, change }: Changed): Words {
  const unit = changeUnit(indicator.unit)
  return {
    zh: `${zh}${called(indicator).zh}，${changeText(change)}${unit.zh}。`,
    en: `${en}${called(indicator).en}, ${changeText(change)}${unit.en}.`,
  }
}

function devices({ adoption: { city } }: Gathered): Block[] {
  if (!city) return []
  const [installed, online, used, suspects] = [city.installed, city.online, city.used, suspectsOf(city)].map((count) => countText(count))
  return [
    text(
      `设备方面，全市安装${installed}台，本期在线${online}台，有使用记录${used}台；疑似异常${suspects}台次，待核实。`,
      `Devices: ${installed} installed, ${online} online in the period, ${used} used; ${suspects} suspects to be checked.`,
    ),
  ]
}
