import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common'
import type { ThresholdsConfigBuilder, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard'
import { mixed } from '../data-sources.ts'
import type { Target } from '../targets.ts'

/** What every panel has. Width is of 24; a height of 8 is about a third of a screen, of a wall as well. */
export interface PanelOptions {
  readonly title: string
  readonly description?: string
  readonly targets: readonly Target[]
  readonly width: number
  readonly height: number
  readonly unit?: string
  readonly decimals?: number
  /** The shortest bucket, for instance as often as readings come: '15s'. */
  readonly interval?: string
  /** At most about so many buckets; one for each pixel unless said. */
  readonly buckets?: number
  readonly mappings?: readonly ValueMapping[]
  readonly thresholds?: ThresholdsConfigBuilder
  /** Only the newest part of the range, as '3m', while it reaches up to now. */
  readonly timeFrom?: string
  /** Said instead of "No data". */
  readonly noValue?: string
}

interface Builder<Self> {
  title(title: string): Self
  description(description: string): Self
  datasource(ref: DataSourceRef): Self
  withTarget(target: Target): Self
  span(width: number): Self
  height(height: number): Self
  unit(unit: string): Self
  decimals(decimals: number): Self
  interval(interval: string): Self
  maxDataPoints(points: number): Self
  mappings(mappings: ValueMapping[]): Self
  thresholds(thresholds: ThresholdsConfigBuilder): Self
  noValue(noValue: string): Self
  timeFrom(timeFrom: string): Self
}

/** The SDK's builders of all panels have these methods and no type in common. */
export function framed<Panel extends Builder<Panel>>(panel: Panel, options: PanelOptions): Panel {
  const { title, description, targets, width, height, unit, decimals, interval, buckets, mappings, thresholds, noValue, timeFrom } = options
  panel.title(title).datasource(mixed).span(width).height(height)
  if (description !== undefined) panel.description(description)
  if (unit !== undefined) panel.unit(unit)
  if (decimals !== undefined) panel.decimals(decimals)
  if (interval !== undefined) panel.interval(interval)
  if (buckets !== undefined) panel.maxDataPoints(buckets)
  if (mappings !== undefined) panel.mappings([...mappings])
  if (thresholds !== undefined) panel.thresholds(thresholds)
  if (noValue !== undefined) panel.noValue(noValue)
  if (timeFrom !== undefined) panel.timeFrom(timeFrom)
  for (const [index, target] of targets.entries()) panel.withTarget(lettered(target, index))
  return panel
}

/** Grafana needs a letter for each query of a panel. */
function lettered(target: Target, index: number): Target {
  return {
    build: () => {
      const query = target.build() as ReturnType<Target['build']> & { refId: string }
      return query.refId === '' ? { ...query, refId: letter(index) } : query
    },
  }
}

const letter = (index: number): string => (index < 26 ? '' : letter(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))
