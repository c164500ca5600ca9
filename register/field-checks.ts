// What a single field of the register must look like.
import type { Words } from '../facilities/define.ts'
import { short } from '../facilities/did-you-mean.ts'
import { idPattern } from '../facilities/id.ts'
import { adapterNames } from './adapter-names.ts'

/** Undefined: nothing is wrong. */
export type Check = (value: unknown) => Words | undefined

export function id(value: unknown): Words | undefined {
  if (typeof value === 'string' && idPattern.test(value)) return undefined
  const shown = typeof value === 'string' && value !== '' ? short(value) : undefined
  return {
    zh: `${shown ? `编号 ${shown} 不可用` : '缺少编号'}。编号由 1 至 48 个小写字母、数字、“-”或“_”组成，并以字母或数字开头。`,
    en: `${shown ? `${shown} cannot be an id` : 'The id is missing'}. Use 1 to 48 lower-case letters, digits, "-" or "_", a letter or digit first.`,
  }
}

/** The gateway knows these as others than devices: a device of such a name would never be let in as a device. */
const reservedIds = new Map<unknown, Words>([
  ['admin', { zh: '管理员', en: 'the administrator' }],
  ...adapterNames.map((name): [string, Words] => [name, { zh: '适配器', en: 'an adapter' }]),
])

export const isReservedId = (id: string): boolean => reservedIds.has(id)

export function deviceId(value: unknown): Words | undefined {
  const owner = reservedIds.get(value)
  if (!owner) return id(value)
  return {
    zh: `${value} 是${owner.zh}登录用的名称，不能作为设备编号。请换一个编号。`,
    en: `${value} is the name under which ${owner.en} signs in, no device can have it. Choose another id.`,
  }
}

export function adapterName(value: unknown): Words | undefined {
  if (adapterNames.some((name) => name === value)) return undefined
  const shown = typeof value === 'string' && value !== '' ? short(value) : undefined
  return {
    zh: `${shown ? `没有名为 ${shown} 的适配器` : '缺少适配器名称'}。可用的有：${adapterNames.join('、')}。`,
    en: `${shown ? `There is no adapter ${shown}` : 'The name of the adapter is missing'}. There is ${adapterNames.join(', ')}.`,
  }
}

export function text(longest: number): Check {
  return (value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= longest && !/\p{Cc}/u.test(value)
      ? undefined
      : { zh: `必须是 1 至 ${longest} 个字符的单行文字。`, en: `It must be one line of text of 1 to ${longest} characters.` }
}

export function listOf(check: Check, most: number): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) {
      return { zh: `必须是最多 ${most} 项的列表。`, en: `It must be a list of at most ${most} entries.` }
    }
    return value.map(check).find((words) => words !== undefined)
  }
}

export function numberFrom(low: number, high: number): Check {
  return (value) =>
    typeof value === 'number' && value >= low && value <= high
      ? undefined
      : { zh: `必须是 ${low} 至 ${high} 之间的数字。`, en: `It must be a number from ${low} to ${high}.` }
}

export function wholeNumberFrom(low: number, high: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? undefined
      : { zh: `必须是 ${low} 至 ${high} 之间的整数。`, en: `It must be a whole number from ${low} to ${high}.` }
}

export function boolean(value: unknown): Words | undefined {
  return typeof value === 'boolean' ? undefined : { zh: '必须是 true 或 false。', en: 'It must be true or false.' }
}

export function exemptionSort(value: unknown): Words | undefined {
  if (value === 'suspension' || value === 'excluded-outage') return undefined
  return {
    zh: '应为 suspension（批准停用）或 excluded-outage（核准不计的中断）。',
    en: 'It must be suspension (out of the register for that time) or excluded-outage (in the register, the outage not counted).',
  }
}

export function time(value: unknown): Words | undefined {
  const isTime = Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15
  return isTime
    ? undefined
    : { zh: '必须是日期（如 2026-11-24）或带时区的时间。', en: 'It must be a day like 2026-11-24 or a time with its zone.' }
}

/** 2026-11-24, and a day that exists. */
export function date(value: unknown): Words | undefined {
  const day = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined
  const isDay = day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value as string)
  return isDay ? undefined : { zh: '必须是形如 2026-11-24 的日期。', en: 'It must be a date like 2026-11-24.' }
}

export function month(value: unknown): Words | undefined {
  return typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value)
    ? undefined
    : { zh: '必须是形如 2026-11 的月份。', en: 'It must be a month like 2026-11.' }
}

export function twoWords(value: unknown): Words | undefined {
  const { zh, en } = (value ?? {}) as Partial<Words>
  const isText = text(100)
  return isText(zh) || isText(en)
    ? {
        zh: '必须是含 zh 和 en 两种文字的名称，各为 1 至 100 个字符的单行文字。',
        en: 'It must have zh and en, each one line of text of 1 to 100 characters.',
      }
    : undefined
}
