import {
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { framed, type PanelOptions } from './panel.ts'

export interface TimeseriesOptions extends PanelOptions {
  /** Lines unless said: bars for what is counted or used within a bucket. */
  readonly as?: 'lines' | 'bars'
  readonly stacked?: boolean
  readonly min?: number
  readonly max?: number
}

export function timeseries(options: TimeseriesOptions): PanelBuilder {
  const { as = 'lines', stacked = false, min, max } = options
  const panel = framed(new PanelBuilder(), options)
    .lineWidth(1)
    .fillOpacity(as === 'bars' ? 70 : stacked ? 30 : 5)
    .drawStyle(as === 'bars' ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .showPoints(VisibilityMode.Auto) // a month with one value is a point, and no line
    .legend(legend())
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
  if (stacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
  if (options.thresholds !== undefined) panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
  if (min !== undefined) panel.min(min)
  if (max !== undefined) panel.max(max)
  return panel
}

const legend = (): VizLegendOptionsBuilder =>
  new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true).calcs([])
