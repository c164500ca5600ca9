// What is wrong with the mapping of a record that has the right shape, held against the kind it is for.
import type { FacilityKind, Words } from '../define.ts'
import { conversionFaults, givenAlready, type MappingFault, mappingFaults, nameFaults, unknownTarget, wordFault } from './faults.ts'
import type { FromColumn, MadeField, RecordMapping, RecordRule } from './record-mapping.ts'
import { type Target, type TargetField, targetsOf, typedAs } from './targets.ts'
import { timeFaults } from './time-faults.ts'

type Path = readonly string[]

/** Every fault at once; those that a mapping of the platform can have, too, are told in the same sentences. */
export function recordFaults(mapping: RecordMapping, kind: FacilityKind): MappingFault[] {
  const { fields, made, target } = mapping
  const targets = targetsOf(kind).filter(({ event }) => target === undefined || target === targetName(event))
  if (targets.length === 0) return [fault(['target'], unknownEvent(kind))]
  const named = Object.entries(fields).map(([incoming, rule]) => ({ path: ['fields', incoming], to: rule.to, rule }))
  const others = Object.entries(made).map(([to, rule]) => ({ path: ['made', to], to, rule }))
  return [
    ...mappingFaults(mapping, kind, targets),
    ...others.flatMap(({ path, to, rule }) => madeFaults(path, to, rule, kind, targets)),
    ...others.flatMap(({ path, to }) => {
      const also = named.find((other) => other.to === to)
      return also ? [fault(path, givenAlready(to, also.path[1] ?? ''))] : []
    }),
    ...named.flatMap(({ path, to, rule }) => optionFaults(path, rule, mapping, fieldsNamed(to, targets))),
  ]
}

/** As topics name it. */
export const targetName = (event: string): 'telemetry' | `event/${string}` => (event === '' ? 'telemetry' : `event/${event}`)

function madeFaults(path: Path, to: string, rule: MadeField, kind: FacilityKind, targets: readonly Target[]): MappingFault[] {
  const meant = fieldsNamed(to, targets)
  if (meant.length === 0) return [unknownTarget(path, to, kind, targets)]
  if ('constant' in rule) return constantFaults([...path, 'constant'], rule.constant, meant)
  if ('total' in rule) return totalFaults(path, rule, targets, meant)
  return 'from' in rule ? [...nameFaults([...path, 'from'], rule.from), ...optionFaults(path, rule, undefined, meant)] : []
}

function totalFaults(
  path: Path,
  { scale }: { scale?: string | number | undefined },
  targets: readonly Target[],
  meant: readonly TargetField[],
) {
  if (targets.every(({ event }) => event !== '')) return [fault([...path, 'total'], noTotals)]
  const [field] = meant
  return field?.type === 'number' ? conversionFaults(path, { scale }, meant) : [fault([...path, 'total'], notATotal(field?.id ?? ''))]
}

/** `mapping`: where the rule's conversion has been looked at already, together with the platform's. */
function optionFaults(
  path: Path,
  rule: RecordRule | FromColumn,
  mapping: RecordMapping | undefined,
  meant: readonly TargetField[],
): MappingFault[] {
  const { as, format, zone, values, otherwise, ...reckoning } = rule
  const typed = meant.map((field) => typedAs(field, as))
  const conversion = mapping ? [] : conversionFaults(path, { ...reckoning, values }, typed)
  if (as !== 'time' && (format ?? zone) !== undefined) return [...conversion, fault([...path, format ? 'format' : 'zone'], onlyOfTimes)]
  if (values === undefined && otherwise !== undefined) return [...conversion, fault([...path, 'otherwise'], otherwiseOfWhat)]
  const words = otherwise === undefined ? [] : constantFaults([...path, 'otherwise'], otherwise, typed)
  return [...conversion, ...words, ...(format ? timeFaults(path, { format, zone }) : [])]
}

function constantFaults(path: Path, constant: string | number | boolean, meant: readonly TargetField[]): MappingFault[] {
  const faults = meant.map((field) => (typeof constant === 'number' ? numberFault(field) : wordFault(constant, field)))
  return faults.every((words) => words !== undefined) && faults[0] ? [fault(path, faults[0])] : []
}

const numberFault = ({ id, type }: TargetField): Words | undefined =>
  type === 'number' || type === 'other' ? undefined : { zh: `${id} 不是数值字段。请改填文字。`, en: `${id} is not a number. Give a word.` }

const fieldsNamed = (name: string, targets: readonly Target[]) => targets.flatMap(({ fields }) => fields.get(name) ?? [])

const fault = (path: Path, message: Words): MappingFault => ({ path, message })

function unknownEvent({ kind, label, events }: FacilityKind): Words {
  const names = ['telemetry', ...Object.keys(events).map(targetName)]
  return {
    zh: `${label.zh}（${kind}）没有这种报文。可用：${names.join('、')}。`,
    en: `The kind ${kind} has no such message. There are ${names.join(', ')}.`,
  }
}

const noTotals: Words = { zh: '事件没有累计值，请去掉 total。', en: 'Only readings have totals: leave total out of an event.' }

const notATotal = (name: string): Words => ({
  zh: `${name} 不是数值字段，不能累加。`,
  en: `${name} is not a number, so nothing can be added up.`,
})

const onlyOfTimes: Words = {
  zh: 'format 和 zone 只用于时间。请加上 as: time，或将其去掉。',
  en: 'format and zone are those of a time. Add as: time, or leave them out.',
}

const otherwiseOfWhat: Words = {
  zh: 'otherwise 用于 values 中没有的取值。请填写 values，或去掉 otherwise。',
  en: 'otherwise is for what values does not have. Give values, or leave otherwise out.',
}
