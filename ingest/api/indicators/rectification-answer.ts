import { z } from 'zod'
import { units } from '../../../register/tasks.ts'
import type { Rectification } from '../../indicators/indicators.ts'
import { iso, time, words } from '../answers.ts'
import type { ApiParts } from '../parts.ts'
import { keys, rectificationWords } from './words.ts'

export const states = keys(rectificationWords)

/** An entry of the 问题整改台账: 挂号建账、对号结账、销号下账. */
export const rectification = z
  .object({
    id: z.string(),
    indicator: z.string().optional(),
    period: z.string().optional(),
    scope: z.string(),
    issue: z.string(),
    unit: z.object({ id: z.string(), name: words }).describe('Who has to put it right: a unit or a town'),
    deadline: z.string(),
    isOverdue: z.boolean(),
    state: z.enum(states),
    stateText: words,
    replies: z.array(z.object({ text: z.string(), author: z.string(), at: time })),
    closed: z.object({ at: time, author: z.string(), note: z.string() }).optional(),
    created: time,
    author: z.string(),
    version: z.int().describe('Goes with a reply or the closing, so that nobody overwrites what another just entered'),
  })
  .meta({ id: 'Rectification' })

/** `today`: as a date of the site. */
export function rectificationOf(
  parts: Pick<ApiParts, 'register'>,
  { id, indicator, period, scope, issue, unit, deadline, state, replies, closed, created, author, version }: Rectification,
  today: string,
): z.output<typeof rectification> {
  return {
    id,
    ...(indicator !== undefined && { indicator }),
    ...(period !== undefined && { period }),
    ...{ scope, issue, unit: concerned(parts, unit) ?? { id: unit, name: { zh: unit, en: unit } }, deadline },
    isOverdue: state !== 'closed' && deadline < today,
    ...{ state, stateText: { ...rectificationWords[state] } },
    replies: replies.map((reply) => ({ ...reply, at: iso(reply.at) })),
    ...(closed && { closed: { ...closed, at: iso(closed.at) } }),
    ...{ created: iso(created), author, version },
  }
}

/** A unit of the work plan, or a town. */
export function concerned({ register }: Pick<ApiParts, 'register'>, id: string) {
  const found = units.find((each) => each.id === id) ?? register.towns().find((each) => each.id === id)
  return found && { id, name: { ...found.name } }
}

export const concernedIds = ({ register }: Pick<ApiParts, 'register'>): string[] => [
  ...units.map(({ id }) => id),
  ...register.towns().map(({ id }) => id),
]
