import type { FacilityKind } from '../../../../facilities/define.ts'
import { indicatorScopeOf } from '../../indicator-scope.ts'
import type { Kinds } from '../../kinds.ts'
import type { Point, RollupPoint } from '../../store.ts'
import { quoted, type RollupFile, type RollupFiles, rollupFileName, rollupTable } from './rollup-files.ts'

/** One transaction a file: on disk when it returns. */
export function writeRollups(files: RollupFiles, points: readonly RollupPoint[], kinds: Kinds): void {
  for (const [name, ofFile] of Map.groupBy(points, ({ width, start }) => rollupFileName(width, start))) {
    const file = files.writing(name)
    file.database.exec('BEGIN IMMEDIATE')
    for (const [kindName, ofKind] of Map.groupBy(ofFile, ({ kind }) => kind)) {
      const kind = kinds.get(kindName)
      if (kind) writeKind(file, kind, ofKind)
    }
    file.database.exec('COMMIT')
  }
}

function writeKind(file: RollupFile, kind: FacilityKind, points: readonly RollupPoint[]): void {
  const columns = file.ensureTable(kind)
  const names = ['device', 'start', ...columns.map(({ name }) => quoted(name))]
  const insert = file.prepare(
    `INSERT OR REPLACE INTO ${rollupTable(kind.kind)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  const event = file.prepare('INSERT OR REPLACE INTO event (device, start, event, "values") VALUES (?, ?, ?, ?)')
  for (const point of points) {
    const device = file.internDevice(kind.kind, point.device)
    if (point.event !== undefined) event.run(device, point.start, point.event, JSON.stringify(point.values))
    else insert.run(device, point.start, ...columns.map(({ name }) => point.values[name] ?? null))
  }
}

/** Merging as among the readings. */
export function keepIndicators(files: RollupFiles, points: readonly Point[]): void {
  for (const [name, ofFile] of Map.groupBy(points, ({ ts }) => rollupFileName('indicator', ts))) {
    const file = files.writing(name)
    const insert = file.prepare(
      `INSERT INTO indicator (indicator, scope, period, ts, n, received, fields) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET received = excluded.received, fields = json_patch(fields, excluded.fields)`,
    )
    file.database.exec('BEGIN IMMEDIATE')
    for (const point of ofFile)
      insert.run(point.device, indicatorScopeOf(point), point.event ?? '', point.ts, point.n, point.received, JSON.stringify(point.fields))
    file.database.exec('COMMIT')
  }
}
