import { z } from 'zod'
import type { Indicator } from '../../indicators/indicator.ts'
import type { Value, ValueWithPast } from '../../indicators/indicators.ts'
import { valueText } from '../../indicators/number-texts.ts'
import { statusWords, toBeSet } from '../../indicators/status-words.ts'
import { iso, time, words } from '../answers.ts'
import { change, changeOf, past, pastOf } from './change.ts'
import { target, targetOf } from './target-answer.ts'
import { keys } from './words.ts'

/** How a value of one period and scope stands. */
export const valueShape = z.object({
  period: z.string(),
  scope: z.string(),
  value: z.number().nullable().describe('Unrounded, per cent as 96.4; null: not applicable'),
  shown: z.string().describe('Rounded as it is printed; – where there is none'),
  numerator: z.number().nullable().describe('Null where the value is no ratio'),
  denominator: z.number(),
  coverage: z
    .number()
    .nullable()
    .describe('0 to 1: known of what was asked; null where no states are judged. Below 0.9 the status is no-data'),
  floor: z.number().nullable().describe('The value if all that is unknown were bad'),
  facilities: z.int(),
  devices: z.int(),
  isRanked: z.boolean().describe('false: too few facilities or too little time to be ranked'),
  status: z.enum(keys(statusWords)),
  statusText: words,
  madeUp: z.boolean().describe('Missed at the close and met after later data: shown as close'),
  gap: z.number().nullable().describe('Distance to the target in the unit, positive when met'),
  revision: z.int().describe('1 at the close of the month, raised when later data changed it; 0 while it is open'),
  state: z.enum(['open', 'closed']),
  until: time.describe('数据截止时间: how far its facts go'),
  source: z.enum(['measured', 'manual']),
  document: z.string().optional().describe('Of a manual value'),
  note: z.string().optional(),
  reason: words.optional().describe('Why it is not applicable'),
  formulaVersion: z.int(),
  registerVersion: z.int(),
  inputs: z.object({ count: z.int(), digest: z.string() }).describe('How many facts it was made of, and a digest of them'),
  computed: time,
  target: target.nullable(),
  targetText: words.nullable().describe('待核定 until the bureau has entered a target'),
})

export const valueWithPast = valueShape.extend({
  previous: past.nullable().describe('环比: the period before'),
  lastYear: past.nullable().describe('同比: the same period a year ago'),
  change,
})

export function valueAnswer(value: Value): z.output<typeof valueShape> {
  const { period, scope, numerator, denominator, coverage, floor, facilities, devices, isRanked, status, madeUp, gap, revision } = value
  const { state, source, document, note, reason, formulaVersion, registerVersion, inputs } = value
  return {
    ...{ period, scope, value: value.value, shown: valueText(value.value), numerator, denominator, coverage, floor },
    ...{ facilities, devices, isRanked, status, statusText: { ...statusWords[status] }, madeUp, gap, revision, state },
    until: iso(value.until),
    source,
    ...(document !== undefined && { document }),
    ...(note !== undefined && { note }),
    ...(reason && { reason: { ...reason } }),
    ...{ formulaVersion, registerVersion, inputs: { ...inputs } },
    computed: iso(value.computed),
    target: value.target ? targetOf(value.target) : null,
    targetText: value.target ? null : { ...toBeSet },
  }
}

export const valueWithPastOf = (indicator: Indicator, value: ValueWithPast): z.output<typeof valueWithPast> => ({
  ...valueAnswer(value),
  previous: pastOf(value.previous),
  lastYear: pastOf(value.lastYear),
  change: changeOf(indicator, value),
})
