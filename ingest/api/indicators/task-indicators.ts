import { z } from 'zod'
import type { Indicator } from '../../indicators/indicator.ts'
import type { Value } from '../../indicators/indicators.ts'
import { valueText } from '../../indicators/number-texts.ts'
import { statusWords, toBeSet } from '../../indicators/status-words.ts'
import { iso, time, words } from '../answers.ts'
import { target, targetOf } from './target-answer.ts'
import { keys, unitNames } from './words.ts'

/** What a task's page shows of an indicator. */
export const taskIndicator = z.object({
  id: z.string(),
  name: words,
  unit: z.enum(unitNames),
  period: z.string(),
  value: z.number().nullable(),
  shown: z.string(),
  status: z.enum(keys(statusWords)),
  statusText: words,
  target: target.nullable(),
  targetText: words.nullable().describe('待核定 until there is a target'),
  state: z.enum(['open', 'closed']),
  until: time,
  link: z.string(),
})

export type TaskIndicator = z.output<typeof taskIndicator>

export const taskIndicatorOf = (indicator: Indicator, { period, value, status, target: inForce, state, until }: Value): TaskIndicator => ({
  ...{ id: indicator.id, name: { ...indicator.name }, unit: indicator.unit, period, value },
  shown: valueText(value),
  ...{ status, statusText: { ...statusWords[status] }, target: inForce ? targetOf(inForce) : null },
  ...{ targetText: inForce ? null : { ...toBeSet }, state },
  until: iso(until),
  link: `/api/v1/indicators/${indicator.id}?period=${period}`,
})
