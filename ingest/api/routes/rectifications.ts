import { z } from 'zod'
import type { Caller } from '../access.ts'
import { listOf } from '../answers.ts'
import { cursorOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import { didYouMean } from '../faults.ts'
import { afterOf } from '../indicators/after.ts'
import { askedIndicators } from '../indicators/asked.ts'
import { day, period, scope } from '../indicators/periods-and-scopes.ts'
import { concerned, concernedIds, rectification, rectificationOf, states } from '../indicators/rectification-answer.ts'
import type { Api, ApiParts } from '../parts.ts'
import { type Fault, Problem } from '../problem.ts'
import { cursor, limitUpTo } from '../query-values.ts'
import { notForYou } from '../reading-rights.ts'

const unit = z.string().max(48).describe('Id of a unit of the work plan, or of a town')

const body = z.strictObject({
  indicator: z.string().max(20).optional(),
  period: period.optional(),
  scope: scope.default('city'),
  issue: z.string().trim().min(1).max(2_000),
  unit,
  deadline: day,
})

const version = z.int().min(1).describe('Of the entry as it was read')
const text = z.string().trim().min(1).max(4_000)
const params = z.object({ id: z.string().max(48) })
const problems = ['rectification-not-found', 'rectification-closed', 'changed-meanwhile', 'not-for-you'] as const

/** 问题整改台账. The bureau adds and closes, the unit or town concerned replies. */
export function rectificationRoutes(api: Api, parts: ApiParts): void {
  const { indicators, settings, now = Date.now } = parts
  const asking = askedIndicators(parts)
  const tags = ['rectifications']
  const dates = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: settings.timezone })
  const answerOf = (entry: Parameters<typeof rectificationOf>[1]) => rectificationOf(parts, entry, dates.format(now()))

  api.get(
    '/rectifications',
    {
      config: { problems: ['not-for-you', 'invalid-cursor'] },
      schema: {
        summary: 'The rectification ledger (问题整改台账): issue, unit, deadline, replies, closure',
        description: 'A reviewer who is bound to a unit or a town sees the entries of that unit or town.',
        tags,
        querystring: z.strictObject({
          state: z.enum(states).optional(),
          unit: unit.optional(),
          scope: scope.optional(),
          cursor,
          limit: limitUpTo(1_000, 100),
        }),
        response: { 200: listOf(rectification) },
      },
    },
    ({ query: { state, unit: asked, scope: of, cursor: given, limit }, caller }) => {
      const own = caller?.unit ?? caller?.town
      if (own !== undefined && asked !== undefined && asked !== own) throw notForYou(caller ?? {})
      if (asked !== undefined) refuseUnknownUnit(asked, 'invalid-query')
      if (of !== undefined) asking.scopeOf(of)
      const { items, next } = indicators.rectifications({ ...defined({ state, unit: own ?? asked, scope: of }), limit, ...afterOf(given) })
      return { items: items.map(answerOf), ...(next !== undefined && { next: cursorOf(next) }) }
    },
  )

  api.post(
    '/rectifications',
    {
      config: { access: 'reviewer', problems: ['indicator-not-found', 'not-for-you'] },
      schema: { summary: 'Add an entry: what is wrong, who has to put it right, until when', tags, body, response: { 201: rectification } },
    },
    ({ body: given, caller }, reply) => {
      if (given.indicator !== undefined) asking.indicator(given.indicator, caller)
      asking.scopeOf(given.scope, 'invalid-body')
      if (given.period !== undefined) asking.periodOf(given.period, 'period', 'invalid-body')
      refuseUnknownUnit(given.unit, 'invalid-body')
      reply.code(201)
      return answerOf(indicators.addRectification(defined(given), caller?.name ?? ''))
    },
  )

  api.post(
    '/rectifications/:id/reply',
    {
      config: { problems: [...problems, 'not-allowed'] },
      schema: {
        summary: 'Reply to an entry of one’s own unit or town: what was done',
        tags,
        params,
        body: z.strictObject({ text, version }),
        response: { 200: rectification },
      },
    },
    ({ params: { id }, body: { text: said, version: read }, caller }) => {
      refuseForeign(id, caller)
      return answerOf(indicators.reply(id, said, caller?.name ?? '', read))
    },
  )

  api.post(
    '/rectifications/:id/close',
    {
      config: { access: 'reviewer', problems },
      schema: {
        summary: 'Close an entry (销号) when the bureau has checked it',
        tags,
        params,
        body: z.strictObject({ note: text, version }),
        response: { 200: rectification },
      },
    },
    ({ params: { id }, body: { note, version: read }, caller }) => {
      return answerOf(indicators.closeRectification(id, note, caller?.name ?? '', read))
    },
  )

  /** Unlike what else is entered, a reply is the business of those who are bound to a unit or town. */
  function refuseForeign(id: string, reader: Caller | undefined): void {
    const role = reader?.role ?? 'operator'
    if (role !== 'reviewer' && role !== 'admin') throw new Problem('not-allowed', { words: { role, needed: 'admin, reviewer' } })
    const own = reader?.unit ?? reader?.town
    if (own === undefined) return
    // A ledger has hundreds of entries of a unit, not millions.
    const { items } = indicators.rectifications({ unit: own, limit: 10_000 })
    if (!items.some((entry) => entry.id === id)) throw notForYou(reader ?? {})
  }

  function refuseUnknownUnit(id: string, code: 'invalid-query' | 'invalid-body'): void {
    if (!concerned(parts, id)) throw new Problem(code, { faults: [unknownUnit(id, concernedIds(parts))] })
  }
}

function unknownUnit(found: string, known: readonly string[]): Fault {
  const meant = didYouMean(found, known)
  const message = {
    zh: `没有单位或镇 ${found}${meant ? `，是否想写 ${meant}？` : ''}`,
    en: `there is no unit or town ${found}${meant ? `; did you mean ${meant}?` : ''}`,
  }
  return { path: 'unit', message, expected: known.join(', '), found }
}
