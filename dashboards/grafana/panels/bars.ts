import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge'
import { BarGaugeDisplayMode, ReduceDataOptionsBuilder, VizOrientation } from '@grafana/grafana-foundation-sdk/common'
import { framed, type PanelOptions } from './panel.ts'

export interface BarsOptions extends PanelOptions {
  /** What of each series is its bar. */
  readonly shows?: 'lastNotNull' | 'sum' | 'max' | 'min' | 'mean'
  /** One bar a row of a table instead of one a series: at most this many. */
  readonly rows?: number
  readonly min?: number
  readonly max?: number
}

/** A ranking: horizontal bars, one a series or one a row. */
export function bars(options: BarsOptions): PanelBuilder {
  const { shows = 'lastNotNull', rows, min, max } = options
  const reduced = new ReduceDataOptionsBuilder()
    .calcs([shows])
    .values(rows !== undefined)
    .fields('')
  if (rows !== undefined) reduced.limit(rows)
  const panel = framed(new PanelBuilder(), options)
    .reduceOptions(reduced)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
  if (min !== undefined) panel.min(min)
  if (max !== undefined) panel.max(max)
  return panel
}
