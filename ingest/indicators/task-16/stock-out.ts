import { titleOf } from '../../../register/tasks.ts'
import { eachPart, leftOut, minutes, notRegistered, suspendedMinutes } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const stockOutShare: Indicator = {
  ...titleOf('16-6'),
  formula: {
    version: 1,
    text: {
      zh: '缺货占比 = 缺货货道·分钟 ÷ 货道·分钟，按服务时间内库存已知的分钟计。覆盖率 = 库存已知时长 ÷ 服务时间。',
      en: 'Stock-out share = empty lane-minutes ÷ lane-minutes, over minutes of service time in which the stock is known. Coverage = time with known stock ÷ service time.',
    },
    numerator: { label: { zh: '缺货货道·分钟', en: 'empty lane-minutes' }, unit: unitWords.laneMinutes },
    denominator: { label: { zh: '货道·分钟', en: 'lane-minutes' }, unit: unitWords.laneMinutes },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'L', 'F'],
  readers: ['commerce'],
  onConsent: [],
  suggestion: { zh: '可从5起步', en: '5 to start with' },
  readWith: ['18-2'],
  feed: fedBy(feeds.lanes),
  count: eachPart(feeds.lanes, (part) => {
    if (part.service === 0) return notRegistered(part) ?? 'no-service-hours'
    const judged = { known: minutes(part.stockKnown), asked: minutes(part.service) }
    if (part.laneMinutes === 0) return { ...leftOut('state-unknown'), ...judged }
    return { numerator: part.emptyLaneMinutes, denominator: part.laneMinutes, ...judged, excludedMinutes: suspendedMinutes(part) }
  }),
}
