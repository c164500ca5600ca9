import type { Words } from '../../../facilities/define.ts'
import type { Indicator } from '../../indicators/indicator.ts'
import type { ValueWithPast } from '../../indicators/indicators.ts'
import { changeText, changeUnit, none, unitAfter, valueText } from '../../indicators/number-texts.ts'
import type { Gathered } from '../gathered.ts'
import { called, listed, taskName } from '../naming.ts'
import type { Block } from '../report-data.ts'
import { signAndWord } from '../status-signs.ts'
import { changeOf, cityTable, lineText, onYearOf } from '../tables/city.ts'
import { cityProof } from '../tables/proof.ts'
import { tasksTable } from '../tables/tasks.ts'
import { heading, numeral, paragraph, shown } from './prose.ts'

/** 二、指标完成情况: task by task, then the tables. */
export function completion(gathered: Gathered): Block[] {
  const tasks = [...new Set(gathered.indicators.map(({ task }) => task))]
  return [
    shown(tasksTable(gathered)),
    ...tasks.flatMap((task, index) => taskBlocks(gathered, task, index)),
    shown(cityTable(gathered)),
    shown(cityProof(gathered)),
  ]
}

function taskBlocks(gathered: Gathered, no: number, index: number): Block[] {
  const { names, indicators, city } = gathered
  const ofTask = indicators.filter(({ task }) => task === no)
  const known = ofTask.flatMap((indicator) => {
    const value = city.find((each) => each.indicator === indicator.id)
    return value && value.value !== null ? [sentence(indicator, value)] : []
  })
  const silent = ofTask.filter(({ id }) => city.find((value) => value.indicator === id)?.value == null)
  const name = taskName(names, no)
  return [
    heading(`（${numeral(index)}）任务${no}：${name.zh}`, `Task ${no}: ${name.en}`),
    ...paragraph([...known, ...(silent.length === 0 ? [] : [withoutValue(silent)])]),
  ]
}

const withoutValue = (silent: readonly Indicator[]): Words => {
  const names = listed(silent.map(called))
  return { zh: `${names.zh}不适用，原因见数据说明。`, en: `Not applicable: ${names.en}; the data note says why.` }
}

function sentence(indicator: Indicator, value: ValueWithPast): Words {
  const unit = unitAfter(indicator.unit)
  const name = called(indicator)
  const status = value.status === 'no-target' ? { zh: '', en: '' } : bracketed(signAndWord(value))
  const details = [line(indicator, value), change(indicator, value), coverage(value)].filter((each) => each !== undefined)
  return {
    zh: `${name.zh}为${valueText(value.value)}${unit.zh}${status.zh}${details.map(({ zh }) => `，${zh}`).join('')}。`,
    en: `${name.en}: ${valueText(value.value)}${unit.en}${status.en}${details.map(({ en }) => `, ${en}`).join('')}.`,
  }
}

/** That there is no target is said of the target. */
const bracketed = ({ zh, en }: Words): Words => ({ zh: `（${zh}）`, en: ` (${en})` })

function line({ unit }: Indicator, { target, gap }: ValueWithPast): Words | undefined {
  if (!target) return { zh: '达标线待核定', en: 'no target set yet' }
  const after = unitAfter(unit)
  const words = { zh: `达标线${lineText(target)}${after.zh}`, en: `target ${lineText(target)}${after.en}` }
  if (gap === null) return words
  const of = changeUnit(unit)
  return { zh: `${words.zh}、差距${changeText(gap)}${of.zh}`, en: `${words.en}, gap ${changeText(gap)}${of.en}` }
}

/** Where there is nothing to compare with at all the table says so. */
function change({ unit }: Indicator, value: ValueWithPast): Words | undefined {
  const after = changeUnit(unit)
  if (changeOf(value) === null && onYearOf(value) === null) return undefined
  const told = (change: number | null) =>
    change === null ? { zh: none, en: none } : { zh: changeText(change) + after.zh, en: changeText(change) + after.en }
  const [onPeriod, onYear] = [told(changeOf(value)), told(onYearOf(value))]
  return {
    zh: `环比${onPeriod.zh}、同比${onYear.zh}`,
    en: `against the period before ${onPeriod.en}, against the year before ${onYear.en}`,
  }
}

const coverage = ({ coverage: share }: ValueWithPast): Words | undefined =>
  share === null ? undefined : { zh: `覆盖率${valueText(share * 100)}%`, en: `coverage ${valueText(share * 100)} %` }
