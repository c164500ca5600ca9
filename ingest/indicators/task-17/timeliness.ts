import { titleOf } from '../../../register/tasks.ts'
import { eachPart, nothingIn } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const timeliness: Indicator = {
  ...titleOf('17-3'),
  formula: {
    version: 1,
    text: {
      zh: '及时率 = 收到时间与自身时间之差不超过上报周期（不少于5分钟）的有效读数 ÷ 有效读数。',
      en: 'Timeliness = valid readings received within one reporting interval (at least 5 min) of their own time ÷ valid readings.',
    },
    numerator: { label: { zh: '及时读数', en: 'timely readings' }, unit: unitWords.readings },
    denominator: { label: { zh: '有效读数', en: 'valid readings' }, unit: unitWords.readings },
    sources: [{ zh: '北京有先例，无数值', en: 'There is a precedent in Beijing, without a number' }],
    parameters: {},
  },
  granularity: ['C', 'T', 'F'],
  readers: ['commerce'],
  onConsent: [],
  readWith: ['17-2'],
  feed: fedBy(feeds.any),
  count: eachPart(feeds.any, (part) => (part.readings > 0 ? { numerator: part.timely, denominator: part.readings } : nothingIn(part))),
}
