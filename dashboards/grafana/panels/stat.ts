import { BigValueColorMode, BigValueGraphMode, BigValueTextMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { framed, type PanelOptions } from './panel.ts'

export interface StatOptions extends PanelOptions {
  /** The last value unless said. */
  readonly shows?: 'lastNotNull' | 'sum' | 'max' | 'min' | 'mean'
  readonly coloured?: 'value' | 'background' | 'none'
  readonly trend?: boolean
  /** What the series is called instead of its number, as a version is. */
  readonly namesOnly?: boolean
}

/** One number large enough for a wall. */
export function stat(options: StatOptions): PanelBuilder {
  const { shows = 'lastNotNull', coloured = 'value', trend = false, namesOnly = false } = options
  return framed(new PanelBuilder(), options)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs([shows]).values(false).fields(''))
    .textMode(namesOnly ? BigValueTextMode.Name : BigValueTextMode.Auto)
    .colorMode(colours[coloured])
    .graphMode(trend ? BigValueGraphMode.Area : BigValueGraphMode.None)
}

const colours = { value: BigValueColorMode.Value, background: BigValueColorMode.Background, none: BigValueColorMode.None } as const
