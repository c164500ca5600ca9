import { titleOf } from '../../../register/tasks.ts'
import { dayMs } from '../day.ts'
import { leftOut } from '../each-part.ts'
import { ratio } from '../evaluate.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Contribution, Indicator, Outcome } from '../indicator.ts'
import { slicesOfLastDay } from '../last-day.ts'
import { unitWords } from '../unit-words.ts'
import type { World } from '../world.ts'

export const connectionRate: Indicator = {
  ...titleOf('17-1'),
  formula: {
    version: 1,
    text: {
      zh: '接入率 = 期内最后24小时收到过有效报文的设施数 ÷ 期末在用设施数。没有设备的设施计为未接入；24小时内全程批准停用的不计。按类型统计时只看该类设备。',
      en: 'Connection rate = facilities from which a message was accepted in the last 24 h of the period ÷ facilities in service at its end. One without devices counts as not connected; one suspended for all of the 24 h is left out. Within a kind only its devices are looked at.',
    },
    numerator: { label: { zh: '已接入设施', en: 'facilities heard' }, unit: unitWords.facilities },
    denominator: { label: { zh: '在用设施', en: 'facilities in service' }, unit: unitWords.facilities },
    sources: [],
    parameters: {},
  },
  granularity: ['C', 'T', 'L', 'F'],
  readers: ['commerce', 'housing'],
  onConsent: [],
  suggestion: { zh: '可从100起步', en: '100 to start with' },
  readWith: ['17-4'],
  feed: fedBy(feeds.any),
  count: facilityKinds,
  fold: facilitiesOnce,
}

/** One for each kind of a facility, or one without a kind where it has no devices. */
function* facilityKinds(world: World): Iterable<Contribution> {
  const heard = new Set<string>()
  for (const { part, facts } of slicesOfLastDay(world, new Set(world.kinds.map(({ kind }) => kind)))) {
    if (facts.heard > 0) heard.add(`${part.facility} ${part.kind}`)
  }
  const devices = Map.groupBy(world.register.devices, ({ facility }) => facility)
  for (const { id, town, circles } of world.register.facilities) {
    const isSuspended = world.register.suspendedThroughout(id, world.until - dayMs, world.until)
    const kinds = new Set(devices.get(id)?.map(({ kind }) => kind))
    const place = { facility: id, town, circles }
    if (kinds.size === 0) yield { ...place, ...(isSuspended ? leftOut('suspended') : { numerator: 0, denominator: 1 }) }
    for (const kind of kinds) {
      const counted = isSuspended ? leftOut('suspended') : { numerator: heard.has(`${id} ${kind}`) ? 1 : 0, denominator: 1 }
      yield { ...place, kind, ...counted }
    }
  }
}

/** A facility with several kinds is one, and connected when any of them is. */
function facilitiesOnce(contributions: readonly Contribution[]): Pick<Outcome, 'value' | 'numerator' | 'denominator' | 'variants'> {
  const facilities = (of: (one: Contribution) => number) =>
    new Set(contributions.filter((one) => of(one) > 0).map(({ facility }) => facility)).size
  return {
    ...ratio(
      facilities(({ numerator }) => numerator),
      facilities(({ denominator }) => denominator),
    ),
    variants: [],
  }
}
