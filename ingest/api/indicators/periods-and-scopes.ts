// Period and scope as a query or body carries them.
import { z } from 'zod'
import { noOffset, parsePeriod, periodForms } from '../../indicators/period.ts'
import { parseScope, scopeForms } from '../../indicators/scope.ts'

export const period = z
  .string()
  .max(20)
  .superRefine((text, context) => {
    if (parsePeriod(text, noOffset)) return
    context.addIssue({
      code: 'custom',
      message: `must be a period: ${periodForms.en}`,
      params: { zh: `应为时段：${periodForms.zh}`, expected: '2026-11' },
    })
  })
  .meta({ description: periodForms.en, examples: ['2026-11'] })

/** A month alone: what is closed, ranked or entered by hand. */
export const month = z
  .string()
  .max(20)
  .superRefine((text, context) => {
    if (parsePeriod(text, noOffset)?.sort === 'month') return
    context.addIssue({
      code: 'custom',
      message: 'must be a month: 2026-11',
      params: { zh: '应为月份：2026-11', expected: '2026-11' },
    })
  })
  .meta({ description: 'A month', examples: ['2026-11'] })

export const scope = z
  .string()
  .max(200)
  .superRefine((text, context) => {
    if (parseScope(text)) return
    context.addIssue({
      code: 'custom',
      message: `must be a scope: ${scopeForms.en}`,
      params: { zh: `应为范围：${scopeForms.zh}`, expected: 'city, town:shaxi' },
    })
  })
  .meta({ description: `Of whom: ${scopeForms.en}`, examples: ['city', 'town:chengxiang'] })

/** The day of a document. */
export const day = z
  .string()
  .max(20)
  .superRefine((text, context) => {
    if (isDay(text)) return
    context.addIssue({
      code: 'custom',
      message: 'must be a day: 2026-11-01',
      params: { zh: '应为日期：2026-11-01', expected: '2026-11-01' },
    })
  })
  .meta({ description: 'A day', examples: ['2026-11-01'] })

export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) // 2026-02-30 becomes March
}

export const documentNumber = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .superRefine((text, context) => {
    if (!/\p{Cc}/u.test(text)) return
    context.addIssue({ code: 'custom', message: 'must be one line', params: { zh: '应为一行文字' } })
  })
  .describe('Number of the document that says so, as 太商发〔2026〕12号')
export const note = z.string().max(1_000).optional()
