// What the compiler cannot see in a definition, and for kinds loaded from a site's folder what it never saw.
import { type AlarmCondition, type FacilityKind, type Field, milliseconds, type Words } from './define.ts'
import { idPattern } from './id.ts'
import { valuesSchema } from './schema.ts'

type Faults = Iterable<string>

/** Every fault of a definition, one sentence each; none when it is right. */
export function definitionFaults(kind: FacilityKind): string[] {
  return rules.flatMap((rule) => [...rule(kind)])
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
  simulatorStart,
]

/** Measurements of the store that are no kind's. */
const reservedKinds = /^(device_state|indicator)$|_event$/

function* kindName({ kind }: FacilityKind): Faults {
  if (!idPattern.test(kind)) yield `kind "${kind}" is not an id (${idPattern.source})`
  if (reservedKinds.test(kind)) yield `kind "${kind}" is a name the store needs for itself`
}

function* words(kind: FacilityKind): Faults {
  for (const [path, { zh, en }] of labels(kind)) {
    if (!/\p{Script=Han}/u.test(zh)) yield `${path}.zh "${zh}" is not Chinese`
    if (!en.trim() || /\p{Script=Han}/u.test(en)) yield `${path}.en "${en}" is not English`
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
const reserved = 'ts n time device received quality reason facility circle town kind event values seq boot id'.split(' ')
/** An event's `reason` is its own: an event has no other. */
const reservedInEvents = reserved.filter((name) => name !== 'reason')

function* names({ telemetry, events, commands, alarms }: FacilityKind): Faults {
  yield* wrongNames('telemetry', telemetry, reserved)
  for (const [name, { payload }] of Object.entries(events)) yield* wrongNames(`events.${name}`, payload, reservedInEvents)
  for (const [name, command] of Object.entries(commands)) yield* wrongNames(`commands.${name}`, command.arguments, [])
  for (const [part, named] of Object.entries({ events, commands, alarms })) yield* wrongNames(part, named, [])
  for (const [name, field] of Object.entries(telemetry))
    if (field.type === 'state') yield* wrongNames(`telemetry.${name}`, field.values, [])
}

function* wrongNames(path: string, named: object, taken: readonly string[]): Faults {
  const seen = new Set<string>()
  for (const name of Object.keys(named)) {
    if (!/^[a-z][a-zA-Z0-9]{0,47}$/.test(name)) yield `${path}.${name} is not camelCase`
    // A message without the field would inherit one from Object.prototype.
    if (taken.includes(name) || name in Object.prototype) yield `${path}.${name} is a reserved name`
    // SQL column names do not tell capitals apart.
    if (seen.has(name.toLowerCase())) yield `${path}.${name} differs from another name in capitals only`
    seen.add(name.toLowerCase())
  }
}

function* limits({ telemetry }: FacilityKind): Faults {
  if (Object.keys(telemetry).length === 0) yield 'telemetry has no field'
  for (const [name, field] of Object.entries(telemetry)) {
    if (field.type === 'state' && Object.keys(field.values).length < 2) yield `telemetry.${name} has fewer than two words`
    if (field.type !== 'gauge' && field.type !== 'count') continue
    const [low, high] = field.limits
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) yield `telemetry.${name}.limits are not two numbers in order`
    if (field.type === 'count' && !(Number.isInteger(low) && Number.isInteger(high) && low >= 0))
      yield `telemetry.${name}.limits do not count`
  }
}

function* durations({ every, alarms, commands }: FacilityKind): Faults {
  const all = [
    ['every', every],
    ...Object.entries(alarms).map(([name, { when }]) => [`alarms.${name}.when.for`, when.for] as const),
    ...Object.entries(commands).map(([name, { within }]) => [`commands.${name}.within`, within] as const),
  ] as const
  for (const [path, duration] of all) {
    if (duration !== undefined && !(milliseconds(duration) > 0)) yield `${path} "${duration}" is not a duration like "15 s"`
  }
}

function* alarms({ alarms, telemetry }: FacilityKind): Faults {
  for (const [name, { when }] of Object.entries(alarms)) {
    const field = Object.hasOwn(telemetry, when.field) ? telemetry[when.field] : undefined
    if (field) for (const fault of conditionFaults(when, field)) yield `alarms.${name} ${fault}`
    else yield `alarms.${name} is on ${when.field}, which is no field`
  }
}

function* conditionFaults(when: AlarmCondition, field: Field): Faults {
  if ('is' in when) {
    if (field.type !== 'state') yield `compares ${when.field} with words, but it is no state`
    else yield* unknownWords(when.is, field)
    if (when.is.length === 0) yield 'names no word'
    return
  }
  if (field.type === 'state') {
    yield `compares ${when.field} with a number, but it is a state`
    return
  }
  const [low, high] = 'limits' in field ? field.limits : [0, Number.POSITIVE_INFINITY]
  const [threshold, clears] = 'above' in when ? [when.above, when.clearsBelow] : [when.below, when.clearsAbove]
  const canHappen = 'above' in when ? threshold >= low && threshold < high : threshold > low && threshold <= high
  if (!canHappen) yield `can never be raised: ${threshold} against limits ${low} to ${high}`
  if (clears === undefined) return
  const hysteresis = 'above' in when ? clears <= threshold && clears > low : clears >= threshold && clears < high
  if (!hysteresis) yield `clears at ${clears}, on the wrong side of ${threshold} or where no reading comes`
}

function* service({ service, telemetry }: FacilityKind): Faults {
  for (const { field: name, good, bad } of service ?? []) {
    const field = Object.hasOwn(telemetry, name) ? telemetry[name] : undefined
    if (field?.type !== 'state') {
      yield `service is on ${name}, which is no state field`
      continue
    }
    for (const fault of unknownWords([...good, ...bad], field)) yield `service ${fault}`
    if (good.length === 0 || bad.length === 0) yield `service on ${name} names no good or no bad word`
    for (const word of good) if (bad.includes(word)) yield `service says "${word}" of ${name} is good and bad`
  }
}

function* unknownWords(named: readonly string[], field: Field): Faults {
  const known = field.type === 'state' ? Object.keys(field.values) : []
  for (const word of named) if (!known.includes(word)) yield `names "${word}", which is none of ${known.join(', ')}`
}

function* use({ use, events }: FacilityKind): Faults {
  if (use !== undefined && !Object.hasOwn(events, use)) yield `use "${use}" is no event`
}

function* events({ events }: FacilityKind): Faults {
  for (const [name, { payload, anyOf }] of Object.entries(events)) {
    for (const field of anyOf ?? [])
      if (!Object.hasOwn(payload, field)) yield `events.${name}.anyOf names ${field}, which is no field of it`
  }
}

function* simulatorStart(kind: FacilityKind): Faults {
  const { start } = kind.simulate
  for (const name of Object.keys(kind.telemetry)) if (!Object.hasOwn(start, name)) yield `simulate.start has no ${name}`
  for (const name of Object.keys(start)) if (!Object.hasOwn(kind.telemetry, name)) yield `simulate.start has ${name}, which is no field`
  for (const { path } of valuesSchema(kind).safeParse(start).error?.issues ?? [])
    yield `simulate.start.${path.join('.')} is outside its field`
}
