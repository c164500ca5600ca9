import { z } from 'zod'
import { wordsOfExclusion } from '../../indicators/exclusions.ts'
import type { Contribution } from '../../indicators/indicator.ts'
import { words } from '../answers.ts'

/** What one thing gives to a value, or why it gives nothing. */
export const contribution = z
  .object({
    counted: z.boolean(),
    device: z.string().optional(),
    facility: z.string().optional(),
    community: z.string().optional(),
    circle: z.string().optional().describe('Where circles are counted: which'),
    kind: z.string().optional(),
    town: z.string(),
    circles: z.array(z.string()),
    numerator: z.number(),
    denominator: z.number(),
    known: z.number().optional().describe('Where states are judged: known of what was asked'),
    asked: z.number().optional(),
    parts: z.record(z.string(), z.number()).optional().describe('Further numbers, for the variants'),
    reason: z.object({ code: z.string(), text: words }).optional().describe('Why it is left out'),
    leftOut: z
      .array(z.object({ code: z.string(), text: words, minutes: z.number() }))
      .optional()
      .describe('Time left out though the rest counts'),
    evidence: z.string().optional().describe('Where its hours are'),
  })
  .meta({ id: 'Contribution' })

interface Context {
  readonly indicator: string
  readonly period: string
}

export function contributionOf(one: Contribution, context: Context): z.output<typeof contribution> {
  const { device, facility, community, counted, kind, town, circles, numerator, denominator, known, asked, parts } = one
  const leftOut = Object.entries(one.excludedMinutes ?? {}).flatMap(leftOutOf)
  return {
    counted: one.excluded === undefined,
    ...(device !== undefined && { device }),
    ...(facility !== undefined && { facility }),
    ...(community !== undefined && { community }),
    ...(counted !== undefined && { circle: counted }),
    ...(kind !== undefined && { kind }),
    ...{ town, circles: [...circles], numerator, denominator },
    ...(known !== undefined && { known }),
    ...(asked !== undefined && { asked }),
    ...(parts && { parts: { ...parts } }),
    ...(one.excluded !== undefined && { reason: { code: one.excluded, text: { ...wordsOfExclusion(one.excluded) } } }),
    ...(leftOut.length > 0 && { leftOut }),
    ...(device !== undefined && { evidence: hrefOf(device, context) }),
  }
}

const leftOutOf = ([code, minutes]: [string, number]) => (minutes > 0 ? [{ code, text: { ...wordsOfExclusion(code) }, minutes }] : [])

const hrefOf = (device: string, { indicator, period }: Context): string =>
  `/api/v1/indicators/${indicator}/evidence?period=${period}&device=${encodeURIComponent(device)}`
