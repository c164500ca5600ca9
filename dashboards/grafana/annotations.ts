import type { AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard'
import { readings } from './data-sources.ts'
import { influxql, type Select } from './influxql.ts'

export interface AnnotationOptions {
  readonly title: string
  readonly query: Select
  readonly colour: string
  /** Columns of the query: what is said, and what tells it apart. */
  readonly text: string
  readonly tags: readonly string[]
  readonly enabled?: boolean
}

/** Marks on every panel with a time axis. The query needs a `limit`: thousands of marks tell nothing. */
export function annotation({ title, query, colour, text, tags, enabled = true }: AnnotationOptions): AnnotationQuery {
  if (query.limit === undefined) throw new RangeError(`annotation ${title} has no limit`)
  const target = {
    refId: 'Anno',
    rawQuery: true,
    textEditor: true,
    fromAnnotations: true,
    query: influxql(query),
    textColumn: text,
    tagsColumn: tags.join(','),
    _implementsDataqueryVariant: () => {},
  }
  return { name: title, datasource: readings, enable: enabled, iconColor: colour, target }
}
