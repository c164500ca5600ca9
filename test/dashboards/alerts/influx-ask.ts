import type { AlertQuery } from '../../../dashboards/grafana/alerts/rule.ts'
import type { Ask, Series } from './rule-evaluation.ts'

interface Answer {
  readonly error?: string
  readonly results?: readonly {
    readonly error?: string
    readonly series?: readonly {
      readonly tags?: Record<string, string>
      readonly columns: string[]
      readonly values: (number | null)[][]
    }[]
  }[]
}

/** Asks influxd as Grafana's backend does: `$timeFilter` becomes the range of the query, each column of each series a series of its own. */
export const askInflux =
  (url: string, database: string): Ask =>
  async ({ model }: AlertQuery, from, to) => {
    const q = String(model.query).replaceAll('$timeFilter', `time >= ${from}ms and time <= ${to}ms`)
    const body = new URLSearchParams({ q, db: database, epoch: 'ms' })
    const response = await fetch(`${url}/query`, { method: 'POST', body, signal: AbortSignal.timeout(10_000) })
    const { error, results } = (await response.json()) as Answer
    const wrong = error ?? results?.[0]?.error
    if (wrong) throw new Error(`${q}: ${wrong}`)
    return (results?.[0]?.series ?? []).flatMap(({ tags = {}, columns, values }) =>
      columns.slice(1).map(
        (_, column): Series => ({
          labels: tags,
          values: values.map((row) => row[column + 1]).filter((value) => value !== null && value !== undefined),
        }),
      ),
    )
  }
