import type { Roles } from '../../facilities/define.ts'
import { type DeviceBasis, isInService } from './basis.ts'
import type { Draft } from './draft.ts'
import type { Material } from './material.ts'

type Values = Readonly<Record<string, unknown>>

/** Uses, sales, starts, counts, sessions and deposits, by their time. */
export function countEvents(
  draft: Draft,
  basis: DeviceBasis,
  { start, end }: { readonly start: number; readonly end: number },
  { events }: Material,
): void {
  const { roles = {}, use } = basis.kind
  for (const { event, ts, values } of events) {
    if (ts < start || ts >= end || !isInService(basis, ts)) continue
    if (event === use) draft.uses++
    if (event === roles.sales?.event) countSale(draft, roles.sales, values)
    if (event === roles.starts?.event) countStart(draft, roles.starts, values)
    if (event === roles.stockCounts?.event) countStock(draft, roles.stockCounts, values)
    if (event === roles.sessions?.event) draft.sessionEnergy += Math.round(numberIn(values[roles.sessions.energyKwh]) * 1e6)
    if (event === roles.parcels?.deposit) draft.deposits++
  }
}

/** Line by line; without lines the sale itself is one. What is negative is a refund: money, but no line. */
function countSale(draft: Draft, { amount, trace, quantity, lines }: NonNullable<Roles['sales']>, values: Values): void {
  for (const line of (lines === undefined ? undefined : linesIn(values[lines])) ?? [values]) {
    const [fen, isTraced] = [numberIn(line[amount]), line[trace] !== undefined && line[trace] !== null && line[trace] !== '']
    draft.saleFen += fen
    if (isTraced) draft.tracedFen += fen
    if (fen < 0 || numberIn(line[quantity]) < 0) continue
    draft.saleLines++
    if (isTraced) draft.tracedLines++
  }
}

/** Lists of events are stored as JSON. */
function linesIn(stored: unknown): Values[] | undefined {
  if (typeof stored !== 'string') return undefined
  const lines = JSON.parse(stored) as Values[]
  return Array.isArray(lines) && lines.length > 0 ? lines : undefined
}

function countStart(draft: Draft, { authorised, delivered, cancelled }: NonNullable<Roles['starts']>, values: Values): void {
  if (values[authorised] !== true) return
  draft.starts++
  if (values[delivered] === true) draft.startsDelivered++
  else if (values[cancelled] === true) draft.startsCancelled++
}

function countStock(draft: Draft, { book, counted }: NonNullable<Roles['stockCounts']>, values: Values): void {
  draft.countBook += numberIn(values[book])
  draft.countDifference += Math.abs(numberIn(values[counted]) - numberIn(values[book]))
}

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0)
