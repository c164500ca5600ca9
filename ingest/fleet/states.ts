// What the pipeline wrote down of each device, as far as a wall shows it: one pass over the table, however many devices.
import type { DatabaseSync } from 'node:sqlite'
import type { FacilityKind } from '../../facilities/define.ts'
import type { DeviceStateName } from '../pipeline/live.ts'

export interface KnownState {
  readonly state: DeviceStateName
  readonly since: number
  readonly cause: string
  /** The first field of the kind's service that says it does not serve, and since when it says so at the latest, ms. */
  readonly bad?: { readonly field: string; readonly word: string; readonly ts: number }
}

interface Row {
  readonly device: string
  readonly state: DeviceStateName
  readonly since: number
  readonly cause: string
  readonly [cell: `value${number}` | `ts${number}`]: unknown
}

/** Reads them all. Only the fields judged are taken out of the records, so that ten thousand of them take tens of ms. */
export function stateReader(database: DatabaseSync, kinds: readonly FacilityKind[]): () => ReadonlyMap<string, KnownState> {
  const readers = kinds.map(({ kind, service = [] }) => {
    const cells = service.map((_, index) => `, json_extract(record, ?) AS value${index}, json_extract(record, ?) AS ts${index}`)
    const statement = database.prepare(`SELECT device, state, since, cause${cells.join('')} FROM device WHERE kind = ?`)
    const paths = service.flatMap(({ field }) => [`$.latest."${field}".value`, `$.latest."${field}".ts`])
    return { service, rows: () => statement.iterate(...paths, kind) as unknown as Iterable<Row> }
  })
  return () => {
    const known = new Map<string, KnownState>()
    for (const { service, rows } of readers) for (const row of rows()) known.set(row.device, stateOf(row, service))
    return known
  }
}

function stateOf(row: Row, service: NonNullable<FacilityKind['service']>): KnownState {
  const { state, since, cause } = row
  const index = service.findIndex(({ bad }, each) => bad.includes(row[`value${each}`] as string))
  const field = service[index]?.field
  if (field === undefined) return { state, since, cause }
  return { state, since, cause, bad: { field, word: row[`value${index}`] as string, ts: Number(row[`ts${index}`]) } }
}
