import type { DynamicConfigValue, ThresholdsConfigBuilder } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table'
import { framed, type PanelOptions } from './panel.ts'

export interface TableColumn {
  /** As the query names it. */
  readonly name: string
  readonly title: string
  readonly unit?: string
  readonly hidden?: boolean
  /** Shown in the colour of its word (`mappings`), or of these thresholds. */
  readonly coloured?: true | ThresholdsConfigBuilder
}

export interface TableOptions extends PanelOptions {
  /** In their order; what is not named stays behind, under its own name. */
  readonly columns: readonly TableColumn[]
  readonly sortBy?: { readonly column: string; readonly descending: boolean }
}

/** Targets of a table have `format: 'table'`. */
export function table(options: TableOptions): PanelBuilder {
  const { columns, sortBy } = options
  const panel = framed(new PanelBuilder(), options).withTransformation({
    id: 'organize',
    options: {
      indexByName: Object.fromEntries(columns.map(({ name }, index) => [name, index])),
      renameByName: Object.fromEntries(columns.map(({ name, title }) => [name, title])),
      excludeByName: Object.fromEntries(columns.filter(({ hidden }) => hidden).map(({ name }) => [name, true])),
    },
  })
  for (const column of columns) {
    const properties = propertiesOf(column)
    if (properties.length > 0) panel.overrideByName(column.title, properties)
  }
  if (sortBy !== undefined) panel.sortBy([{ build: () => ({ displayName: sortBy.column, desc: sortBy.descending }) }])
  return panel
}

function propertiesOf({ unit, coloured }: TableColumn): DynamicConfigValue[] {
  return [
    ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
    ...(coloured === undefined ? [] : [{ id: 'custom.cellOptions', value: { type: 'color-text' } }]),
    ...(coloured === undefined || coloured === true
      ? []
      : [
          { id: 'thresholds', value: coloured.build() },
          { id: 'color', value: { mode: 'thresholds' } },
        ]),
  ]
}
