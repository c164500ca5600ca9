import { titleOf } from '../../../register/tasks.ts'
import { eachPart, judged, minutes } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const coldChain: Indicator = {
  ...titleOf('16-3'),
  formula: {
    version: 1,
    text: {
      zh: '合规率 = 温度合规时长 ÷（合规时长 + 超限时长），在服务时间内按设备逐分钟计；合规：前10分钟平均温度在限值以内。冷冻：不高于−18 ℃（容差2 ℃），高于−12 ℃另记为严重；冷藏：0至8 ℃；台账可登记各设备的限值。没有限值的设备不计。并列覆盖率（已知÷服务时间）与下限（合规÷服务时间）。',
      en: 'Compliance = time within limits ÷ (time within + outside limits), minute by minute of service time for each device; within: the mean of the last 10 min is. Frozen: at most −18 °C (+2 °C), above −12 °C is also shown as severe; chilled: 0 to 8 °C; the register may have limits of the device. Devices without limits are left out. Coverage (known ÷ service time) and floor (within ÷ service time) stand beside it.',
    },
    numerator: { label: { zh: '温度合规时长', en: 'time within limits' }, unit: unitWords.minutes },
    denominator: { label: { zh: '温度已知时长', en: 'time with a known temperature' }, unit: unitWords.minutes },
    sources: [
      {
        zh: '−18 ℃、容差2 ℃、严重线−12 ℃采自冷链食品标准，标准号由市场监管部门核定',
        en: '−18 °C with 2 °C of tolerance and −12 °C are taken from cold-chain standards; the market regulator confirms which',
      },
    ],
    parameters: {},
  },
  isOfTime: true,
  granularity: ['C', 'T', 'L', 'F'],
  readers: ['market-regulation', 'commerce'],
  onConsent: [],
  suggestion: { zh: '可从98起步', en: '98 to start with' },
  readWith: ['16-2'],
  feed: fedBy(feeds.cold),
  count: eachPart(feeds.cold, (part) => {
    const { coldGood: good, coldBad: bad, coldUnknown: unknown, coldSevere, doorOpen, service } = part
    if (service > 0 && good + bad + unknown === 0) return 'no-limits'
    return judged(part, { good, bad, unknown }, { severe: minutes(coldSevere), doorOpen: minutes(doorOpen) })
  }),
  variants: (contributions) => [
    { id: 'severe', label: { zh: '严重超温时长', en: 'far outside limits' }, unit: 'min', value: total(contributions, 'severe') },
    { id: 'doorOpen', label: { zh: '开门时长', en: 'door open' }, unit: 'min', value: total(contributions, 'doorOpen') },
  ],
}

const total = (contributions: readonly Contribution[], part: string): number =>
  contributions.reduce((sum, { parts }) => sum + (parts?.[part] ?? 0), 0)
