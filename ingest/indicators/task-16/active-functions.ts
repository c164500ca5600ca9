import { titleOf } from '../../../register/tasks.ts'
import { missing } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const activeFunctions: Indicator = {
  ...titleOf('16-8'),
  formula: {
    version: 1,
    text: {
      zh: '活跃率 = 至少m项登记功能在期内各有至少一笔交易的一店多能门店数 ÷ 登记的一店多能门店数（m为参数，3）。',
      en: 'Active = stores of which at least m registered functions had a transaction each ÷ registered stores with several functions (m is a parameter, 3).',
    },
    numerator: { label: { zh: '活跃门店', en: 'active stores' }, unit: unitWords.facilities },
    denominator: { label: { zh: '登记门店', en: 'registered stores' }, unit: unitWords.facilities },
    sources: [],
    parameters: { functions: { value: 3, range: [1, 20], label: { zh: '功能项数 m', en: 'number of functions, m' } } },
  },
  granularity: ['C', 'T', 'L'],
  readers: ['commerce'],
  onConsent: [],
  readWith: ['16-1'],
  feed: missing('一店多能门店按功能区分的交易', 'transactions of stores with several functions, by function'),
}
