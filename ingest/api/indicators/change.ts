// 环比 and 同比: rates change in percentage points, amounts in per cent of what was.
import { z } from 'zod'
import type { Indicator } from '../../indicators/indicator.ts'
import type { ValueWithPast } from '../../indicators/indicators.ts'
import { changeText, valueText } from '../../indicators/number-texts.ts'
import { statusWords } from '../../indicators/status-words.ts'
import { keys } from './words.ts'

export const past = z.object({
  period: z.string(),
  value: z.number().nullable(),
  shown: z.string(),
  status: z.enum(keys(statusWords)),
  revision: z.int(),
})

const amount = z.object({ amount: z.number(), shown: z.string(), unit: z.enum(['points', '%']) })

export const change = z.object({
  previous: amount.nullable().describe('Against the period before (环比); null where one of the two has no value'),
  lastYear: amount.nullable().describe('Against the same period a year ago (同比); null in the first year, never 0'),
})

type Past = ValueWithPast['previous']

export function pastOf(was: Past): z.output<typeof past> | null {
  if (!was) return null
  const { period, value, status, revision } = was
  return { period, value, shown: valueText(value), status, revision }
}

export const changeOf = (indicator: Indicator, { value, previous, lastYear }: ValueWithPast): z.output<typeof change> => ({
  previous: since(indicator, value, previous),
  lastYear: since(indicator, value, lastYear),
})

function since(indicator: Indicator, value: number | null, was: Past): z.output<typeof amount> | null {
  if (value === null || was?.value == null) return null
  if (indicator.unit === '%') return difference(value - was.value, 'points')
  // Of nothing there is no per cent.
  return was.value === 0 ? null : difference(((value - was.value) * 100) / was.value, '%')
}

const difference = (by: number, unit: 'points' | '%') => ({ amount: by, shown: changeText(by), unit })
