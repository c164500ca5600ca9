import { z } from 'zod'
import type { Target } from '../../indicators/indicators.ts'
import { iso, time } from '../answers.ts'

/** 达标线 or 警戒线; of a band its two ends. */
export const line = z.union([z.number(), z.tuple([z.number(), z.number()])])

export const target = z
  .object({
    scope: z.string(),
    version: z.int(),
    since: z.string().describe('First month it holds for'),
    target: line.describe('达标线; of a band [low, high]'),
    warning: line.describe('警戒线; of a band [low, high]'),
    document: z.string(),
    date: z.string().describe('Of the document'),
    note: z.string().optional(),
    author: z.string(),
    recorded: time,
  })
  .meta({ id: 'IndicatorTarget' })

export const targetOf = ({ indicator: _, target: met, warning, recorded, ...rest }: Target): z.output<typeof target> => ({
  ...rest,
  target: lineOf(met),
  warning: lineOf(warning),
  recorded: iso(recorded),
})

const lineOf = (given: Target['target']): z.output<typeof line> => (typeof given === 'number' ? given : [given[0], given[1]])
