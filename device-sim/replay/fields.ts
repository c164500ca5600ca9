import type { FacilityKind } from '../../facilities/define.ts'
import { timeReader } from '../../facilities/written-time.ts'
import { type Exact, exact, plus, rounded, times } from './decimal.ts'
import type { FieldRule, Mapping } from './mapping.ts'

export type Cells = Readonly<Record<string, unknown>>

/** A value for a field, none (`undefined`), or why the row cannot be used. */
export type Outcome = { readonly value: unknown } | { readonly fault: string } | undefined

/** What turns a row into the value of one field. `moveMs` is added to every time, `chosen` tells which of two instants is meant. */
export type FieldReader = (cells: Cells, moveMs: number) => Outcome

const defaultDigits = 9

/** The text of a cell; undefined when there is none. */
export function textOf(cells: Cells, column: string, missing: readonly string[]): string | undefined {
  const cell = cells[column]
  if (cell === undefined || cell === null) return undefined
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  return text === '' || missing.includes(text) ? undefined : text
}

/** `{column}` filled in; undefined as soon as one of them is empty. */
export function filled(template: string, cells: Cells, missing: readonly string[]): string | undefined {
  let isComplete = true
  const text = template.replace(/\{([^{}]+)\}/g, (_, column: string) => {
    const cell = textOf(cells, column, missing)
    isComplete &&= cell !== undefined
    return cell ?? ''
  })
  return isComplete ? text : undefined
}

/** The columns a rule looks at, so that a wrong name is found before the first message. */
export function columnsOf(rule: FieldRule): string[] {
  if ('from' in rule) return [rule.from]
  if ('total' in rule) return [rule.total]
  return 'template' in rule ? templateColumns(rule.template) : []
}

export const templateColumns = (template: string): string[] => [...template.matchAll(/\{([^{}]+)\}/g)].map(([, column]) => column as string)

export function fieldReader(name: string, rule: Exclude<FieldRule, { total: string }>, mapping: Mapping, kind: FacilityKind): FieldReader {
  const { missing } = mapping.source
  if ('constant' in rule) return () => ({ value: rule.constant })
  const sort = sortOf(name, rule, mapping, kind)
  if ('template' in rule) {
    return (cells) => {
      const text = filled(rule.template, cells, missing)
      return text === undefined ? undefined : converted(text, sort, {})
    }
  }
  if (sort === 'time') return timeField(rule, mapping)
  const { words, otherwise } = rule
  if (words) {
    return (cells) => {
      const text = textOf(cells, rule.from, missing) ?? ''
      const value = Object.hasOwn(words, text) ? words[text] : otherwise
      return value === undefined ? { fault: `${rule.from}: no word for ${shown(text)}` } : { value }
    }
  }
  return (cells) => {
    const text = textOf(cells, rule.from, missing)
    return text === undefined ? undefined : within(rule.from, converted(text, sort, rule))
  }
}

type Sort = 'number' | 'text' | 'boolean' | 'time'

/** Said, or a number where the kind has one or something is reckoned, else text. */
function sortOf(
  name: string,
  rule: { as?: Sort | undefined; scale?: unknown; offset?: unknown; round?: unknown },
  mapping: Mapping,
  kind: FacilityKind,
): Sort {
  if (rule.as) return rule.as
  if (rule.scale !== undefined || rule.offset !== undefined || rule.round !== undefined) return 'number'
  if (mapping.target !== 'telemetry') return 'text'
  return kind.telemetry[name]?.type === 'state' ? 'text' : 'number'
}

interface Reckoning {
  readonly scale?: string | undefined
  readonly offset?: string | undefined
  readonly round?: number | undefined
}

function converted(text: string, sort: Sort, { scale, offset, round }: Reckoning): Outcome {
  if (sort === 'text') return { value: text }
  if (sort === 'boolean') return booleanOf(text)
  const read = exact(text)
  if (!read) return { fault: `${shown(text)} is not a number` }
  return { value: rounded(reckoned(read, scale, offset), round ?? defaultDigits) }
}

/** In fractions, without an error of its own. */
export function reckoned(value: Exact, scale: string | undefined, offset: string | undefined): Exact {
  const scaled = scale === undefined ? value : times(value, exact(scale) as Exact)
  return offset === undefined ? scaled : plus(scaled, exact(offset) as Exact)
}

function booleanOf(text: string): Outcome {
  if (/^(true|yes|1)$/i.test(text)) return { value: true }
  return /^(false|no|0)$/i.test(text) ? { value: false } : { fault: `${shown(text)} is neither true nor false` }
}

function timeField(rule: Extract<FieldRule, { from: string }>, { time, source }: Mapping): FieldReader {
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

const within = (column: string, outcome: Outcome): Outcome =>
  outcome && 'fault' in outcome ? { fault: `${column}: ${outcome.fault}` } : outcome

export const shown = (text: string): string =>
  text === '' ? 'an empty cell' : JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
