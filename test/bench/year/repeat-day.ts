import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { builtIn } from '../../../facilities/catalogue.ts'
import type { FacilityKind } from '../../../facilities/define.ts'
import { storedName } from '../../../ingest/store/field-names.ts'
import { type DayFile, openDayFile, tableOf } from '../../../ingest/store/sqlite/day-file.ts'
import { DayFiles, dayMs } from '../../../ingest/store/sqlite/day-files.ts'
import type { DeviceMemory } from './device-year.ts'

export interface Repetition {
  /** Days since 1970 UTC. */
  readonly source: number
  readonly target: number
  /** How often the recorded days were through before. */
  readonly round: number
  /** By how much a round moves the totals of a device on: [device, field, amount]. */
  readonly drift: readonly (readonly [string, string, number])[]
}

/** What a meter gained over the recorded days; one that was changed in between starts each round again. */
export function driftOf(memory: Readonly<Record<string, DeviceMemory>>, kindOf: ReadonlyMap<string, FacilityKind>): Repetition['drift'] {
  return Object.entries(memory).flatMap(([device, { values }]) => {
    const { telemetry, simulate } = kindOf.get(device) as FacilityKind
    const totals = Object.keys(telemetry).filter((name) => telemetry[name]?.type === 'total')
    return totals.map((name) => [device, name, Math.max(0, Number(values[name]) - Number(simulate.start[name]))] as const)
  })
}

/**
 * Writes a recorded day once more under another date, its totals moved on; gives the readings. Row by row in the order of time, as the
 * pipeline writes them: so the file has the pages that a day of the pipeline has, at four times the speed of the simulators.
 */
export function repeatDay(folder: string, database: DatabaseSync, { source, target, round, drift }: Repetition): number {
  const files = new DayFiles(join(folder, 'readings'), { readOnly: false })
  const file = openDayFile(files.path(target), { readOnly: false })
  // Before the other file is attached: its tables would be taken for ours.
  for (const kind of builtIn.all) file.ensureTable(kind)
  const shift = (target - source) * dayMs
  file.database.exec('CREATE TEMP TABLE drift (device TEXT, field TEXT, amount REAL, PRIMARY KEY (device, field)) WITHOUT ROWID')
  const put = file.database.prepare('INSERT INTO temp.drift VALUES (?, ?, ?)')
  for (const row of drift) put.run(...row)
  file.database.prepare('ATTACH ? AS source').run(files.path(source))
  file.database.exec('BEGIN IMMEDIATE; INSERT OR IGNORE INTO main.device SELECT * FROM source.device')
  let readings = 0
  for (const kind of builtIn.all) readings += copyReadings(file, kind, shift, round)
  file.database.exec(`INSERT OR IGNORE INTO main.event
    SELECT device, ts + ${shift}, n, event, received + ${shift}, quality, reason, fields FROM source.event ORDER BY ts, device; COMMIT`)
  file.close()
  repeatBooks(database, source * dayMs, shift)
  return readings
}

function copyReadings(file: DayFile, kind: FacilityKind, shift: number, round: number): number {
  const table = tableOf(kind.kind)
  if (!file.prepare("SELECT 1 FROM source.sqlite_schema WHERE type = 'table' AND name = ?").get(`reading_${kind.kind}`)) return 0
  const columns = file.ensureTable(kind).map(({ field, name }) => {
    if (kind.telemetry[field]?.type !== 'total') return { name, value: `rows.${name}` }
    const amount = `(SELECT amount FROM temp.drift WHERE drift.device = device.device AND field = '${storedName(field)}')`
    return { name, value: `rows.${name} + ${round} * ${amount}` }
  })
  const statement = `INSERT OR IGNORE INTO main.${table} (${['device, ts, n, received, quality, reason', ...columns.map(({ name }) => name)].join(', ')})
    SELECT ${[`rows.device, ts + ${shift}, n, received + ${shift}, quality, reason`, ...columns.map(({ value }) => value)].join(', ')}
    FROM source.${table} AS rows JOIN source.device AS device ON device.id = rows.device ORDER BY ts, rows.device`
  return Number(file.database.prepare(statement).run().changes)
}

/** Ledger and activity of that day too. */
function repeatBooks(database: DatabaseSync, from: number, shift: number): void {
  const hours = `hour >= ${from} AND hour < ${from + dayMs}`
  database.exec(`BEGIN IMMEDIATE;
    INSERT INTO activity SELECT device, hour + ${shift}, heard0, heard1, left0, left1, stored, (SELECT max(changed) + 1 FROM activity)
      FROM activity WHERE ${hours}
      ON CONFLICT DO UPDATE SET heard0 = heard0 | excluded.heard0, heard1 = heard1 | excluded.heard1, stored = 1, changed = excluded.changed;
    INSERT INTO ledger (hour, device, kind, received, stored, duplicate, quarantined)
      SELECT hour + ${shift}, device, kind, received, stored, duplicate, quarantined FROM ledger WHERE ${hours}
      ON CONFLICT DO UPDATE SET received = excluded.received, stored = excluded.stored;
    COMMIT`)
}
