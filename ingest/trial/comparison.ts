import { isDeepStrictEqual } from 'node:util'
import type { Outcome } from '../ledger/tally.ts'
import type { Item } from '../pipeline/item.ts'
import { outcomeOf } from '../pipeline/outcome.ts'
import { type RefusedAgain, withCauses } from '../replay/replay-job.ts'

export type Counts = Record<Outcome, number>

/** One message that goes another way, or the same way with other values. */
export interface Difference {
  readonly what: 'accepted' | 'refused' | 'altered'
  readonly device: string
  readonly received: number
  readonly topic: string
  /** What is stored, or the code of the refusal. */
  readonly present: Readonly<Record<string, unknown>> | string
  readonly changed: Readonly<Record<string, unknown>> | string
}

/** What a changed definition does to the messages looked at, beside what the present one does. */
export interface Comparison {
  present: Counts
  changed: Counts
  /** Refused now, stored then; stored now, refused then; stored both times with other values. */
  accepted: number
  refused: number
  altered: number
  /** How often a field of a stored message is there only then, only now, or with another value. */
  fields: Record<string, { added: number; dropped: number; altered: number }>
  /** Why the changed definition refuses. */
  refusals: readonly RefusedAgain[]
  /** A few of each sort. */
  examples: Difference[]
}

const examplesOfEach = 5

export const emptyComparison = (): Comparison => ({
  present: { stored: 0, duplicate: 0, quarantined: 0 },
  changed: { stored: 0, duplicate: 0, quarantined: 0 },
  accepted: 0,
  refused: 0,
  altered: 0,
  fields: {},
  refusals: [],
  examples: [],
})

/** Enters the same items, gone the way once with the present and once with the changed definition. */
export function compare(comparison: Comparison, present: readonly Item[], changed: readonly Item[]): void {
  for (const [index, item] of present.entries()) {
    const other = changed[index]
    if (!other) throw new Error('the same messages have the same elements')
    if (!item.counted && !other.counted) continue
    const [before, after] = [outcomeOf(item), outcomeOf(other)]
    comparison.present[before]++
    comparison.changed[after]++
    const what = differenceOf(item, before, other, after)
    if (!what) continue
    comparison[what]++
    if (what === 'altered') noteFields(comparison.fields, item.fields, other.fields)
    addExample(comparison.examples, what, item, other)
  }
  const refused = changed.flatMap((item) => (item.rejection ? [{ id: String(item.entry.offset), rejection: item.rejection }] : []))
  comparison.refusals = withCauses(comparison.refusals, refused)
}

function differenceOf(item: Item, before: Outcome, other: Item, after: Outcome): Difference['what'] | undefined {
  if (before === 'quarantined' && after === 'stored') return 'accepted'
  if (before === 'stored' && after === 'quarantined') return 'refused'
  return before === 'stored' && after === 'stored' && !isDeepStrictEqual(item.fields, other.fields) ? 'altered' : undefined
}

function noteFields(fields: Comparison['fields'], before: Item['fields'], after: Item['fields']): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isDeepStrictEqual(before[name], after[name])) continue
    fields[name] ??= { added: 0, dropped: 0, altered: 0 }
    fields[name][before[name] === undefined ? 'added' : after[name] === undefined ? 'dropped' : 'altered']++
  }
}

function addExample(examples: Difference[], what: Difference['what'], item: Item, other: Item): void {
  if (examples.filter((each) => each.what === what).length >= examplesOfEach) return
  const { key: device, at: received, topic } = item.entry
  examples.push({ what, device, received, topic, present: shown(item), changed: shown(other) })
}

const shown = ({ rejection, fields }: Item) => rejection?.code ?? fields
