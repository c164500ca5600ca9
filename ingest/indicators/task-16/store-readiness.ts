import { titleOf } from '../../../register/tasks.ts'
import { eachPart, judged } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const storeReadiness: Indicator = {
  ...titleOf('16-7'),
  formula: {
    version: 1,
    text: {
      zh: '可营业率 = 可营业时长 ÷（可营业时长 + 不可营业时长），在申报的服务时间内逐分钟计；可营业：门、支付、供电都正常，任何一项不正常即不可营业，否则为未知。并列覆盖率与下限。',
      en: 'Readiness = time ready ÷ (time ready + not ready), minute by minute of the declared service hours; ready: door, payment and power are all in order, not ready as soon as one is not, else unknown. Coverage and floor stand beside it.',
    },
    numerator: { label: { zh: '可营业时长', en: 'time ready to trade' }, unit: unitWords.minutes },
    denominator: { label: { zh: '状态已知的服务时长', en: 'service time with a known state' }, unit: unitWords.minutes },
    sources: [],
    parameters: {},
  },
  isOfTime: true,
  granularity: ['C', 'T', 'L'],
  readers: ['commerce', 'market-regulation', 'urban-management'],
  onConsent: [],
  suggestion: { zh: '可从99起步', en: '99 to start with' },
  readWith: ['16-2'],
  feed: fedBy(feeds.stores),
  count: eachPart(feeds.stores, (part) => judged(part, part)),
}
