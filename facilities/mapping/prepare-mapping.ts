import type { FacilityKind } from '../define.ts'
import { type TimeReader, timeReader } from '../written-time.ts'
import { type Conversion, conversionFor, quickReckoning } from './convert.ts'
import type { MappingRules } from './mapping.ts'
import { type IncomingName, incomingName } from './parts.ts'
import { type Target, targetsOf } from './targets.ts'

interface PreparedRule {
  readonly name: IncomingName
  readonly to: string
  readonly convert: Conversion
}

/** A mapping worked out once for all messages it is applied to. By name of event, '' for readings: the rules whose field that message has. */
export interface PreparedMapping {
  readonly rules: ReadonlyMap<string, readonly PreparedRule[]>
  readonly time: { readonly name: IncomingName; readonly read: TimeReader } | undefined
}

/** Rules for fields that the kind has lost since the mapping was saved are passed over. */
export function prepareMapping({ fields, time }: MappingRules, kind: FacilityKind): PreparedMapping {
  const rules = targetsOf(kind).map((target) => [target.event, rulesFor(target, fields)] as const)
  return { rules: new Map(rules), time: time && { name: incomingName(time.field), read: readerOf(time) } }
}

/** What is not read here becomes `ts` as the device gave it; so does `iso`, which validation reads of every device, or says why not. */
function readerOf({ format, zone }: NonNullable<MappingRules['time']>): TimeReader {
  return (format === 'iso' ? undefined : timeReader(format, zone)) ?? (() => undefined)
}

function rulesFor(target: Target, fields: MappingRules['fields']): readonly PreparedRule[] {
  return Object.entries(fields).flatMap(([incoming, rule]) => {
    const field = target.fields.get(rule.to)
    return field ? [{ name: incomingName(incoming), to: rule.to, convert: conversionFor(rule, field, quickReckoning(rule)) }] : []
  })
}
