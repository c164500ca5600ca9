import { titleOf } from '../../../register/tasks.ts'
import { eachPart, nothingIn } from '../each-part.ts'
import { ratio } from '../evaluate.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const traceableSales: Indicator = {
  ...titleOf('18-1'),
  formula: {
    version: 1,
    text: {
      zh: '占比 = 带追溯码的销售行数 ÷ 销售行数；没有明细行的销售计一行，退货不计行。另按金额计：带追溯码的金额 ÷ 销售金额，退货以负数计入。',
      en: 'Share = sale lines with a trace code ÷ sale lines; a sale without lines is one line, a refund none. By amount as well: traced amount ÷ amount of sales, refunds with their sign.',
    },
    numerator: { label: { zh: '可追溯销售行', en: 'traceable sale lines' }, unit: unitWords.lines },
    denominator: { label: { zh: '销售行', en: 'sale lines' }, unit: unitWords.lines },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'L', 'F'],
  readers: ['commerce'],
  onConsent: ['market-regulation'],
  readWith: ['18-3'],
  feed: fedBy(feeds.sales),
  count: eachPart(feeds.sales, (part) => {
    const { saleLines, tracedLines, saleFen, tracedFen } = part
    if (saleLines === 0 && saleFen === 0) return nothingIn(part)
    return { numerator: tracedLines, denominator: saleLines, parts: { saleFen, tracedFen } }
  }),
  variants: (contributions) => [byAmount(contributions)],
}

function byAmount(contributions: readonly Contribution[]) {
  const sum = (name: string) => contributions.reduce((total, { parts }) => total + (parts?.[name] ?? 0), 0)
  const { value, numerator, denominator } = ratio(sum('tracedFen'), sum('saleFen'))
  const label = { zh: '按金额（分）', en: 'by amount (fen)' }
  return { id: 'amount', label, unit: '%' as const, value, numerator: numerator ?? 0, denominator }
}
