import { z } from 'zod'
import type { ManualValue } from '../../indicators/indicators.ts'
import { parseScope } from '../../indicators/scope.ts'
import { iso, listOf, time } from '../answers.ts'
import { csvFile, mostCsvBytes, refusedRows } from '../csv-body.ts'
import { cursorOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import { afterOf } from '../indicators/after.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { manualFault } from '../indicators/manual-faults.ts'
import { readManualValues } from '../indicators/manual-rows.ts'
import { day, documentNumber, month, note, scope } from '../indicators/periods-and-scopes.ts'
import { mayReadValue } from '../indicators/reader.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, limitUpTo } from '../query-values.ts'

const manual = z
  .object({
    indicator: z.string(),
    period: z.string(),
    scope: z.string(),
    value: z.number(),
    numerator: z.number().optional(),
    denominator: z.number().optional(),
    document: z.string(),
    date: z.string(),
    note: z.string().optional(),
    author: z.string(),
    recorded: time,
  })
  .meta({ id: 'ManualValue' })

const body = z.strictObject({
  period: month,
  scope: scope.default('city'),
  value: z.number().min(0).describe('In the unit of the indicator'),
  numerator: z.number().min(0).optional(),
  denominator: z.number().min(0).optional(),
  document: documentNumber,
  date: day.describe('Of the document'),
  note,
})

export function manualRoutes(api: Api, parts: ApiParts): void {
  const { indicators } = parts
  const asking = askedIndicators(parts)
  const tags = ['indicators']

  api.get(
    '/indicators/manual',
    {
      config: { problems: ['indicator-not-found', 'not-for-you', 'invalid-cursor'] },
      schema: {
        summary: 'Monthly values that were entered by hand, with their documents; the newest first',
        tags,
        querystring: z.strictObject({
          indicator: z.string().max(20).optional(),
          period: month.optional(),
          cursor,
          limit: limitUpTo(1_000, 100),
        }),
        response: { 200: listOf(manual) },
      },
    },
    ({ query: { cursor: given, limit, ...filter }, caller }) => {
      if (filter.indicator !== undefined) asking.indicator(filter.indicator, caller)
      const visible = new Set(asking.visible(caller).map(({ id }) => id))
      const { items, next } = indicators.manualValues({ ...defined(filter), limit, ...afterOf(given, 'names') })
      return {
        items: items
          .filter((each) => visible.has(each.indicator) && mayReadValue(parts, parseScope(each.scope) ?? {}, caller))
          .map((each) => ({ ...manualOf(each), recorded: iso(each.recorded) })),
        ...(next !== undefined && { next: cursorOf(next) }),
      }
    },
  )

  api.put(
    '/indicators/:id/manual',
    {
      config: { access: 'reviewer', problems: ['indicator-not-found', 'not-manual', 'not-for-you'] },
      schema: {
        summary: 'Enter a monthly value of what cannot be measured, by a document; it is marked as manual wherever it is shown',
        tags,
        params: z.object({ id: z.string() }),
        body,
        response: { 200: manual.omit({ recorded: true }) },
      },
    },
    async ({ params: { id }, body: given, caller }) => {
      const indicator = asking.indicator(id, caller)
      asking.scopeOf(given.scope, 'invalid-body')
      asking.periodOf(given.period, 'period', 'invalid-body')
      asking.refuseFuture(given.date)
      const fault = manualFault(indicator, given)
      if (fault) throw new Problem('invalid-body', { faults: [fault] })
      const value: ManualValue = { ...defined(given), indicator: id, author: caller?.name ?? '' }
      await indicators.setManualValues([value])
      return manualOf(value)
    },
  )

  api.post(
    '/indicators/manual/import',
    {
      bodyLimit: mostCsvBytes,
      config: { access: 'reviewer', problems: ['import-refused'] },
      schema: {
        summary:
          'Import monthly values from CSV: indicator, period, scope?, value, numerator?, denominator?, document, date, note?; all or nothing',
        tags,
        consumes: ['text/csv'],
        body: csvFile,
        response: { 200: z.object({ imported: z.int() }) },
      },
    },
    async ({ body: file, caller }) => {
      const read = await readManualValues(file, { asking, indicators, author: caller?.name ?? '' })
      if ('faults' in read) throw refusedRows(read.faults)
      await indicators.setManualValues(read.values)
      return { imported: read.values.length }
    },
  )
}

function manualOf(value: ManualValue): Omit<z.output<typeof manual>, 'recorded'> {
  const { indicator, period, scope: of, numerator, denominator, document, date, note: said, author } = value
  return {
    ...{ indicator, period, scope: of, value: value.value },
    ...defined({ numerator, denominator, note: said }),
    document,
    date,
    author,
  }
}
