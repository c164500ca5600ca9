import type { Indicator } from './indicator.ts'
import type { Lines } from './kept/lines.ts'
import type { Parameters } from './kept/parameters.ts'

/** Those whose value itself hangs on the lines of another. */
const madeOfLines: Readonly<Record<string, string>> = { '12-2': '12-1' }

/** What a value of a month hangs on besides facts and register: version and numbers of its formula, and lines it is made with. */
export function formulaKeys(indicators: readonly Indicator[], month: string, parameters: Parameters, lines: Lines): Record<string, string> {
  const keyOf = (indicator: Indicator): string => {
    const of = madeOfLines[indicator.id]
    const line = of === undefined ? undefined : lines.at(of, 'city', month)?.target
    return JSON.stringify([indicator.formula.version, parameters.at(indicator, month), ...(line === undefined ? [] : [line])])
  }
  return Object.fromEntries(indicators.map((indicator) => [indicator.id, keyOf(indicator)]))
}
