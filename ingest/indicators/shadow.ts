import type { Offset } from '../../facilities/zone.ts'
import type { FactsReader } from '../facts/reader.ts'
import type { Evaluated } from './evaluated.ts'
import type { Indicator } from './indicator.ts'
import { IndicatorFault, type ShadowOrder, type ShadowResult, type Value } from './indicators.ts'
import { monthAt, type Period, parsePeriod } from './period.ts'
import { statusOf } from './status.ts'
import type { Values } from './values.ts'

/** Longer ago there are no facts to try anything on. */
const mostMonths = 36

export interface ShadowParts {
  readonly values: Pick<Values, 'value' | 'target' | 'hasFacts'>
  readonly offset: Offset
  /** With these numbers of the formula in place of those in force, and of these facts in place of ours. */
  readonly evaluated: (period: Period, parameters: Readonly<Record<string, number>>, facts?: FactsReader) => Evaluated
}

/** The months of an order, oldest first. */
export function monthsOfShadow({ indicator, from, to, scope }: ShadowOrder, offset: Offset): readonly Period[] {
  const [first, last] = [from, to].map((id) => parsePeriod(id, offset))
  if (first?.sort !== 'month' || last?.sort !== 'month' || first.from > last.from)
    throw new IndicatorFault('no-value', { id: indicator, period: `${from}…${to}`, scope })
  const months = [first]
  while ((months.at(-1) as Period).to < last.to && months.length < mostMonths) months.push(monthAt((months.at(-1) as Period).to, offset))
  return months
}

/** What a month was, and what it would have been; undefined: its facts are not there. Nothing is kept of it. */
export function tryMonth(
  month: Period,
  order: ShadowOrder,
  indicator: Indicator,
  parts: ShadowParts,
  facts?: FactsReader,
): ShadowResult | undefined {
  const was = parts.values.value(indicator, month, order.scope)
  if (!was || !parts.values.hasFacts(month)) return undefined
  const made = parts.evaluated(month, order.parameters ?? {}, facts).value(indicator, order.scope)
  const inForce = parts.values.target(indicator, month, order.scope)
  const [target, warning] = [order.target ?? inForce?.target, order.warning ?? inForce?.warning]
  const lines = target === undefined || warning === undefined ? undefined : { target, warning }
  return { period: month.id, was: shown(was), wouldBe: { ...shown(made), status: statusOf(made, indicator.direction, lines) } }
}

const shown = <Status>({
  value,
  numerator,
  denominator,
  status,
}: Pick<Value, 'value' | 'numerator' | 'denominator'> & { status?: Status }) =>
  ({ value, numerator, denominator, status }) as ShadowResult['was']
