import { idPattern } from '../../facilities/id.ts'
import type { RecordMapping } from '../../facilities/mapping/record-mapping.ts'
import { type TimeReader, timeReader } from '../../facilities/written-time.ts'
import { type Cells, filled, shown, textOf } from './cells.ts'
import { repaired } from './repairs.ts'
import { type Row, rowsOf } from './rows.ts'
import type { Source } from './source.ts'
import type { Tally } from './tally.ts'

/** A repaired row with its device and its time as recorded. */
export interface TimedRow {
  readonly number: number
  readonly device: string
  readonly ts: number
  readonly cells: Cells
}

export interface RecordedFile {
  readonly path: string
  readonly source: Source
}

/** The usable rows, in file order or sorted by time; what is not usable is counted in the tally with its reason. */
export async function* timedRows(
  file: RecordedFile,
  mapping: RecordMapping,
  device: string | undefined,
  tally: Tally,
): AsyncGenerator<TimedRow> {
  const rows = inFileOrder(file, mapping, device, tally)
  if (!mapping.repairs.some((repair) => 'sort' in repair)) return yield* rows
  const all: TimedRow[] = []
  for await (const row of rows) all.push(row)
  yield* all.sort((a, b) => a.ts - b.ts || a.number - b.number)
}

async function* inFileOrder(
  { path, source }: RecordedFile,
  mapping: RecordMapping,
  device: string | undefined,
  tally: Tally,
): AsyncGenerator<TimedRow> {
  const { format, zone } = mapping.time
  const readers = format.flatMap((one) => timeReader(one, zone) ?? [])
  const lastTs = new Map<string, number>()
  for await (const row of rowsOf(path, source)) {
    tally.rows++
    const timed = timedRow(row, mapping, device, readers, lastTs)
    if ('skip' in timed) {
      tally.skip(timed.skip, row.number)
      continue
    }
    if (timed.isRepaired) tally.repaired++
    lastTs.set(timed.device, timed.ts)
    yield timed
  }
}

function timedRow(
  row: Row,
  mapping: RecordMapping,
  device: string | undefined,
  readers: readonly TimeReader[],
  lastTs: ReadonlyMap<string, number>,
) {
  if (row.fault !== undefined) return { skip: row.fault }
  const mended = repaired(row, mapping)
  if ('skip' in mended) return mended
  const { cells } = mended.row
  const of = device ?? deviceOf(cells, mapping)
  if (of === undefined || !idPattern.test(of))
    return { skip: `its device ${of === undefined ? 'is not told' : `${shown(of)} is not an id`}` }
  const text = timeText(cells, mapping)
  const instants = readers.map((reader) => reader(text)).find((found) => found !== undefined)
  if (!instants) return { skip: `its time ${shown(text)} is not of the given format` }
  return { number: row.number, device: of, ts: later(instants, lastTs.get(of)), cells, isRepaired: mended.isRepaired }
}

/** In the hour that is lived twice in autumn the first time round, until the record would go back in time. */
function later(instants: readonly number[], last = Number.NEGATIVE_INFINITY): number {
  return (instants.find((instant) => instant >= last) ?? instants.at(-1)) as number
}

const timeText = (cells: Cells, { time, source }: RecordMapping): string =>
  time.field
    .map((column) => textOf(cells, column, source.missing) ?? '')
    .join(' ')
    .trim()

function deviceOf(cells: Cells, { device, source }: RecordMapping): string | undefined {
  if (device === undefined || typeof device === 'string') return device
  if ('template' in device) return filled(device.template, cells, source.missing)?.toLowerCase()
  return device.values[textOf(cells, device.from, source.missing) ?? '']
}
