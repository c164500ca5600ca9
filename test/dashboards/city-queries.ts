// The queries of finished dashboards, with everything filled in that Grafana would.
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'

export interface PanelQuery {
  readonly panel: string
  readonly source: string
  /** InfluxQL or PromQL. */
  readonly text: string
}

interface Panel {
  readonly title?: string
  readonly panels?: readonly Panel[]
  readonly targets?: readonly { readonly datasource?: { readonly uid: string }; readonly query?: string; readonly expr?: string }[]
}

export function queriesOf(dashboard: Dashboard): PanelQuery[] {
  const all = (dashboard.panels ?? []) as unknown as readonly Panel[]
  return all
    .flatMap((panel) => [panel, ...(panel.panels ?? [])])
    .flatMap(({ title = '', targets = [] }) =>
      targets.map(({ datasource, query, expr }) => ({ panel: title, source: datasource?.uid ?? '', text: query ?? expr ?? '' })),
    )
}

export function filled(text: string, range: { from: number; to: number }, variables: Readonly<Record<string, string>>): string {
  return text
    .replaceAll('$timeFilter', `time >= ${range.from}ms AND time <= ${range.to}ms`)
    .replaceAll('$__interval', '60s')
    .replaceAll(/\$\{(\w+)(?::\w+)?\}/g, (_, name: string) => variables[name] ?? '.*')
}
