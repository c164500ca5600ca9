import { z } from 'zod'
import { factColumns } from '../../facts/columns.ts'
import type { FactLine } from '../../indicators/indicators.ts'
import { iso, time, words } from '../answers.ts'

export const factLine = z.object({
  start: time,
  end: time,
  facility: z.string(),
  town: z.string(),
  circles: z.array(z.string()),
  facts: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).describe('By the names of `columns`; null: not known'),
  links: z.object({ readings: z.string(), events: z.string() }).describe('What the hour was counted from'),
})

export const factColumn = z.object({
  name: z.string(),
  label: words,
  unit: z.enum(['s', 'mWh', 'ms', 'fen', 'min', 'n', 'text']).describe('mWh: 10⁻⁶ kWh; min: thing-minutes; n: a count'),
})

export const columnsOfFacts = (): z.output<typeof factColumn>[] =>
  Object.entries(factColumns).map(([name, { label, unit }]) => ({ name, label: { ...label }, unit }))

export function factLineOf(device: string, { start, end, facility, town, circles, facts }: FactLine): z.output<typeof factLine> {
  const about = `/api/v1/devices/${encodeURIComponent(device)}`
  const range = `from=${iso(start)}&to=${iso(end)}`
  return {
    ...{ start: iso(start), end: iso(end), facility, town, circles: [...circles], facts: { ...facts } },
    links: { readings: `${about}/readings?${range}`, events: `${about}/events?${range}` },
  }
}
