import { titleOf } from '../../../register/tasks.ts'
import { eachPart, nothingIn, suspendedMinutes } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const completeness: Indicator = {
  ...titleOf('17-2'),
  formula: {
    version: 1,
    text: {
      zh: '完整率 = 实报次数 ÷ 应报次数。每个上报周期应报一次，按通道计；同一周期内有有效读数即为实报，重复只计一次；质量不良、以收到时间代替自身时间和迟于48小时的读数不计。',
      en: 'Completeness = slots with a valid reading ÷ expected slots. A slot is as long as the reporting interval, one for each channel; repeats count once, and readings of bad quality, with the time of receipt for their own, or later than 48 h do not.',
    },
    numerator: { label: { zh: '实报次数', en: 'slots filled' }, unit: unitWords.slots },
    denominator: { label: { zh: '应报次数', en: 'slots expected' }, unit: unitWords.slots },
    sources: [
      {
        zh: '类比重点用能单位能耗在线监测规则（A30）：90%',
        en: 'By analogy with the rules for key energy users’ online monitoring (A30): 90 %',
      },
    ],
    parameters: {},
  },
  granularity: ['C', 'T', 'F'],
  readers: ['commerce'],
  onConsent: ['power'],
  suggestion: { zh: '可类比90（重点用能单位在线监测）', en: '90 by analogy (key energy users)' },
  readWith: ['16-2', '17-3'],
  feed: fedBy(feeds.any),
  count: eachPart(feeds.any, (part) =>
    part.expected > 0 ? { numerator: part.distinct, denominator: part.expected, excludedMinutes: suspendedMinutes(part) } : nothingIn(part),
  ),
}
