import { titleOf } from '../../../register/tasks.ts'
import { leftOut } from '../each-part.ts'
import { percent } from '../evaluate.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator, Outcome } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'
import { type ComparedSite, comparedSites } from './compared-hours.ts'

const mWhAkWh = 1_000_000

export const energyReconciliation: Indicator = {
  ...titleOf('12-5'),
  formula: {
    version: 1,
    text: {
      zh: '偏差率 = |端口电量合计 − 电能表电量合计| ÷ 电能表电量合计；只计该设施全部端口和电能表都完整的整小时：应报的全部实报、整小时在册、时钟误差不超过3分钟且没有被更正的时间。范围内先合计再取绝对值。',
      en: 'Deviation = |energy of the ports − energy of the meters| ÷ energy of the meters, over whole hours in which every port and meter of the facility is complete: all expected slots filled, registered throughout, clock error at most 3 min and no corrected times. Sums over the scope first, then the absolute value.',
    },
    numerator: { label: { zh: '电量偏差', en: 'difference of energy' }, unit: unitWords.kwh },
    denominator: { label: { zh: '电能表电量', en: 'energy of the meters' }, unit: unitWords.kwh },
    sources: [{ zh: 'JJG 1148-2022：时钟误差限值', en: 'JJG 1148-2022: limit of the clock error' }],
    parameters: { clockMinutes: { value: 3, range: [1, 60], label: { zh: '时钟误差限值，分钟', en: 'limit of the clock error, min' } } },
  },
  granularity: ['C', 'T', 'F'],
  readers: ['market-regulation', 'power'],
  onConsent: [],
  readWith: ['17-2'],
  feed: fedBy(feeds.delivering, feeds.metering),
  count: sites,
  fold: absoluteOfSums,
}

function* sites(world: World): Iterable<Contribution> {
  for (const site of comparedSites(world, world.parameter('12-5', 'clockMinutes'))) yield contributionOf(site)
}

function contributionOf({ facility, town, circles, kinds, ports, meters, hours, left }: ComparedSite): Contribution {
  const [only] = kinds
  const place = { facility, town, circles, ...(kinds.size === 1 && only !== undefined && { kind: only }) }
  if (hours === 0) return { ...place, ...leftOut(left === 0 ? 'no-meter' : 'hours-incomplete') }
  return {
    ...place,
    numerator: Math.abs(ports - meters) / mWhAkWh,
    denominator: meters / mWhAkWh,
    parts: { ports, meters, hours },
    excludedMinutes: { 'hours-incomplete': left * 60 },
  }
}

function absoluteOfSums(contributions: readonly Contribution[]): Pick<Outcome, 'value' | 'numerator' | 'denominator' | 'variants'> {
  const sum = (name: string) => contributions.reduce((total, { parts }) => total + (parts?.[name] ?? 0), 0)
  const meters = sum('meters')
  const difference = Math.abs(sum('ports') - meters)
  return {
    value: meters > 0 ? percent(difference, meters) : null,
    numerator: difference / mWhAkWh,
    denominator: meters / mWhAkWh,
    variants: [{ id: 'hours', label: { zh: '对账小时数', en: 'hours compared' }, unit: 'count', value: sum('hours') }],
  }
}
