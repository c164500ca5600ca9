// Terms of facilities and devices as the API speaks of them: what holds from a time on, and everything that was ever stated.
import { z } from 'zod'
import type { Register } from '../../register/register.ts'
import { termHistory as historyOf } from '../../register/terms.ts'
import { iso, time } from './answers.ts'
import type { dayOrInstant } from './day-or-instant.ts'

export type Moment = ReturnType<typeof dayOrInstant>

export const serviceHours = z
  .strictObject({
    days: z.array(z.number()).describe('1 Monday … 7 Sunday'),
    from: z.string().meta({ examples: ['07:00'] }),
    to: z
      .string()
      .meta({ examples: ['22:00'] })
      .describe('Later than from, up to 24:00'),
  })
  .describe('Local time of KZ_TIMEZONE')

export const coldLimits = z
  .union([
    z.enum(['frozen', 'chilled']),
    z.strictObject({ low: z.number().optional(), high: z.number().optional(), severe: z.number().optional() }),
  ])
  .describe('frozen, chilled, or °C: low, high, and above which it is severe')

export const termHistory = z
  .array(
    z.object({
      term: z.string(),
      value: z.unknown().optional().describe('Absent: it was taken away'),
      since: time.optional().describe('It holds from then on, the first one also before; absent: whenever'),
      recorded: time.describe('When it was entered'),
      author: z.string().optional(),
      superseded: time.optional().describe('When another one for the same time took its place'),
    }),
  )
  .describe('Everything that was ever stated, in the order of entry')

export const termHistoryOf = (register: Register, thing: 'facility' | 'device', id: string): z.output<typeof termHistory> =>
  historyOf(register.database, thing, id).map(({ since, recorded, superseded, value, ...rest }) => ({
    ...rest,
    ...(value !== undefined && { value: rest.term === 'commissioned' ? iso(value as number) : value }),
    ...(since !== undefined && { since: iso(since) }),
    recorded: iso(recorded),
    ...(superseded !== undefined && { superseded: iso(superseded) }),
  }))

type Optional<Shape extends Readonly<Record<string, z.ZodType>>> = { [Name in keyof Shape]: z.ZodOptional<Shape[Name]> }
type Clearable<Shape extends Readonly<Record<string, z.ZodType>>> = { [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>> }

/** The same fields for a new one and for changes, where null takes them away. */
export function fieldsOfTerms<const Shape extends Readonly<Record<string, z.ZodType>>>(
  shape: Shape,
): { optional: Optional<Shape>; clearable: Clearable<Shape> } {
  const mapped = (change: (field: z.ZodType) => z.ZodType) =>
    Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, change(field)]))
  return {
    optional: mapped((field) => field.optional()) as Optional<Shape>,
    clearable: mapped((field) => field.nullable().optional()) as Clearable<Shape>,
  }
}

/** What the register looks at of a body that is wrong already: times are read only where all is right. */
export function withoutTimes(sent: object): object {
  const { since, commissioned, public: isPublic, ...rest } = sent as Record<string, unknown>
  return { ...rest, ...(isPublic !== undefined && { isPublic }) }
}
