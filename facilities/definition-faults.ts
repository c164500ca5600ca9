// What the compiler cannot see in a definition, and for kinds loaded from a site's folder what it never saw.
import { z } from 'zod'
import { durationPattern, type FacilityKind, milliseconds, type Words } from './define.ts'
import { alarms, service } from './definition-conditions.ts'
import { roles } from './definition-roles.ts'
import { shapeFaults } from './definition-shape.ts'
import { idPattern } from './id.ts'
import { valuesSchema } from './schema.ts'
import { codeIn } from './schema-code.ts'

type Faults = Iterable<Words>

/** Every fault of a definition, one sentence each in English, as compilers speak; none when it is right. */
export const definitionFaults = (kind: FacilityKind): string[] => definitionFaultWords(kind).map(({ en }) => en)

/** The same for people. Takes anything: while parts are missing nothing else is asked. */
export function definitionFaultWords(kind: FacilityKind): Words[] {
  const missing = shapeFaults(kind)
  return missing.length > 0 ? missing : rules.flatMap((rule) => [...rule(kind)])
}

const rules: readonly ((kind: FacilityKind) => Faults)[] = [
  kindName,
  words,
  names,
  limits,
  durations,
  alarms,
  service,
  use,
  events,
  schemas,
  roles,
  simulatorStart,
]

/** Measurements of the store that are no kind's. */
const reservedKinds = /^(device_state|indicator)$|_(event|hour|day)$/

function* kindName({ kind }: FacilityKind): Faults {
  if (!idPattern.test(kind))
    yield {
      zh: `kind "${kind}" 不能作为编号（${idPattern.source}）`,
      en: `kind "${kind}" is not an id (${idPattern.source})`,
    }
  if (reservedKinds.test(kind)) yield { zh: `kind "${kind}" 是存储自用的名称`, en: `kind "${kind}" is a name the store needs for itself` }
}

function* words(kind: FacilityKind): Faults {
  for (const [path, { zh, en }] of labels(kind)) {
    if (!/\p{Script=Han}/u.test(zh)) yield { zh: `${path}.zh "${zh}" 不是中文`, en: `${path}.zh "${zh}" is not Chinese` }
    if (!en.trim() || /\p{Script=Han}/u.test(en)) yield { zh: `${path}.en "${en}" 不是英文`, en: `${path}.en "${en}" is not English` }
  }
}

function* labels(kind: FacilityKind): Iterable<[string, Words]> {
  yield ['label', kind.label]
  for (const [name, field] of Object.entries(kind.telemetry)) {
    yield [`telemetry.${name}.label`, field.label]
    if (field.type === 'state') for (const [word, label] of Object.entries(field.values)) yield [`telemetry.${name}.values.${word}`, label]
  }
  for (const part of ['events', 'commands', 'alarms'] as const) {
    for (const [name, { label }] of Object.entries(kind[part])) yield [`${part}.${name}.label`, label]
  }
}

/** Columns, tags and words of the envelope. */
export const reservedNames: readonly string[] =
  'ts n time device received quality reason facility circle town kind event values seq boot id'.split(' ')
/** An event's `reason` is its own: an event has no other. */
const reservedInEvents = reservedNames.filter((name) => name !== 'reason')

function* names({ telemetry, events, commands, alarms }: FacilityKind): Faults {
  yield* wrongNames('telemetry', telemetry, reservedNames)
  for (const [name, { payload }] of Object.entries(events)) yield* wrongNames(`events.${name}`, payload, reservedInEvents)
  for (const [name, command] of Object.entries(commands)) yield* wrongNames(`commands.${name}`, command.arguments, [])
  for (const [part, named] of Object.entries({ events, commands, alarms })) yield* wrongNames(part, named, [])
  for (const [name, field] of Object.entries(telemetry))
    if (field.type === 'state') yield* wrongNames(`telemetry.${name}`, field.values, [])
}

function* wrongNames(path: string, named: object, taken: readonly string[]): Faults {
  const seen = new Set<string>()
  for (const name of Object.keys(named)) {
    const whole = `${path}.${name}`
    if (!/^[a-z][a-zA-Z0-9]{0,47}$/.test(name)) yield { zh: `${whole} 不是 camelCase 写法`, en: `${whole} is not camelCase` }
    // A message without the field would inherit one from Object.prototype.
    if (taken.includes(name) || name in Object.prototype) yield { zh: `${whole} 是保留的名称`, en: `${whole} is a reserved name` }
    // SQL column names do not tell capitals apart.
    if (seen.has(name.toLowerCase()))
      yield { zh: `${whole} 与另一名称只差大小写`, en: `${whole} differs from another name in capitals only` }
    seen.add(name.toLowerCase())
  }
}

function* limits({ telemetry }: FacilityKind): Faults {
  if (Object.keys(telemetry).length === 0) yield { zh: 'telemetry 中没有字段', en: 'telemetry has no field' }
  for (const [name, field] of Object.entries(telemetry)) {
    if (field.type === 'state' && Object.keys(field.values).length < 2)
      yield { zh: `telemetry.${name} 不足两个词`, en: `telemetry.${name} has fewer than two words` }
    if (field.type !== 'gauge' && field.type !== 'count') continue
    const [low, high] = field.limits
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
      yield { zh: `telemetry.${name}.limits 应为由小到大的两个数`, en: `telemetry.${name}.limits are not two numbers in order` }
    if (field.type === 'count' && !(Number.isInteger(low) && Number.isInteger(high) && low >= 0))
      yield { zh: `telemetry.${name}.limits 不是计数的范围（不小于 0 的整数）`, en: `telemetry.${name}.limits do not count` }
  }
}

function* durations({ every, alarms, commands }: FacilityKind): Faults {
  const all = [
    ['every', every],
    ...Object.entries(alarms).map(([name, { when }]) => [`alarms.${name}.when.for`, when.for] as const),
    ...Object.entries(commands).map(([name, { within }]) => [`commands.${name}.within`, within] as const),
  ] as const
  for (const [path, duration] of all) {
    if (duration === undefined || (durationPattern.test(duration) && milliseconds(duration) > 0)) continue
    yield { zh: `${path} "${duration}" 不是 "15 s" 这样的时长（s、min、h）`, en: `${path} "${duration}" is not a duration like "15 s"` }
  }
}

function* use({ use, events }: FacilityKind): Faults {
  if (use !== undefined && !Object.hasOwn(events, use)) yield { zh: `use "${use}" 不是事件`, en: `use "${use}" is no event` }
}

function* events({ events }: FacilityKind): Faults {
  for (const [name, { payload, anyOf }] of Object.entries(events)) {
    for (const field of anyOf ?? [])
      if (!Object.hasOwn(payload, field))
        yield {
          zh: `events.${name}.anyOf 写了 ${field}，它不是该事件的字段`,
          en: `events.${name}.anyOf names ${field}, which is no field of it`,
        }
  }
}

/** What a message is checked with is also told as JSON Schema, and must never throw while a message is checked. */
function* schemas({ events, commands }: FacilityKind): Faults {
  const all = [
    ...Object.entries(events).map(([name, { payload }]) => [`events.${name}`, payload] as const),
    ...Object.entries(commands).map(([name, command]) => [`commands.${name}`, command.arguments] as const),
  ]
  for (const [path, shape] of all) {
    for (const [name, schema] of Object.entries(shape)) {
      if (codeIn(schema))
        yield {
          zh: `${path}.${name} 含有自己的代码（refine、transform 等），只能用 zod 自带的检查`,
          en: `${path}.${name} has code of its own (refine, transform …); only zod's own checks can be used`,
        }
      else if (!isToldAsJson(schema))
        yield { zh: `${path}.${name} 的类型在 JSON 中不存在`, en: `${path}.${name} is of a type that JSON does not have` }
    }
  }
}

function isToldAsJson(schema: z.ZodType): boolean {
  try {
    return z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) !== undefined
  } catch {
    return false
  }
}

function* simulatorStart(kind: FacilityKind): Faults {
  const { start } = kind.simulate
  for (const name of Object.keys(kind.telemetry))
    if (!Object.hasOwn(start, name)) yield { zh: `simulate.start 缺少 ${name}`, en: `simulate.start has no ${name}` }
  for (const name of Object.keys(start))
    if (!Object.hasOwn(kind.telemetry, name))
      yield { zh: `simulate.start 中的 ${name} 不是字段`, en: `simulate.start has ${name}, which is no field` }
  for (const { path } of valuesSchema(kind).safeParse(start).error?.issues ?? [])
    yield { zh: `simulate.start.${path.join('.')} 超出该字段的范围`, en: `simulate.start.${path.join('.')} is outside its field` }
}
