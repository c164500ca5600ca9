import { titleOf } from '../../../register/tasks.ts'
import { eachPart, leftOut, minutes, notRegistered } from '../each-part.ts'
import { ratio } from '../evaluate.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const portAvailability: Indicator = {
  ...titleOf('12-1'),
  formula: {
    version: 1,
    text: {
      zh: '可用率 =（应在册时长 − 中断未知时长 −（中断时长 − 核准不计的中断时长））÷（应在册时长 − 中断未知时长），按端口逐分钟计；应在册时长已扣除批准停用。严格口径把未知视同中断：（应在册时长 − 中断 − 未知 + 核准不计期间的中断和未知）÷ 应在册时长。',
      en: 'Availability = (R − unknown − (outage − excluded outage)) ÷ (R − unknown), minute by minute for each port; R is registered time without approved suspensions. Strict variant, unknown taken as outage: (R − outage − unknown + outage and unknown within an excluded outage) ÷ R.',
    },
    numerator: { label: { zh: '可用时长', en: 'time available' }, unit: unitWords.minutes },
    denominator: { label: { zh: '状态已知的应在册时长', en: 'registered time with a known state' }, unit: unitWords.minutes },
    sources: [
      {
        zh: '参考：美国 23 CFR 680.116（每端口年可用率高于97%，在线方为可用）',
        en: 'For reference: 23 CFR 680.116 (above 97 % for each port and year; a port has to be online to be up)',
      },
      {
        zh: '参考：英国《公共充电点条例2023》（99%，未知不计为不可用）',
        en: 'For reference: UK Public Charge Point Regulations 2023 (99 %; unknown is not counted against the operator)',
      },
    ],
    parameters: {},
  },
  isOfTime: true,
  granularity: ['C', 'T', 'L', 'F'],
  readers: ['commerce', 'power'],
  onConsent: [],
  suggestion: { zh: '可参考97（美国规则）、99（英国规则）', en: '97 (US rule) or 99 (UK rule) for reference' },
  readWith: ['12-3', '16-2'],
  feed: fedBy(feeds.ports),
  count: eachPart(feeds.ports, (part) => {
    const { registered, outage, outageUnknown, outageExcluded, unknownExcluded } = part
    const reason = notRegistered(part)
    if (reason) return reason
    const known = registered - outageUnknown
    const strict = minutes(registered - outage - outageUnknown + outageExcluded + unknownExcluded)
    const judged = { known: minutes(known), asked: minutes(registered), floor: strict }
    if (known === 0) return { ...leftOut('state-unknown'), ...judged }
    return {
      numerator: minutes(known - outage + outageExcluded),
      denominator: minutes(known),
      ...judged,
      excludedMinutes: { suspended: minutes(part.suspended), 'excluded-outage': minutes(outageExcluded + unknownExcluded) },
    }
  }),
  variants: (contributions) => [strictVariant(contributions)],
}

function strictVariant(contributions: readonly Contribution[]) {
  const sum = (of: (one: Contribution) => number | undefined) => contributions.reduce((total, one) => total + (of(one) ?? 0), 0)
  const strict = ratio(
    sum(({ floor }) => floor),
    sum(({ asked }) => asked),
  )
  return {
    id: 'strict',
    label: { zh: '严格口径（未知视同中断）', en: 'strict (unknown counts as outage)' },
    unit: '%' as const,
    value: strict.value,
    numerator: strict.numerator ?? 0,
    denominator: strict.denominator,
  }
}
