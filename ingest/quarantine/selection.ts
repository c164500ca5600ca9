// Which refused messages are meant: the same words for lists, groups and replays.
import type { Rejection } from './rejection.ts'

/** All of these hold. Times are of receipt, ms since 1970 UTC. */
export interface QuarantineFilter {
  readonly device?: string | undefined
  readonly kind?: string | undefined
  readonly code?: string | undefined
  /** As in a group: the path without the place in an array; empty: those without a path. */
  readonly path?: string | undefined
  /** At or after, and before. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly ids?: readonly string[] | undefined
}

export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** open: still refused; replayed: taken out by a replay. */
export type QuarantineState = 'open' | 'replayed' | 'all'

/** For a WHERE over the table `quarantine`; always at least one condition. */
export function selectionOf(filter: QuarantineFilter, state: QuarantineState): Condition {
  const { device, kind, code, path, from, to, ids } = filter
  const conditions: [sql: string, value: string | number | undefined][] = [
    ['device = ?', device],
    ['kind = ?', kind],
    ['code = ?', code],
    ['field = ?', path || undefined],
    ['received >= ?', from],
    ['received < ?', to],
    ['id IN (SELECT value FROM json_each(?))', ids && JSON.stringify(ids)],
  ]
  const asked = conditions.filter((condition): condition is [string, string | number] => condition[1] !== undefined)
  const fixed = [...(path === '' ? ['field IS NULL'] : []), ...stateConditions[state]]
  return { sql: [...asked.map(([sql]) => sql), ...fixed].join(' AND ') || 'TRUE', values: asked.map(([, value]) => value) }
}

const stateConditions: Readonly<Record<QuarantineState, readonly string[]>> = {
  open: ['replayed IS NULL'],
  replayed: ['replayed IS NOT NULL'],
  all: [],
}

/**
 * What refusals of one cause have in common: `[3].values.temperature` and `temperature` of bare values are the field `temperature`,
 * `lines[2].sku` is `lines[].sku`; at which place of its text or bytes a message cannot be read says nothing about the cause.
 */
export function fieldOf({ code, path }: Pick<Rejection, 'code' | 'path'>): string | undefined {
  if (code === 'not-json' || code === 'not-utf8') return undefined
  const field = path?.replace(/^\[\d+\](\.|$)/, '').replace(/^values(\.|$)/, '')
  return field?.replace(/\[\d+\]/g, '[]') || undefined
}
