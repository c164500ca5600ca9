import type { FacilityKind } from '../../../../facilities/define.ts'
import type { IndicatorValuesQuery, RollupsQuery, StoredReading, StoredRollup } from '../../store.ts'
import { quoted, type RollupFile, type RollupFiles, rollupTable } from './rollup-files.ts'

/** From file to file, until there are enough. */
export function listRollups(files: RollupFiles, query: RollupsQuery, kind: FacilityKind): StoredRollup[] {
  const found: StoredRollup[] = []
  if (query.from >= query.to) return found
  const names = files.names(query.width, query.from, query.to)
  for (const name of query.order === 'descending' ? names.reverse() : names) {
    if (found.length >= query.limit) break
    const file = files.reading(name)
    const device = file.deviceNumber(query.kind, query.device)
    if (device === undefined) continue
    for (const one of ofFile(file, device, { ...query, limit: query.limit - found.length }, kind)) found.push(one)
  }
  return found
}

/** Values of indicators as they are kept beside the rollups, in order of time. */
export function listKeptIndicators(files: RollupFiles, { indicator, scope, period, from, to }: IndicatorValuesQuery): StoredReading[] {
  if (from >= to) return []
  const sql =
    'SELECT ts, n, received, fields FROM indicator WHERE indicator = ? AND scope = ? AND period = ? AND ts >= ? AND ts < ? ORDER BY ts, n'
  return files.names('indicator', from, to).flatMap((name) => {
    const file = files.reading(name)
    if (!file.hasTable('indicator')) return []
    const rows = file.prepare(sql).all(indicator, scope, period, from, to) as { ts: number; n: number; received: number; fields: string }[]
    return rows.map(({ fields, ...row }): StoredReading => ({ ...row, quality: 'good', values: JSON.parse(fields) }))
  })
}

function ofFile(file: RollupFile, device: number, query: RollupsQuery, kind: FacilityKind): StoredRollup[] {
  const { from, to, limit, of } = query
  const way = query.order === 'descending' ? 'DESC' : 'ASC'
  const range = 'device = ? AND start >= ? AND start < ?'
  if (of === 'events') {
    const only = query.event === undefined ? '' : 'AND event = ?'
    const sql = `SELECT start, event, "values" FROM event WHERE ${range} ${only} ORDER BY start ${way}, event ${way} LIMIT ?`
    const rows = file.prepare(sql).all(device, from, to, ...(query.event === undefined ? [] : [query.event]), limit)
    return rows.map(({ start, event, values }) => ({
      start: start as number,
      event: event as string,
      values: JSON.parse(values as string),
    }))
  }
  const columns = file.columnsOf(kind)
  if (columns.length === 0 || (query.having !== undefined && !columns.some(({ name }) => name === query.having))) return []
  const wanted = query.names && new Set(query.names)
  const selected = query.having ? [query.having] : columns.map(({ name }) => name).filter((name) => wanted?.has(name) ?? true)
  if (selected.length === 0) return []
  const having = query.having === undefined ? '' : `AND ${quoted(query.having)} IS NOT NULL`
  const sql = `SELECT ${['start', ...selected.map(quoted)].join(', ')} FROM ${rollupTable(kind.kind)} WHERE ${range} ${having} ORDER BY start ${way} LIMIT ?`
  const statement = file.prepare(sql)
  statement.setReturnArrays(true)
  const rows = statement.all(device, from, to, limit) as unknown as (number | string | null)[][]
  return rows.map(([start, ...row]) => {
    const values: Record<string, number | string> = {}
    for (const [index, name] of selected.entries()) {
      const value = row[index]
      if (value !== null && value !== undefined) values[name] = value
    }
    return { start: start as number, values }
  })
}
