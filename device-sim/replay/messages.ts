import type { FacilityKind } from '../../facilities/define.ts'
import { type Exact, exact, plus, rounded } from '../../facilities/mapping/decimal.ts'
import { exactFactor } from '../../facilities/mapping/factor.ts'
import type { RecordMapping } from '../../facilities/mapping/record-mapping.ts'
import { durationMs } from '../duration.ts'
import { type Cells, filled, shown, textOf } from './cells.ts'
import { scaled } from './exact-reckoning.ts'
import type { FieldReader } from './fields.ts'
import type { Recipe } from './recipe.ts'
import { type RecordedFile, type TimedRow, timedRows } from './records.ts'
import type { Tally } from './tally.ts'

/** A recorded row as a device would have said it. */
export interface ReplayMessage {
  readonly device: string
  readonly topic: string
  readonly payload: string
  readonly ts: number
  /** Of the file; 0: the reading ahead of the first row. */
  readonly row: number
  readonly values: Readonly<Record<string, unknown>>
}

export interface ReplaySource {
  readonly file: RecordedFile
  readonly kind: FacilityKind
  readonly recipe: Recipe
  /** One device for all rows; not given: the mapping says which. */
  readonly device: string | undefined
  /** Added to every time. */
  readonly moveMs: number
  readonly boot: string
}

/** What is remembered from row to row of one device. */
interface DeviceState {
  count: number
  wraps: number
  lastSeq: number
  readonly totals: Map<string, Exact>
}

/** All messages of a file in the order of sending; the same file and mapping give the same bytes every time. Counts in `tally`. */
export async function* replayMessages(source: ReplaySource, tally: Tally): AsyncGenerator<ReplayMessage> {
  const { file, recipe, device } = source
  const assemble = assembler(source)
  const totals = new Set(recipe.totals.map(([name]) => name))
  for await (const row of timedRows(file, recipe.mapping, device, tally)) {
    const made = assemble(row)
    if ('skip' in made) tally.skip(made.skip, row.number)
    else {
      for (const message of made.messages) {
        tally.message(message.device, message.ts, message.values, totals)
        yield message
      }
    }
  }
}

/** Turns row after row into messages. */
function assembler(source: ReplaySource): (row: TimedRow) => { messages: ReplayMessage[] } | { skip: string } {
  const { recipe, moveMs } = source
  const devices = new Map<string, DeviceState>()
  return (row) => {
    const isFirst = !devices.has(row.device)
    const state = devices.get(row.device) ?? freshState(recipe)
    const values = plainValues(recipe.readers, row.cells, moveMs)
    if ('skip' in values) return values
    const grown = grownTotals(recipe, state, row.cells)
    if ('skip' in grown) return grown
    if (Object.keys(values.values).length + grown.totals.size === 0) return { skip: 'it has no value for any field' }
    const seq = seqOf(recipe.mapping, state, row.cells)
    if (typeof seq !== 'number') return seq
    devices.set(row.device, state)
    for (const [name, value] of grown.totals) state.totals.set(name, value)
    const opening = isFirst ? openingMessage(source, row, seq) : []
    const all = { ...writtenTotals(recipe, grown.totals), ...values.values }
    return { messages: [...opening, message(source, row, { seq, ts: row.ts + moveMs, values: all, row: row.number })] }
  }
}

const freshState = ({ totals }: Recipe): DeviceState => ({
  count: 0,
  wraps: 0,
  lastSeq: -1,
  totals: new Map(totals.map(([name, { opening }]) => [name, exactFactor(opening?.value ?? 0)])),
})

function plainValues(
  readers: readonly (readonly [string, FieldReader])[],
  cells: Cells,
  moveMs: number,
): { values: Record<string, unknown> } | { skip: string } {
  const values: Record<string, unknown> = {}
  for (const [name, read] of readers) {
    if (name in values) continue
    const outcome = read(cells, moveMs)
    if (outcome && 'fault' in outcome) return { skip: outcome.fault }
    if (outcome) values[name] = outcome.value
  }
  return { values }
}

/** The totals after this row; those whose interval is not told stay away. */
function grownTotals(
  { mapping, totals: rules }: Recipe,
  state: DeviceState,
  cells: Cells,
): { totals: Map<string, Exact> } | { skip: string } {
  const totals = new Map<string, Exact>()
  for (const [name, rule] of rules) {
    const text = textOf(cells, rule.total, mapping.source.missing)
    if (text === undefined) continue
    const amount = exact(text)
    if (!amount) return { skip: `${rule.total}: ${shown(text)} is not a number` }
    totals.set(name, plus(state.totals.get(name) as Exact, scaled(amount, rule.scale)))
  }
  return { totals }
}

const writtenTotals = ({ totals: rules }: Recipe, totals: ReadonlyMap<string, Exact>): Record<string, number> =>
  Object.fromEntries(rules.flatMap(([name, { round }]) => (totals.has(name) ? [[name, rounded(totals.get(name) as Exact, round)]] : [])))

/** One interval ahead of the first row, so that the first interval shows as a step of the total. */
function openingMessage(source: ReplaySource, row: TimedRow, firstSeq: number): ReplayMessage[] {
  const opened = source.recipe.totals.flatMap(([name, { opening, round }]) => (opening ? [{ name, opening, round }] : []))
  if (opened.length === 0) return []
  const before = Math.max(...opened.map(({ opening }) => durationMs(opening.before, 'opening.before')))
  const values = Object.fromEntries(opened.map(({ name, opening, round }) => [name, rounded(exactFactor(opening.value), round)]))
  return [message(source, row, { seq: Math.max(0, firstSeq - 1), ts: row.ts - before + source.moveMs, values, row: 0 })]
}

/** Numbered from 1, or the device's own numbers, counted on where they wrap around. */
function seqOf({ seq, source }: RecordMapping, state: DeviceState, cells: Cells): number | { skip: string } {
  if (!seq) return ++state.count
  const number = Number(textOf(cells, seq.from, source.missing) ?? Number.NaN)
  if (!Number.isSafeInteger(number) || number < 0) return { skip: `${seq.from}: not a sequence number` }
  const wraps = seq.wraps ?? 0
  if (number + state.wraps * wraps < state.lastSeq - wraps / 2) state.wraps++
  state.lastSeq = number + state.wraps * wraps
  return state.lastSeq
}

interface Content {
  readonly ts: number
  readonly seq: number
  readonly row: number
  readonly values: Readonly<Record<string, unknown>>
}

function message({ kind, recipe, boot }: ReplaySource, { device, cells }: TimedRow, { ts, seq, row, values }: Content): ReplayMessage {
  const { mapping, target } = recipe
  const id = mapping.id && row > 0 ? filled(mapping.id.template, cells, mapping.source.missing) : undefined
  const head = { ts, seq, boot, ...(id !== undefined && { id }) }
  const body = target === 'telemetry' ? { ...head, values } : { ...head, ...values }
  return { device, topic: `kz/v1/${kind.kind}/${device}/${target}`, payload: JSON.stringify(body), ts, row, values }
}
