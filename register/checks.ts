// What the single fields of a facility or device must look like. What they refer to is checked where they are used.
import type { Fault } from './fault.ts'
import { invalid, unknownField } from './faults.ts'
import {
  adapterName,
  boolean,
  type Check,
  date,
  deviceId,
  exemptionSort,
  id,
  listOf,
  month,
  numberFrom,
  text,
  time,
  twoWords,
  wholeNumberFrom,
} from './field-checks.ts'
import { coldLimits, serviceHours } from './term-checks.ts'

/** `as`: what it is called by those who send it, where that is another name. */
type Checks<Name extends string> = Readonly<
  Record<Name, { readonly check: Check; readonly is?: 'needed' | 'clearable'; readonly as?: string }>
>

export const facilityChecks = {
  id: { check: id, is: 'needed' },
  name: { check: text(100), is: 'needed' },
  town: { check: text(48), is: 'needed' },
  circles: { check: listOf(text(48), 20) },
  community: { check: text(100), is: 'clearable' },
  operator: { check: text(100), is: 'clearable' },
  latitude: { check: numberFrom(-90, 90), is: 'clearable' },
  longitude: { check: numberFrom(-180, 180), is: 'clearable' },
  commissionedAt: { check: time, is: 'clearable', as: 'commissioned' },
  functions: { check: listOf(text(48), 50), is: 'clearable' },
  households: { check: wholeNumberFrom(0, 1_000_000), is: 'clearable' },
  hours: { check: serviceHours, is: 'clearable' },
  retentionHours: { check: wholeNumberFrom(1, 8_760), is: 'clearable' },
  isPublic: { check: boolean, is: 'clearable', as: 'public' },
  demo: { check: boolean },
} as const satisfies Checks<string>

export const deviceChecks = {
  id: { check: deviceId, is: 'needed' },
  kind: { check: text(48), is: 'needed' },
  facility: { check: text(48), is: 'needed' },
  model: { check: text(100), is: 'clearable' },
  vendor: { check: text(100), is: 'clearable' },
  adapter: { check: adapterName, is: 'clearable' },
  commissionedAt: { check: time, is: 'clearable', as: 'commissioned' },
  every: { check: wholeNumberFrom(1, 86_400), is: 'clearable' },
  limits: { check: coldLimits, is: 'clearable' },
  channels: { check: listOf(text(48), 50), is: 'clearable' },
  demo: { check: boolean },
} as const satisfies Checks<string>

/** What may change later. */
export const facilityChangeChecks = without(facilityChecks, 'id', 'demo')
export const deviceChangeChecks = without(deviceChecks, 'id', 'kind', 'facility', 'demo')

/** Faults of a whole record, or with `isPartial` of those fields that are there. */
export function fieldFaults(record: object, checks: Checks<string>, { isPartial = false } = {}): Fault[] {
  const values = record as Readonly<Record<string, unknown>>
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(checks, name))
  const wrong = Object.entries(checks).flatMap(([name, { check, is, as = name }]) => {
    const value = values[name]
    if (value === undefined && (isPartial || is !== 'needed')) return []
    if (value === null && is === 'clearable') return []
    const words = check(value)
    return words ? [invalid(as, words)] : []
  })
  const known = Object.entries(checks).map(([name, { as = name }]) => as)
  return [...unknown.map((name) => unknownField(name, known)), ...wrong]
}

export const exemptionChecks = {
  facility: { check: text(48), is: 'needed' },
  device: { check: text(48) },
  sort: { check: exemptionSort, is: 'needed' },
  from: { check: time, is: 'needed' },
  to: { check: time },
  document: { check: text(100), is: 'needed' },
  date: { check: date, is: 'needed' },
  reason: { check: text(500), is: 'needed' },
} as const satisfies Checks<string>

export const communityChecks = {
  id: { check: id, is: 'needed' },
  name: { check: text(100), is: 'needed' },
  town: { check: text(48), is: 'needed' },
  since: { check: time },
  until: { check: time },
} as const satisfies Checks<string>

export const circleChecks = {
  id: { check: id, is: 'needed' },
  name: { check: twoWords, is: 'needed' },
  town: { check: text(48), is: 'needed' },
  recognised: { check: boolean, is: 'needed' },
  recognisedAsOf: { check: month, is: 'clearable' },
  since: { check: time, is: 'clearable' },
  until: { check: time, is: 'clearable' },
} as const satisfies Checks<string>
export const circleChangeChecks = without(circleChecks, 'id')

export const consentChecks = {
  document: { check: text(100), is: 'needed' },
  date: { check: date, is: 'needed' },
} as const satisfies Checks<string>

/** Why something is withdrawn. */
export const reasonChecks = { reason: { check: text(500), is: 'needed' } } as const satisfies Checks<string>

function without<All extends Checks<string>>(checks: All, ...names: (keyof All)[]): Checks<string> {
  return Object.fromEntries(Object.entries(checks).filter(([name]) => !names.includes(name)))
}
