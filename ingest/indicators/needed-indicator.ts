import type { Indicator } from './indicator.ts'
import { IndicatorFault } from './indicators.ts'

/** Throws IndicatorFault where there is none of that id. */
export function neededIndicator(all: readonly Indicator[], id: string): Indicator {
  const found = all.find((each) => each.id === id)
  if (!found) throw new IndicatorFault('indicator-not-found', { id })
  return found
}
