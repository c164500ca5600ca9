import { titleOf } from '../../../register/tasks.ts'
import { eachPart, nothingIn } from '../each-part.ts'
import { ratio } from '../evaluate.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator, Outcome } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const stockAccuracy: Indicator = {
  ...titleOf('18-3'),
  formula: {
    version: 1,
    text: {
      zh: '一致率 = max(0，账面数合计 − |实盘 − 账面| 合计) ÷ 账面数合计，按期内盘点事件计；账面 = 期初 + 补货 − 销售，由设备报送。',
      en: 'Accuracy = max(0, Σ book − Σ |counted − book|) ÷ Σ book, over stock counts in the period; book = opening + restocked − sold, as the device says.',
    },
    numerator: { label: { zh: '账实一致件数', en: 'items as booked' }, unit: unitWords.items },
    denominator: { label: { zh: '账面件数', en: 'items booked' }, unit: unitWords.items },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'F'],
  readers: ['commerce'],
  onConsent: [],
  readWith: ['18-1'],
  feed: fedBy(feeds.stockCounts),
  count: eachPart(feeds.stockCounts, (part) => {
    const { countBook, countDifference } = part
    if (countBook === 0 && countDifference === 0) return nothingIn(part)
    return { numerator: Math.max(0, countBook - countDifference), denominator: countBook, parts: { difference: countDifference } }
  }),
  fold: notBelowZero,
}

/** The sums of the scope are what must not fall below zero, not each device for itself. */
function notBelowZero(contributions: readonly Contribution[]): Pick<Outcome, 'value' | 'numerator' | 'denominator' | 'variants'> {
  const book = contributions.reduce((sum, { denominator }) => sum + denominator, 0)
  const difference = contributions.reduce((sum, { parts }) => sum + (parts?.difference ?? 0), 0)
  return { ...ratio(Math.max(0, book - difference), book), variants: [] }
}
