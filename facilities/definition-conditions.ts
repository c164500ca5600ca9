// What may be wrong in the parts of a definition that judge its fields: alarms and service.
import type { AlarmCondition, FacilityKind, Field, Words } from './define.ts'

type Faults = Iterable<Words>

export function* alarms({ alarms, telemetry }: FacilityKind): Faults {
  for (const [name, { when }] of Object.entries(alarms)) {
    const field = Object.hasOwn(telemetry, when.field) ? telemetry[when.field] : undefined
    if (field) for (const { zh, en } of conditionFaults(when, field)) yield { zh: `alarms.${name} ${zh}`, en: `alarms.${name} ${en}` }
    else yield { zh: `alarms.${name} 所指的 ${when.field} 不是字段`, en: `alarms.${name} is on ${when.field}, which is no field` }
  }
}

function* conditionFaults(when: AlarmCondition, field: Field): Faults {
  if ('is' in when) {
    if (field.type !== 'state')
      yield { zh: `把 ${when.field} 与词比较，但它不是状态`, en: `compares ${when.field} with words, but it is no state` }
    else yield* unknownWords(when.is, field)
    if (when.is.length === 0) yield { zh: '没有写任何词', en: 'names no word' }
    return
  }
  if (field.type === 'state') {
    yield { zh: `把 ${when.field} 与数字比较，但它是状态`, en: `compares ${when.field} with a number, but it is a state` }
    return
  }
  const [low, high] = 'limits' in field ? field.limits : [0, Number.POSITIVE_INFINITY]
  const [threshold, clears] = 'above' in when ? [when.above, when.clearsBelow] : [when.below, when.clearsAbove]
  const canHappen = 'above' in when ? threshold >= low && threshold < high : threshold > low && threshold <= high
  if (!canHappen)
    yield {
      zh: `永远不会触发：阈值 ${threshold}，量程 ${low} 至 ${high}`,
      en: `can never be raised: ${threshold} against limits ${low} to ${high}`,
    }
  if (clears === undefined) return
  const hysteresis = 'above' in when ? clears <= threshold && clears > low : clears >= threshold && clears < high
  if (!hysteresis)
    yield {
      zh: `的解除值 ${clears} 在阈值 ${threshold} 的错误一侧，或永远达不到`,
      en: `clears at ${clears}, on the wrong side of ${threshold} or where no reading comes`,
    }
}

export function* service({ service, telemetry }: FacilityKind): Faults {
  for (const { field: name, good, bad } of service ?? []) {
    const field = Object.hasOwn(telemetry, name) ? telemetry[name] : undefined
    if (field?.type !== 'state') {
      yield { zh: `service 所指的 ${name} 不是状态字段`, en: `service is on ${name}, which is no state field` }
      continue
    }
    for (const { zh, en } of unknownWords([...good, ...bad], field)) yield { zh: `service ${zh}`, en: `service ${en}` }
    if (good.length === 0 || bad.length === 0)
      yield { zh: `service 中 ${name} 缺少好的词或坏的词`, en: `service on ${name} names no good or no bad word` }
    for (const word of good)
      if (bad.includes(word))
        yield { zh: `service 说 ${name} 的“${word}”既好又坏`, en: `service says "${word}" of ${name} is good and bad` }
  }
}

function* unknownWords(named: readonly string[], field: Field): Faults {
  const known = field.type === 'state' ? Object.keys(field.values) : []
  for (const word of named)
    if (!known.includes(word))
      yield { zh: `写了“${word}”，而可用的词是 ${known.join('、')}`, en: `names "${word}", which is none of ${known.join(', ')}` }
}
