import { conversionFor } from '../../facilities/mapping/convert.ts'
import type { FromColumn, MadeField, RecordMapping, RunningTotal } from '../../facilities/mapping/record-mapping.ts'
import { type TargetField, typedAs } from '../../facilities/mapping/targets.ts'
import { timeReader } from '../../facilities/written-time.ts'
import { type Cells, cellOf, filled, shown, textOf } from './cells.ts'
import { exactReckoning } from './exact-reckoning.ts'

/** A value for a field, none (`undefined`), or why the row cannot be used. */
export type Outcome = { readonly value: unknown } | { readonly fault: string } | undefined

/** What turns a row into the value of one field. `moveMs` is added to every time. */
export type FieldReader = (cells: Cells, moveMs: number) => Outcome

/** Reads a field as its rule says, with the conversions that the platform applies to messages. */
export function fieldReader(field: TargetField, rule: Exclude<MadeField, RunningTotal>, mapping: RecordMapping): FieldReader {
  if ('constant' in rule) return () => ({ value: rule.constant })
  if ('template' in rule) return fromTemplate(typedAs(field, rule.as), rule.template, mapping)
  return rule.as === 'time' ? timeField(rule, mapping) : fromColumn(typedAs(field, rule.as), rule, mapping)
}

function fromTemplate(field: TargetField, template: string, { source }: RecordMapping): FieldReader {
  const convert = conversionFor({ to: field.id }, field, exactReckoning({}))
  return (cells) => {
    const text = filled(template, cells, source.missing)
    return text === undefined ? undefined : checked(convert(text), field)
  }
}

function fromColumn(field: TargetField, rule: FromColumn, { source }: RecordMapping): FieldReader {
  const { from, values = {}, otherwise } = rule
  const convert = conversionFor({ ...rule, to: field.id }, field, exactReckoning(rule))
  const wordForNone = Object.hasOwn(values, '') ? { value: values[''] } : undefined
  return (cells) => {
    const text = textOf(cells, from, source.missing)
    if (text === undefined) return wordForNone
    if (otherwise !== undefined && !Object.hasOwn(values, text)) return { value: otherwise }
    const outcome = checked(convert(cellOf(cells, from)), field)
    return outcome && 'fault' in outcome ? { fault: `${from}: ${outcome.fault}` } : outcome
  }
}

/** A row with a cell that is not what it should be is of no use; whether a number is within its limits is for the platform to say. */
function checked(value: unknown, { type, words }: TargetField): Outcome {
  switch (type) {
    case 'number':
      return typeof value === 'number' ? { value } : { fault: `${shownValue(value)} is not a number` }
    case 'words':
      return words.some(({ id }) => id === value) ? { value } : { fault: `no word for ${shownValue(value)}` }
    case 'boolean':
      return booleanOf(value)
    default:
      return { value }
  }
}

const shownValue = (value: unknown): string => shown(typeof value === 'string' ? value : JSON.stringify(value))

/** In a CSV file everything is text. */
function booleanOf(value: unknown): Outcome {
  if (typeof value === 'boolean') return { value }
  if (/^(true|yes|1)$/i.test(String(value))) return { value: true }
  return /^(false|no|0)$/i.test(String(value)) ? { value: false } : { fault: `${shownValue(value)} is neither true nor false` }
}

function timeField(rule: FromColumn, { time, source }: RecordMapping): FieldReader {
  const zone = rule.zone ?? time.zone
  const readers = (rule.format ?? time.format).map((format) => timeReader(format, zone))
  return (cells, moveMs) => {
    const text = textOf(cells, rule.from, source.missing)
    if (text === undefined) return undefined
    for (const reader of readers) {
      const [instant] = reader?.(text) ?? []
      if (instant !== undefined) return { value: new Date(instant + moveMs).toISOString() }
    }
    return { fault: `${rule.from}: ${shown(text)} is not a time of the given format` }
  }
}
