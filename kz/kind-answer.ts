import type { Words } from '../facilities/define.ts'

interface FieldAnswer {
  readonly type: string
  readonly label: Words
  readonly unit?: string
  readonly limits?: readonly [number, number]
  readonly values?: Readonly<Record<string, Words>>
}

/** As the API tells a kind. */
export interface KindAnswer {
  readonly kind: string
  readonly label: Words
  readonly source?: 'built-in' | 'site'
  readonly everyMs: number
  readonly fields: Readonly<Record<string, FieldAnswer>>
  readonly events: Readonly<
    Record<
      string,
      {
        readonly label: Words
        readonly schema: { readonly properties?: Readonly<Record<string, unknown>>; readonly required?: readonly string[] }
      }
    >
  >
  readonly commands: Readonly<Record<string, { readonly label: Words; readonly withinMs: number }>>
  readonly alarms: Readonly<
    Record<string, { readonly label: Words; readonly severity: string; readonly when: Readonly<Record<string, unknown>> }>
  >
}
