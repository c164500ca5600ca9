import { z } from 'zod'
import { startOfLocalDay } from '../../facilities/local-day.ts'
import { offsetOf } from '../../facilities/zone.ts'
import { instantInBody } from './query-values.ts'

/** An instant in ms since 1970 UTC, or a day of KZ_TIMEZONE, which stands for its beginning. */
export const dayOrInstant = (timezone: string) => {
  const offset = offsetOf(timezone)
  const day = z
    .string()
    .transform((text) => startOfLocalDay(text.trim(), offset) ?? text)
    .pipe(instantInBody)
  return z
    .union([z.number().int().min(0).max(8.64e15), day])
    .meta({ description: 'A local day (its beginning), ISO 8601 with zone, or ms since 1970 UTC', examples: ['2026-11-24'] })
}
