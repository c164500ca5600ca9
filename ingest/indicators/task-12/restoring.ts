import { titleOf } from '../../../register/tasks.ts'
import { leftOut, placeOf } from '../each-part.ts'
import { fedBy, feeds, kindsOf } from '../feeds.ts'
import type { Contribution, Indicator, Outcome } from '../indicator.ts'
import { nearestRank, twiceMedian } from '../quantiles.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'
import { outagesOf } from './outages.ts'

export const timeToRestore: Indicator = {
  ...titleOf('12-3'),
  formula: {
    version: 1,
    text: {
      zh: '期内结束的中断时长的中位数（小时）；并列第90百分位（最近秩）和期末未恢复的中断及其已历时长。一次中断自正常之后的第一个不可用分钟起，至下一个可用分钟止；其间未知或不在册不终止、不扣减，批准停用的分钟扣减；涉及核准不计中断的不计。',
      en: 'Median length in hours of the outages that ended in the period; beside it P90 (nearest rank) and outages still open with their age. An outage goes from the first minute out of order after one in order to the next in order; unknown or unregistered minutes neither end nor shorten it, suspended ones are taken off; outages that touch an excluded one are left out.',
    },
    numerator: { label: { zh: '—', en: '–' }, unit: unitWords.none },
    denominator: { label: { zh: '期内结束的中断', en: 'outages that ended' }, unit: unitWords.episodes },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'F'],
  readers: ['commerce', 'power'],
  onConsent: [],
  suggestion: { zh: '可从24起步', en: '24 to start with' },
  readWith: ['12-1'],
  feed: fedBy(feeds.ports),
  count: episodes,
  fold: medianAndTail,
}

function* episodes(world: World): Iterable<Contribution> {
  for (const { part, start, end, minutes, suspended } of outagesOf(world, kindsOf(world, feeds.ports))) {
    const place = placeOf(part)
    const parts = { start, minutes, ...(end === undefined ? { open: 1 } : { end }) }
    if (world.excludedOutage(part.device, start, end ?? world.until)) yield { ...place, ...leftOut('excluded-outage'), parts }
    else if (end === undefined) yield { ...place, numerator: 0, denominator: 0, parts }
    else yield { ...place, numerator: 0, denominator: 1, parts, excludedMinutes: { suspended } }
  }
}

function medianAndTail(contributions: readonly Contribution[]): Pick<Outcome, 'value' | 'numerator' | 'denominator' | 'variants'> {
  const counted = contributions.filter(({ excluded }) => excluded === undefined)
  const [ended, open] = [lengths(counted.filter(({ denominator }) => denominator > 0)), lengths(counted.filter(({ parts }) => parts?.open))]
  const hours = (minutes: number | undefined, per = 60): number | null => (minutes === undefined ? null : minutes / per)
  return {
    value: hours(twiceMedian(ended), 120),
    numerator: null,
    denominator: ended.length,
    variants: [
      { id: 'p90', label: { zh: '第90百分位', en: 'P90' }, unit: 'h', value: hours(nearestRank(ended, 90)), denominator: ended.length },
      { id: 'open', label: { zh: '期末未恢复', en: 'still open' }, unit: 'count', value: open.length },
      { id: 'oldestOpen', label: { zh: '最久未恢复已历时长', en: 'age of the oldest still open' }, unit: 'h', value: hours(open.at(-1)) },
    ],
  }
}

const lengths = (contributions: readonly Contribution[]): readonly number[] =>
  contributions.map(({ parts }) => parts?.minutes ?? 0).sort((a, b) => a - b)
