import { z } from 'zod'
import type { Exclusion, Indicator, Variant } from '../../indicators/indicator.ts'
import type { ParameterSetting } from '../../indicators/indicators.ts'
import { countText, valueText } from '../../indicators/number-texts.ts'
import { words } from '../answers.ts'

const side = z.object({ label: words, unit: words })

/** How a number is counted, as the reader sees it. */
export const formula = z.object({
  version: z.int().describe('Raised with every change of what is counted'),
  text: words,
  numerator: side,
  denominator: side,
  sources: z.array(words).describe('Where the rule comes from; empty: our own proposal'),
  parameters: z
    .array(z.object({ name: z.string(), value: z.number(), otherwise: z.number(), label: words }))
    .describe('As in force; `otherwise` is the default'),
})

export const variant = z.object({
  id: z.string(),
  label: words,
  unit: z.enum(['%', 'h', 'per-compartment-day', 'count', 'min']),
  value: z.number().nullable(),
  shown: z.string(),
  numerator: z.number().optional(),
  denominator: z.number().optional(),
})

export const exclusion = z.object({
  code: z.string(),
  reason: words,
  count: z.int().describe('Devices, facilities or episodes left out altogether'),
  minutes: z.number().describe('Time left out of those that count'),
})

export const suggestion = z.object({
  text: words,
  official: z.literal(false).describe('A starting point for whoever sets the target, and no target'),
})

/** With the parameters as in force in a month. */
export const formulaOf = (
  { formula: { version, text, numerator, denominator, sources, parameters } }: Indicator,
  settings: readonly ParameterSetting[],
  month: string,
): z.output<typeof formula> => ({
  version,
  text: { ...text },
  numerator: { label: { ...numerator.label }, unit: { ...numerator.unit } },
  denominator: { label: { ...denominator.label }, unit: { ...denominator.unit } },
  sources: sources.map((source) => ({ ...source })),
  parameters: Object.entries(parameters).map(([name, { value, label }]) => ({
    ...{ name, value: inForce(settings, name, month)?.value ?? value, otherwise: value },
    label: { ...label },
  })),
})

/** Of the statements for a month or earlier ones, the latest month's and of that the last version. */
function inForce(settings: readonly ParameterSetting[], name: string, month: string): ParameterSetting | undefined {
  return settings
    .filter((each) => each.name === name && each.since <= month)
    .sort((a, b) => (a.since === b.since ? a.version - b.version : a.since < b.since ? -1 : 1))
    .at(-1)
}

export function variantOf({ id, label, unit, value, numerator, denominator }: Variant): z.output<typeof variant> {
  const isCount = unit === 'count' || unit === 'min'
  return {
    ...{ id, label: { ...label }, unit, value, shown: isCount ? countText(value) : valueText(value) },
    ...(numerator !== undefined && { numerator }),
    ...(denominator !== undefined && { denominator }),
  }
}

export const exclusionOf = ({ code, reason, count, minutes }: Exclusion): z.output<typeof exclusion> => ({
  code,
  reason: { ...reason },
  count,
  minutes,
})
