import { titleOf } from '../../../register/tasks.ts'
import { eachPart, nothingIn } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const startSuccess: Indicator = {
  ...titleOf('12-4'),
  formula: {
    version: 1,
    text: {
      zh: '成功率 = 成功启动次数 ÷（授权启动次数 − 用户取消次数）。成功：授权后5分钟内送电不少于0.1千瓦时，由端口在启动事件中报送；取消：用户取消且未送电。',
      en: 'Success = starts that delivered ÷ (authorised starts − starts cancelled by the user). Delivered: at least 0.1 kWh within 5 min, as the port says in its start event; cancelled: by the user, with nothing delivered.',
    },
    numerator: { label: { zh: '成功启动次数', en: 'starts that delivered' }, unit: unitWords.starts },
    denominator: {
      label: { zh: '授权启动次数（不含用户取消）', en: 'authorised starts not cancelled by the user' },
      unit: unitWords.starts,
    },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'L'],
  readers: ['commerce', 'market-regulation'],
  onConsent: [],
  suggestion: { zh: '可从95起步', en: '95 to start with' },
  readWith: ['12-1'],
  feed: fedBy(feeds.starts),
  count: eachPart(feeds.starts, (part) => {
    const denominator = part.starts - part.startsCancelled
    return denominator > 0 ? { numerator: part.startsDelivered, denominator } : nothingIn(part)
  }),
}
