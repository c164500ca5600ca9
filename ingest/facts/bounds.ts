import { factColumns } from './columns.ts'
import { factNames } from './database.ts'
import type { Draft } from './draft.ts'

/** 10⁶ kWh, 10¹⁰ yuan in an hour: no device tells so much, and sums of a city over years stay exact below 2⁵³. */
const most = 1e12

const numbers = factNames.filter((name) => factColumns[name].unit !== 'text') as readonly (keyof Draft)[]

/** One meter that tells nonsense within what its kind allows must not stop the counting of all. */
export function keepInBounds(draft: Draft): Draft {
  for (const name of numbers) {
    const value = draft[name] as number | null
    if (value === null || (value >= -most && value <= most && Number.isInteger(value))) continue
    const inBounds = Number.isNaN(value) ? 0 : Math.round(Math.min(most, Math.max(-most, value)))
    Object.assign(draft, { [name]: inBounds })
  }
  return draft
}
