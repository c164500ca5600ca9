import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A query of a panel, as it stands in the generated board. */
export interface BoardQuery {
  readonly board: string
  readonly panel: string
  readonly source: string
  readonly query: string
}

interface Panel {
  readonly title?: string
  readonly panels?: readonly Panel[]
  readonly targets?: readonly { readonly query?: string; readonly datasource?: { readonly uid?: string } }[]
}

/** The InfluxQL of every panel of every board in the folder. */
export function boardQueries(folder: string): BoardQuery[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.flatMap((name) => {
    const { uid, panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { uid: string; panels: readonly Panel[] }
    const every = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])])
    return every.flatMap(({ title = '', targets = [] }) =>
      targets.flatMap(({ query, datasource }) =>
        query === undefined || !query.startsWith('SELECT') ? [] : [{ board: uid, panel: title, source: datasource?.uid ?? '', query }],
      ),
    )
  })
}

interface Shown {
  readonly from: number
  readonly to: number
  /** In which points are drawn, ms. */
  readonly every: number
}

/** With what Grafana fills in when All is chosen. */
export function filledIn(query: string, { from, to, every }: Shown): string {
  return query
    .replaceAll('$timeFilter', `time >= ${from}ms and time <= ${to}ms`)
    .replaceAll(/\$\{?__to\}?/g, String(to))
    .replaceAll(/\$\{?__from\}?/g, String(from))
    .replaceAll(/\$\{?__interval\}?/g, `${every}ms`)
    .replaceAll(/\$\{\w+(:\w+)?\}/g, '.*')
}
