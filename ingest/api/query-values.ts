// The values a query may carry: instants, durations, pages, lists.
import { z } from 'zod'

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i
/** Date.parse takes the 30th of February for the 2nd of March. */
const isOfCalendar = (text: string): boolean => new Date(`${text.slice(0, 10)}T00:00Z`).getUTCDate() === Number(text.slice(8, 10))

/** The last millisecond a Date can hold. */
const latest = 8.64e15

/** An instant in ms since 1970 UTC. */
export const instant = z
  .string()
  .transform((text, context) => {
    // An unescaped + of a query arrives as a space.
    const tidy = text.trim().replace(/ (\d{2}:?\d{2})$/, '+$1')
    const ms = /^\d{1,16}$/.test(tidy)
      ? Number(tidy)
      : isoInstant.test(tidy) && isOfCalendar(tidy)
        ? Date.parse(tidy.replace(',', '.'))
        : Number.NaN
    if (ms >= 0 && ms <= latest) return ms
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'must be an instant: ISO 8601 with a zone, or milliseconds since 1970',
      params: {
        zh: '应为带时区的 ISO 8601 时间，或 1970 年以来的毫秒数',
        expected: '2026-11-23T08:00:00+08:00, 2026-11-23T00:00:00Z or 1795392000000',
      },
    })
    return z.NEVER
  })
  .meta({ description: 'ISO 8601 with zone, or ms since 1970 UTC', examples: ['2026-11-23T08:00:00+08:00'] })

/** The same where JSON can carry a number. */
export const instantInBody = z.union([z.number().int().min(0).max(latest), instant])

const unitMs = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A duration as it was given, and in ms. */
export const duration = z
  .string()
  .transform((text, context) => {
    const ms = durationMs(text.trim())
    if (ms !== undefined && Number.isSafeInteger(ms) && ms > 0) return { text: text.trim(), ms }
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'must be a duration greater than zero: 15m, 1h, 60s, PT15M, or milliseconds',
      params: { zh: '应为大于零的时长：15m、1h、60s、PT15M 或毫秒数', expected: '15m, 1h, 60s, PT15M or 900000' },
    })
    return z.NEVER
  })
  .meta({ description: 'A duration: 15m, 1h, 60s, 1d, PT15M, or ms', examples: ['15m'] })

function durationMs(text: string): number | undefined {
  const plain = /^(\d+(?:\.\d+)?) ?(ms|s|m|min|h|d)?$/.exec(text)
  if (plain) return Number(plain[1]) * unitMs[(plain[2] ?? 'ms') as keyof typeof unitMs]
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (!iso || text === 'P' || text.endsWith('T')) return undefined
  const [, d = 0, h = 0, m = 0, s = 0] = iso
  return Number(d) * unitMs.d + Number(h) * unitMs.h + Number(m) * unitMs.m + Number(s) * unitMs.s
}

export const limitUpTo = (most: number, otherwise: number) =>
  z.coerce.number().int().min(1).max(most).default(otherwise).describe(`At most this many; ${otherwise} when not given`)

export const cursor = z.string().max(600).optional().describe('`next` of the page before, unchanged')

/** 'a,b' → ['a', 'b']. */
export const names = z
  .string()
  .min(1)
  .max(2_000)
  .transform((text) => [
    ...new Set(
      text
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    ),
  ])

/** Text to search for. A NUL would end the pattern and so find everything. */
export const searched = z
  .string()
  .min(1)
  .max(100)
  .superRefine((text, context) => {
    if (!/\p{Cc}/u.test(text)) return
    context.addIssue({ code: 'custom', message: 'must not contain control characters', params: { zh: '不能含有控制字符' } })
  })

export const yesOrNo = z.enum(['true', 'false']).transform((word) => word === 'true')
