import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { panelsOf } from '../../dashboards/grafana/panels-of.ts'

export interface PanelQuery {
  readonly panel: string
  readonly source: string
  /** InfluxQL or PromQL. */
  readonly text: string
}

interface Target {
  readonly datasource?: { readonly uid: string }
  readonly query?: string
  readonly expr?: string
}

/** Every query of a finished dashboard, whichever source it asks. */
export function queriesOf(dashboard: Dashboard): PanelQuery[] {
  return panelsOf(dashboard).flatMap(({ title = '', targets = [] }) =>
    (targets as unknown as readonly Target[]).map(({ datasource, query, expr }) => ({
      ...{ panel: title, source: datasource?.uid ?? '', text: query ?? expr ?? '' },
    })),
  )
}
