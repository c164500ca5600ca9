import { titleOf } from '../../../register/tasks.ts'
import { leftOut } from '../each-part.ts'
import { facilityDays, type SiteDays } from '../facility-days.ts'
import { fedBy, feeds, kindsOf } from '../feeds.ts'
import type { Contribution, Indicator } from '../indicator.ts'
import { twiceMedian } from '../quantiles.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'

export const lowUse: Indicator = {
  ...titleOf('18-5'),
  formula: {
    version: 1,
    text: {
      zh: '占比 = 每投用日使用次数低于全市同类中位数20%的点位数 ÷ 投用满28天的点位数（20%、28天为参数）。点位：期末在用的一处设施的一类设备；投用日：该类设备有应在册时长的自然日；中位数取全市同类满28天的点位。总有点位相对偏低，不宜设0%的目标。',
      en: 'Share = sites with uses per day in service below 20 % of the city’s median of their kind ÷ sites with at least 28 days in service (both are parameters). A site is one kind of device at a facility in service at the end; a day in service has registered time of that kind; the median is over all sites of the kind with 28 days. Some site is always low: 0 % is no sensible target.',
    },
    numerator: { label: { zh: '低效点位', en: 'low-use sites' }, unit: unitWords.facilities },
    denominator: { label: { zh: '投用满28天的点位', en: 'sites with 28 days in service' }, unit: unitWords.facilities },
    sources: [],
    parameters: {
      share: { value: 20, label: { zh: '相当于中位数的百分比', en: 'per cent of the median' } },
      days: { value: 28, range: [1, 28], label: { zh: '最少投用天数', en: 'least days in service' } },
    },
  },
  granularity: ['C', 'T', 'L', 'F'],
  readers: ['commerce'],
  onConsent: [],
  readWith: ['16-2', '16-5'],
  feed: fedBy(feeds.uses),
  count: sites,
}

function* sites(world: World): Iterable<Contribution> {
  const kinds = kindsOf(world, feeds.uses)
  const [share, leastDays] = [world.parameter('18-5', 'share'), world.parameter('18-5', 'days')]
  const places = new Map(world.register.facilities.map((facility) => [facility.id, facility]))
  const inService = facilityDays(world).sites.filter(({ facility, kind, days }) => kinds.has(kind) && days > 0 && places.has(facility))
  const medians = mediansByKind(inService.filter(({ days }) => days >= leastDays))
  for (const { facility, kind, days, uses } of inService) {
    const { town = '', circles = [] } = places.get(facility) ?? {}
    const place = { facility, kind, town, circles, parts: { uses, days } }
    if (days < leastDays) yield { ...place, ...leftOut('too-few-days') }
    else yield { ...place, numerator: 100 * rateOf({ uses, days }) < share * (medians.get(kind) ?? 0) ? 1 : 0, denominator: 1 }
  }
}

const rateOf = ({ uses, days }: Pick<SiteDays, 'uses' | 'days'>): number => uses / days

function mediansByKind(long: readonly SiteDays[]): ReadonlyMap<string, number> {
  const medians = [...Map.groupBy(long, ({ kind }) => kind)].map(([kind, sitesOfKind]) => {
    const rates = sitesOfKind.map(rateOf).sort((a, b) => a - b)
    return [kind, (twiceMedian(rates) ?? 0) / 2] as const
  })
  return new Map(medians)
}
