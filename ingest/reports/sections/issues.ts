import type { Words } from '../../../facilities/define.ts'
import type { SuspectSort } from '../../indicators/indicators.ts'
import { countText, valueText } from '../../indicators/number-texts.ts'
import type { Gathered } from '../gathered.ts'
import { called, listed } from '../naming.ts'
import type { Block } from '../report-data.ts'
import { suspectsTable, suspectWords } from '../tables/adoption.ts'
import { missedOf, missedTable } from '../tables/problems.ts'
import { heading, paragraph, shown, text } from './prose.ts'

/** 四、存在问题 */
export function issues(gathered: Gathered): Block[] {
  return [
    heading('（一）未达标指标', 'Indicators that missed their line'),
    missed(gathered),
    shown(missedTable(gathered)),
    heading('（二）数据质量', 'Quality of the data'),
    ...paragraph(dataQuality(gathered)),
    heading('（三）疑似异常设备', 'Devices to be checked'),
    suspects(gathered),
    shown(suspectsTable(gathered)),
  ]
}

function missed(gathered: Gathered): Block {
  const all = missedOf(gathered)
  const city = all.filter(({ value }) => value.scope === 'city')
  if (all.length === 0) return text('已设达标线的指标中，没有未达标的。', 'None of the indicators with a target missed it.')
  const names = listed(city.map(({ indicator }) => called(indicator)))
  const towns = countText(all.length - city.length)
  return text(
    `全市未达标指标${countText(city.length)}项${city.length > 0 ? `：${names.zh}` : ''}；各镇（区、街道）未达标${towns}项次。`,
    `Missed for the city: ${countText(city.length)}${city.length > 0 ? ` (${names.en})` : ''}; ${towns} times for a town.`,
  )
}

function dataQuality({ indicators, city }: Gathered): Words[] {
  const thin = indicators.flatMap((indicator) => {
    const value = city.find((each) => each.indicator === indicator.id && each.status === 'no-data')
    return value ? [{ indicator, coverage: valueText(value.coverage === null ? null : value.coverage * 100) }] : []
  })
  if (thin.length === 0) return [{ zh: '没有因覆盖率不足而无法判定的全市指标。', en: 'No indicator of the city has too little data.' }]
  const told = listed(
    thin.map(({ indicator, coverage }) => ({
      zh: `${called(indicator).zh}覆盖率${coverage}%`,
      en: `${called(indicator).en}: ${coverage} %`,
    })),
  )
  return [{ zh: `数据不足（覆盖率低于90%）的全市指标：${told.zh}。`, en: `Too little data (coverage below 90 %): ${told.en}.` }]
}

function suspects({ adoption: { city } }: Gathered): Block {
  const counts = Object.entries(city?.suspects ?? {}).filter(([, count]) => count > 0)
  if (counts.length === 0) return text('本期未发现疑似异常设备。', 'No suspects were found.')
  const told = listed(
    counts.map(([sort, count]) => {
      const { zh, en } = suspectWords[sort as SuspectSort]
      return { zh: `${zh}${countText(count)}台`, en: `${en} ${countText(count)}` }
    }),
  )
  return text(
    `按规则筛出待核实设备：${told.zh}。筛出不等于认定，须现场核实。`,
    `Picked out by rules: ${told.en}. They are to be checked on the spot.`,
  )
}
