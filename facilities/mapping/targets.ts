import type { FacilityKind, Words } from '../define.ts'
import type { Candidate } from '../did-you-mean.ts'
import { jsonSchemas } from '../schema.ts'

/** A field that a mapping may aim at, as far as mapping has to know it. */
export interface TargetField extends Candidate {
  readonly type: 'number' | 'text' | 'words' | 'boolean' | 'other'
  /** All that it may say. */
  readonly words: readonly Candidate[]
}

/** The fields of one sort of message. */
export interface Target {
  /** Name of the event; empty: the reading. */
  readonly event: string
  readonly fields: ReadonlyMap<string, TargetField>
}

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
}

/** What the messages of a kind consist of: its reading first, then each of its events. */
export function targetsOf(kind: FacilityKind): readonly Target[] {
  const { reading, events } = jsonSchemas(kind)
  return [
    { event: '', fields: fieldsOf(reading as Schema, kind.telemetry) },
    ...Object.entries(events).map(([event, schema]) => ({ event, fields: fieldsOf(schema as Schema, {}) })),
  ]
}

type Labels = Readonly<Record<string, { readonly label: Words; readonly values?: Readonly<Record<string, Words>> }>>

function fieldsOf({ properties = {} }: Schema, labels: Labels): ReadonlyMap<string, TargetField> {
  return new Map(
    Object.entries(properties).map(([name, schema]) => {
      const words = (schema.enum ?? []).map((word) => candidate(String(word), labels[name]?.values?.[String(word)]))
      return [name, { ...candidate(name, labels[name]?.label), type: typeOf(schema), words }]
    }),
  )
}

const candidate = (id: string, label: Words | undefined): Candidate => ({ id, names: label ? [label.zh, label.en] : [] })

function typeOf(schema: Schema): TargetField['type'] {
  if (schema.enum) return 'words'
  const known = { number: 'number', integer: 'number', string: 'text', boolean: 'boolean' } as const
  return known[schema.type as keyof typeof known] ?? 'other'
}

/** What a rule says of the type; the kind cannot say it of a field that holds a time, or one of several types. */
export type SaidType = 'number' | 'text' | 'boolean' | 'time'

export const typedAs = (field: TargetField, said: SaidType | undefined): TargetField =>
  said === undefined ? field : { ...field, type: said === 'time' ? 'text' : said }
