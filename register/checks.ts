// What the single fields of a facility or device must look like. What they refer to is checked where they are used.
import type { Words } from '../facilities/define.ts'
import { short } from '../facilities/did-you-mean.ts'
import { idPattern } from '../facilities/id.ts'
import { adapterNames } from './adapter-names.ts'
import type { Fault } from './fault.ts'
import { invalid, unknownField } from './faults.ts'

/** Undefined: nothing is wrong. */
type Check = (value: unknown) => Words | undefined

type Checks<Name extends string> = Readonly<Record<Name, { readonly check: Check; readonly is?: 'needed' | 'clearable' }>>

export const facilityChecks = {
  id: { check: id, is: 'needed' },
  name: { check: text(100), is: 'needed' },
  town: { check: text(48), is: 'needed' },
  circles: { check: listOf(text(48), 20) },
  community: { check: text(100), is: 'clearable' },
  operator: { check: text(100), is: 'clearable' },
  latitude: { check: numberFrom(-90, 90), is: 'clearable' },
  longitude: { check: numberFrom(-180, 180), is: 'clearable' },
  functions: { check: listOf(text(48), 50), is: 'clearable' },
  households: { check: wholeNumberFrom(0, 1_000_000), is: 'clearable' },
  demo: { check: boolean },
} as const satisfies Checks<string>

export const deviceChecks = {
  id: { check: deviceId, is: 'needed' },
  kind: { check: text(48), is: 'needed' },
  facility: { check: text(48), is: 'needed' },
  model: { check: text(100), is: 'clearable' },
  vendor: { check: text(100), is: 'clearable' },
  adapter: { check: adapterName, is: 'clearable' },
  demo: { check: boolean },
} as const satisfies Checks<string>

/** What may change later. */
export const facilityChangeChecks = without(facilityChecks, 'id', 'demo')
export const deviceChangeChecks = without(deviceChecks, 'id', 'kind', 'facility', 'demo')

/** Faults of a whole record, or with `isPartial` of those fields that are there. */
export function fieldFaults(record: object, checks: Checks<string>, { isPartial = false } = {}): Fault[] {
  const values = record as Readonly<Record<string, unknown>>
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(checks, name))
  const wrong = Object.entries(checks).flatMap(([name, { check, is }]) => {
    const value = values[name]
    if (value === undefined && (isPartial || is !== 'needed')) return []
    if (value === null && is === 'clearable') return []
    const words = check(value)
    return words ? [invalid(name, words)] : []
  })
  return [...unknown.map((name) => unknownField(name, Object.keys(checks))), ...wrong]
}

function id(value: unknown): Words | undefined {
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

function deviceId(value: unknown): Words | undefined {
  const owner = reservedIds.get(value)
  if (!owner) return id(value)
  return {
    zh: `${value} 是${owner.zh}登录用的名称，不能作为设备编号。请换一个编号。`,
    en: `${value} is the name under which ${owner.en} signs in, no device can have it. Choose another id.`,
  }
}

function adapterName(value: unknown): Words | undefined {
  if (adapterNames.some((name) => name === value)) return undefined
  const shown = typeof value === 'string' && value !== '' ? short(value) : undefined
  return {
    zh: `${shown ? `没有名为 ${shown} 的适配器` : '缺少适配器名称'}。可用的有：${adapterNames.join('、')}。`,
    en: `${shown ? `There is no adapter ${shown}` : 'The name of the adapter is missing'}. There is ${adapterNames.join(', ')}.`,
  }
}

function text(longest: number): Check {
  return (value) =>
    typeof value === 'string' && value.trim() !== '' && value.length <= longest && !/\p{Cc}/u.test(value)
      ? undefined
      : { zh: `必须是 1 至 ${longest} 个字符的单行文字。`, en: `It must be one line of text of 1 to ${longest} characters.` }
}

function listOf(check: Check, most: number): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) {
      return { zh: `必须是最多 ${most} 项的列表。`, en: `It must be a list of at most ${most} entries.` }
    }
    return value.map(check).find((words) => words !== undefined)
  }
}

function numberFrom(low: number, high: number): Check {
  return (value) =>
    typeof value === 'number' && value >= low && value <= high
      ? undefined
      : { zh: `必须是 ${low} 至 ${high} 之间的数字。`, en: `It must be a number from ${low} to ${high}.` }
}

function wholeNumberFrom(low: number, high: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? undefined
      : { zh: `必须是 ${low} 至 ${high} 之间的整数。`, en: `It must be a whole number from ${low} to ${high}.` }
}

function boolean(value: unknown): Words | undefined {
  return typeof value === 'boolean' ? undefined : { zh: '必须是 true 或 false。', en: 'It must be true or false.' }
}

function without<All extends Checks<string>>(checks: All, ...names: (keyof All)[]): Checks<string> {
  return Object.fromEntries(Object.entries(checks).filter(([name]) => !names.includes(name)))
}
