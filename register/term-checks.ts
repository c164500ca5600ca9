// What the terms of facilities and devices must look like.
import type { FacilityKind, Words } from '../facilities/define.ts'
import { didYouMean, short } from '../facilities/did-you-mean.ts'

/** Local time of KZ_TIMEZONE. `from` and `to` as '07:00', `to` later than `from`, up to '24:00'; `days`: 1 Monday … 7 Sunday. */
export interface ServiceHours {
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

/** °C. */
export type ColdLimits =
  | 'frozen'
  | 'chilled'
  | { readonly low?: number | undefined; readonly high?: number | undefined; readonly severe?: number | undefined }

const mostHours = 50
const fromPattern = /^([01]\d|2[0-3]):[0-5]\d$/
const toPattern = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/

const wrongHours: Words = {
  zh: `营业时间应为最多 ${mostHours} 段的列表，每段形如 {"days": [1, 2, 3, 4, 5], "from": "07:00", "to": "22:00"}：days 为 1（周一）至 7（周日），to 晚于 from，可用 24:00。跨夜的请分成两段。`,
  en: `Service hours are a list of at most ${mostHours} parts like {"days": [1, 2, 3, 4, 5], "from": "07:00", "to": "22:00"}: days from 1 (Monday) to 7, to later than from, 24:00 allowed. Give hours across midnight as two parts.`,
}

export function serviceHours(value: unknown): Words | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > mostHours) return wrongHours
  return value.every(isPart) ? undefined : wrongHours
}

function isPart(part: unknown): boolean {
  if (!isRecord(part) || !hasOnly(part, ['days', 'from', 'to'])) return false
  const { days, from, to } = part
  if (!Array.isArray(days) || days.length === 0 || new Set(days).size !== days.length) return false
  if (!days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) return false
  return typeof from === 'string' && fromPattern.test(from) && typeof to === 'string' && toPattern.test(to) && to > from
}

const wrongLimits: Words = {
  zh: '温度限值应为 "frozen"（冷冻）、"chilled"（冷藏），或含 low、high（至少一个）和可选 severe 的对象，单位 °C，取值 -100 至 100，且 low ≤ high ≤ severe。',
  en: 'Limits are "frozen", "chilled", or an object with low and high (at least one of them) and where wanted severe, in °C from -100 to 100, with low ≤ high ≤ severe.',
}

export function coldLimits(value: unknown): Words | undefined {
  if (value === 'frozen' || value === 'chilled') return undefined
  if (!isRecord(value) || !hasOnly(value, ['low', 'high', 'severe'])) return wrongLimits
  const given = [value.low, value.high, value.severe].filter((limit) => limit !== undefined)
  const areNumbers = given.every((limit) => typeof limit === 'number' && limit >= -100 && limit <= 100)
  const isOrdered = given.every((limit, index) => index === 0 || (given[index - 1] as number) <= (limit as number))
  return areNumbers && isOrdered && (value.low !== undefined || value.high !== undefined) ? undefined : wrongLimits
}

/** Limits are for kinds that keep something cold. */
export function limitsOfKind(kind: FacilityKind | undefined, limits: unknown): Words | undefined {
  if (limits === undefined || limits === null || !kind || kind.roles?.cold) return undefined
  return {
    zh: `${kind.label.zh}没有要评判的温度。请不要填写 limits，或在类型文件的 roles.cold 中指明温度字段。`,
    en: `${kind.label.en} has no temperature to be judged. Leave limits out, or name the field of it in roles.cold of the kind file.`,
  }
}

/** Channels are fields of the kind, of which each is expected at every interval. */
export function channelsOfKind(kind: FacilityKind | undefined, channels: unknown): Words | undefined {
  if (!kind || !Array.isArray(channels)) return undefined
  const fields = Object.keys(kind.telemetry)
  const unknown = channels.find((name) => typeof name === 'string' && !fields.includes(name)) as string | undefined
  if (unknown === undefined) return undefined
  const guess = didYouMean(
    unknown,
    fields.map((id) => ({ id })),
  )
  return {
    zh: `${kind.label.zh}没有字段 ${short(unknown)}。${guess ? `您是不是要填 ${guess}？` : `可用字段：${fields.join('、')}。`}`,
    en: `${kind.label.en} has no field ${short(unknown)}. ${guess ? `Did you mean ${guess}?` : `The fields are ${fields.join(', ')}.`}`,
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const hasOnly = (record: object, names: readonly string[]): boolean => Object.keys(record).every((name) => names.includes(name))
