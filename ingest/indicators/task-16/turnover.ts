import { titleOf } from '../../../register/tasks.ts'
import { eachPart, minutes, notRegistered, suspendedMinutes } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

const minutesADay = 1_440

export const lockerTurnover: Indicator = {
  ...titleOf('16-5'),
  formula: {
    version: 1,
    text: {
      zh: '周转率 = 取件次数 ÷ 可用格口·天。可用格口·天 =（格口·分钟 − 故障格口·分钟）÷ 1440，按应在册且格口数已知的分钟计。',
      en: 'Turnover = pick-ups ÷ serviceable compartment-days. Compartment-days = (compartment-minutes − faulty compartment-minutes) ÷ 1440, over registered minutes in which the numbers are known.',
    },
    numerator: { label: { zh: '取件次数', en: 'pick-ups' }, unit: unitWords.parcels },
    denominator: { label: { zh: '可用格口·天', en: 'serviceable compartment-days' }, unit: unitWords.compartmentDays },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'L'],
  readers: ['post', 'commerce'],
  onConsent: [],
  readWith: ['16-4', '18-4'],
  feed: fedBy(feeds.turnover),
  count: eachPart(feeds.turnover, (part) => {
    const compartmentMinutes = part.compartmentMinutes - part.faultyMinutes
    if (compartmentMinutes <= 0) return notRegistered(part) ?? 'state-unknown'
    return {
      numerator: part.uses,
      denominator: compartmentMinutes / minutesADay,
      parts: { compartmentMinutes, known: minutes(part.compartmentsKnown) },
      excludedMinutes: suspendedMinutes(part),
    }
  }),
  fold: (contributions) => {
    const sum = (of: (one: Contribution) => number | undefined) => contributions.reduce((total, one) => total + (of(one) ?? 0), 0)
    const pickups = sum(({ numerator }) => numerator)
    const compartmentMinutes = sum(({ parts }) => parts?.compartmentMinutes)
    return {
      value: compartmentMinutes > 0 ? (pickups * minutesADay) / compartmentMinutes : null,
      numerator: pickups,
      denominator: compartmentMinutes / minutesADay,
      variants: [],
    }
  },
}
