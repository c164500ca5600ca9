import { MappingType, ThresholdsConfigBuilder, ThresholdsMode, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard'

/** From `from` on it has this colour; the first step begins at null, which is everything below. */
export interface Step {
  readonly from: number | null
  readonly colour: string
}

export const thresholds = (steps: readonly Step[]): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps.map(({ from, colour }) => ({ value: from, color: colour })))

export interface Word {
  readonly value: string | number
  readonly text: string
  readonly colour?: string
}

/** What is shown for each value, with its colour. */
export const wordsOf = (words: readonly Word[]): ValueMapping => ({
  type: MappingType.ValueToText,
  options: Object.fromEntries(
    words.map(({ value, text, colour }, index) => [String(value), { text, index, ...(colour !== undefined && { color: colour }) }]),
  ),
})
