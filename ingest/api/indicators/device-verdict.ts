/** "Why is this device not counted": one sentence for whatever the case is. */
import type { Words } from '../../../facilities/define.ts'
import type { Device } from '../../../register/devices.ts'
import type { Facility } from '../../../register/facilities.ts'
import { wordsOfExclusion } from '../../indicators/exclusions.ts'
import type { Contribution, Indicator } from '../../indicators/indicator.ts'
import { formatScope } from '../../indicators/scope.ts'
import type { ApiParts } from '../parts.ts'
import type { Asked } from './asked.ts'

export const verdictCodes = [
  'counted',
  'left-out',
  'counted-through',
  'not-registered',
  'not-yet-in-service',
  'retired-before',
  'other-kind',
  'elsewhere',
  'nothing-counted',
  'not-applicable',
] as const

export interface Verdict {
  readonly code: (typeof verdictCodes)[number]
  readonly text: Words
}

export interface Question {
  readonly indicator: Indicator
  readonly asked: Asked
  readonly device: string
  /** What it gives within the scope. */
  readonly contributions: readonly Contribution[]
}

/** From what was counted to what is in nobody's list; the first that holds is the answer. */
export async function verdictOn(parts: ApiParts, question: Question): Promise<Verdict> {
  const { indicator, contributions, device: id } = question
  const counted = contributions.find(({ excluded }) => excluded === undefined)
  if (counted) return isCounted(indicator, id, contributions)
  const excluded = contributions.find((each) => each.excluded !== undefined)?.excluded
  if (excluded !== undefined) return leftOut(indicator, id, wordsOfExclusion(excluded))
  const device = parts.register.device(id)
  if (!device) return notRegistered(id)
  return (
    ((await wasInService(parts, question)) ? undefined : outOfTime(parts, device, question)) ??
    (await elsewhere(parts, question)) ??
    (await countedThrough(parts, device, question)) ??
    (await ofOtherKind(parts, device, question)) ??
    nothingCounted(indicator, id, question.asked.period.id)
  )
}

function isCounted(indicator: Indicator, id: string, contributions: readonly Contribution[]): Verdict {
  const sum = (of: 'numerator' | 'denominator') => contributions.reduce((total, each) => total + each[of], 0)
  const { numerator, denominator } = indicator.formula
  return {
    code: 'counted',
    text: {
      zh: `${id} 已计入 ${indicator.id}：${numerator.label.zh} ${sum('numerator')} ${numerator.unit.zh}，${denominator.label.zh} ${sum('denominator')} ${denominator.unit.zh}。`,
      en: `${id} is counted in ${indicator.id}: ${numerator.label.en} ${sum('numerator')} ${numerator.unit.en}, ${denominator.label.en} ${sum('denominator')} ${denominator.unit.en}.`,
    },
  }
}

const leftOut = (indicator: Indicator, id: string, reason: Words): Verdict => ({
  code: 'left-out',
  text: { zh: `${id} 未计入 ${indicator.id}：${reason.zh}。`, en: `${id} is left out of ${indicator.id}: ${reason.en}.` },
})

const notRegistered = (id: string): Verdict => ({
  code: 'not-registered',
  text: {
    zh: `台账中没有设备 ${id}，未登记的设备不计入指标。请先由工程人员登记（kz device add）。`,
    en: `There is no device ${id} in the register, and what is not registered is not counted. An engineer registers it (kz device add).`,
  },
})

/** Its facts say so, whatever the date of its registration: one that spoke before it was registered is in service since then. */
async function wasInService({ indicators }: ApiParts, { device, asked: { period } }: Question): Promise<boolean> {
  const { items } = await indicators.facts({ device, from: period.from, to: period.to, limit: mostHoursLookedAt })
  return items.some(({ facts }) => Number(facts.registered) > 0)
}

/** A month and more. */
const mostHoursLookedAt = 1_000

function outOfTime({ register, settings: { timezone } }: ApiParts, device: Device, { indicator, asked }: Question): Verdict | undefined {
  const dayOf = dayIn(timezone)
  const begin = device.commissionedAt ?? register.facility(device.facility)?.commissionedAt ?? device.createdAt
  const { id } = device
  const { id: period, from, to } = asked.period
  if (begin >= to)
    return {
      code: 'not-yet-in-service',
      text: {
        zh: `${id} 于 ${dayOf(begin)} 投用，晚于时段 ${period}，不计入 ${indicator.id}。若实际更早，请在台账中更正投用日期。`,
        en: `${id} has been in service since ${dayOf(begin)}, which is after ${period}, so it is not counted in ${indicator.id}. If it began earlier, correct its commissioning date in the register.`,
      },
    }
  if (device.retiredAt === undefined || device.retiredAt > from) return undefined
  return {
    code: 'retired-before',
    text: {
      zh: `${id} 已于 ${dayOf(device.retiredAt)} 停用，早于时段 ${period}，不计入 ${indicator.id}。`,
      en: `${id} was retired on ${dayOf(device.retiredAt)}, before ${period}, so it is not counted in ${indicator.id}.`,
    },
  }
}

/** It counts, but not in the scope asked for. */
async function elsewhere({ indicators }: ApiParts, { indicator, asked, device }: Question): Promise<Verdict | undefined> {
  if (asked.scopeId === 'city') return undefined
  const { items } = await indicators.evidence(indicator.id, { period: asked.period.id, scope: 'city', device, limit: 50 })
  const [first] = items
  if (!first) return undefined
  const place = formatScope({ town: first.town })
  return {
    code: 'elsewhere',
    text: {
      zh: `${device} 在本时段属于 ${place}（设施 ${first.facility ?? '—'}），不在范围 ${asked.scopeId} 内。请用 scope=${place} 查询。`,
      en: `${device} belonged to ${place} in this period (facility ${first.facility ?? '–'}), not to ${asked.scopeId}. Ask with scope=${place}.`,
    },
  }
}

/** Some indicators count facilities, circles or communities: then the device speaks through the one it stands in. */
async function countedThrough(
  { indicators, register }: ApiParts,
  device: Device,
  { indicator, asked }: Question,
): Promise<Verdict | undefined> {
  const facility = register.facility(device.facility)
  if (!facility) return undefined
  const query = { period: asked.period.id, limit: 200 }
  const ofFacility = await indicators.evidence(indicator.id, { ...query, scope: `facility:${facility.id}` })
  const ofTown = await indicators.evidence(indicator.id, { ...query, scope: `town:${facility.town}` })
  const through = [...ofFacility.items, ...ofTown.items].find((each) => each.device === undefined && speaksFor(each, facility))
  if (!through) return undefined
  const [thing, state] = [nameOf(through), through.excluded === undefined ? undefined : wordsOfExclusion(through.excluded)]
  return {
    code: 'counted-through',
    text: {
      zh: `${indicator.id} 不按设备计数：${device.id} 通过${thing.zh}计算，${state ? `该项未计入：${state.zh}` : `分子 ${through.numerator}，分母 ${through.denominator}`}。`,
      en: `${indicator.id} does not count devices: ${device.id} speaks through ${thing.en}, ${state ? `which is left out: ${state.en}` : `with numerator ${through.numerator} and denominator ${through.denominator}`}.`,
    },
  }
}

const speaksFor = ({ facility, counted, community }: Contribution, its: Facility): boolean =>
  facility === its.id ||
  (counted !== undefined && its.circles.includes(counted)) ||
  (community !== undefined && community === its.community)

function nameOf({ facility, counted, community }: Contribution): Words {
  if (facility !== undefined) return { zh: `设施 ${facility} `, en: `its facility ${facility}` }
  if (counted !== undefined) return { zh: `生活圈 ${counted} `, en: `its circle ${counted}` }
  return { zh: `社区 ${community ?? ''} `, en: `its community ${community ?? ''}` }
}

async function ofOtherKind({ indicators, catalogue }: ApiParts, device: Device, { indicator, asked }: Question) {
  const label = catalogue.get(device.kind)?.label ?? { zh: device.kind, en: device.kind }
  const kinds = await indicators.parts(indicator.id, { period: asked.period.id, scope: 'city', by: 'kind', limit: 200 })
  if (indicator.count && kinds.items.some(({ scope }) => scope === `kind:${device.kind}`)) return undefined
  const { label: feed } = indicator.feed
  return {
    code: indicator.count ? ('other-kind' as const) : ('not-applicable' as const),
    text: {
      zh: `${device.id} 的类型是${label.zh}（${device.kind}），${indicator.id} 不计这类设备，数据来自：${feed.zh}。`,
      en: `${device.id} is of kind ${device.kind} (${label.en}), which ${indicator.id} does not count: it is counted from ${feed.en}.`,
    },
  }
}

const nothingCounted = (indicator: Indicator, id: string, period: string): Verdict => ({
  code: 'nothing-counted',
  text: {
    zh: `${id} 在 ${period} 没有可计入 ${indicator.id} 的内容（${indicator.formula.denominator.label.zh}为 0）。逐小时事实见 hours。`,
    en: `${id} has nothing in ${period} that ${indicator.id} counts (${indicator.formula.denominator.label.en} is 0). Its facts are in hours.`,
  },
})

const dayIn = (timeZone: string) => (ms: number) => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(ms)
