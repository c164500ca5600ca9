import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common'
import { metrics, readings, rollups } from './data-sources.ts'
import { influxql, type Reach, type Select } from './influxql.ts'

export type Target = Builder<Dataquery>

/** What Grafana's InfluxDB source understands; the SDK has no builder for it. */
export interface InfluxTarget {
  readonly refId: string
  readonly datasource: DataSourceRef
  readonly query: string
  readonly rawQuery: true
  readonly resultFormat: 'time_series' | 'table'
  readonly alias?: string
}

interface InfluxOptions {
  /** A name for each series: `$tag_town`, `$col`, or words. */
  readonly alias?: string
  readonly format?: 'time_series' | 'table'
  /** A letter of its own in the panel, where a transformation or override calls it; else given by its place. */
  readonly refId?: string
}

/** One query of the readings, or of what is kept for ever when its `reach` is another than `raw`. */
export function influxTarget(query: Select, options: InfluxOptions = {}): Target {
  return fromSource(isOfReadings(reachOf(query)) ? readings : rollups, query, options)
}

/** As `influxTarget`, of what is kept for ever, whatever the reach. */
export const rollupTarget = (query: Select, options: InfluxOptions = {}): Target => fromSource(rollups, query, options)

const isOfReadings = (reach: Reach | undefined): boolean => reach === undefined || reach.startsWith('raw')

const reachOf = ({ reach, from }: Select): Reach | undefined => reach ?? (typeof from === 'string' ? undefined : reachOf(from))

function fromSource(datasource: DataSourceRef, query: Select, { alias, format = 'time_series', refId = '' }: InfluxOptions): Target {
  const target: InfluxTarget = {
    refId,
    datasource,
    query: influxql(query),
    rawQuery: true,
    resultFormat: format,
    ...(alias !== undefined && { alias }),
  }
  return { build: () => ({ ...target, _implementsDataqueryVariant }) }
}

export interface PrometheusOptions {
  readonly legend?: string
  /** One value at the end of the range, for stat and table. */
  readonly instant?: boolean
  readonly refId?: string
}

export function prometheusTarget(expr: string, { legend = '__auto', instant = false, refId = '' }: PrometheusOptions = {}): Target {
  const kindOfQuery = instant ? { instant: true, range: false, format: 'table' } : { instant: false, range: true, format: 'time_series' }
  const target = { refId, datasource: metrics, expr, legendFormat: legend, ...kindOfQuery }
  return { build: () => ({ ...target, _implementsDataqueryVariant }) }
}

/** The SDK's mark of a query; JSON drops it. */
const _implementsDataqueryVariant = (): void => {}
