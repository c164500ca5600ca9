import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { FacilityKind } from '../../facilities/define.ts'
import { schemasOf } from '../../facilities/schema.ts'
import { SimError } from '../sim-error.ts'
import { columnsOf, templateColumns } from './fields.ts'
import type { Mapping } from './mapping.ts'
import { type ReplayMessage, type ReplaySource, replayMessages } from './messages.ts'
import { rowsOf } from './rows.ts'
import { Tally } from './tally.ts'

export interface Wish {
  readonly path: string
  readonly kind: FacilityKind
  readonly mapping: Mapping
  readonly device: string | undefined
  /** Where the last message is to fall. */
  readonly until: number | undefined
}

/** What will be sent, known before the first message is. */
export interface Plan {
  readonly tally: Tally
  readonly moveMs: number
  /** As often as wanted, the same every time. */
  messages(): AsyncGenerator<ReplayMessage>
}

/** Reads the whole file once. Throws a SimError when nothing in it can be used. */
export async function planReplay(
  { path, kind, mapping, device, until }: Wish,
  sawRow: (rows: number) => void = () => undefined,
): Promise<Plan> {
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new SimError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause })
  })
  if (device === undefined && mapping.device === undefined)
    throw new SimError('Whose messages are they?', { hint: 'give --device ID, or the mapping a device' })
  await checkColumns(path, mapping)
  const source: ReplaySource = { path, kind, mapping, device, moveMs: 0, boot: '' }
  const tally = await count(source, sawRow)
  if (tally.messages === 0) throw new SimError(`Nothing in ${path} can be sent: ${[...tally.skipped.keys()][0] ?? 'it has no rows'}.`)
  const moveMs = until === undefined ? 0 : until - tally.lastTs
  const moved = { ...source, moveMs, boot: await bootOf(path, kind, mapping, moveMs) }
  return { tally, moveMs, messages: () => replayMessages(moved, new Tally()) }
}

async function count(source: ReplaySource, sawRow: (rows: number) => void): Promise<Tally> {
  const tally = new Tally()
  const schemas = schemasOf(source.kind)
  const schema = source.mapping.target === 'telemetry' ? schemas.values : schemas.events.get(source.mapping.target.slice('event/'.length))
  for await (const message of replayMessages(source, tally)) {
    sawRow(tally.rows)
    const [issue] = schema?.safeParse(message.values).error?.issues ?? []
    if (issue) tally.refuse(`${issue.path.join('.') || 'the message'}: ${issue.message}`, message.row)
  }
  return tally
}

/** A column that is not in the file would read as empty in every row; in JSON a row need not have every name. */
async function checkColumns(path: string, mapping: Mapping): Promise<void> {
  if (mapping.source.format !== 'csv') return
  for await (const { cells } of rowsOf(path, mapping.source)) {
    const missing = wantedColumns(mapping).filter((column) => !(column in cells))
    if (missing.length === 0) return
    throw new SimError(
      `${path} has no column ${missing.map((column) => `"${column}"`).join(', ')}; it has ${Object.keys(cells).join(', ')}.`,
      {
        hint: 'check the mapping, above all source.delimiter',
      },
    )
  }
}

function wantedColumns({ time, fields, device, id, seq, repairs }: Mapping): string[] {
  const repaired = repairs.flatMap((repair) => {
    if ('skip' in repair) return [repair.skip.column]
    if ('default' in repair) return [repair.default.column]
    return 'swapBytes' in repair ? [repair.swapBytes.column] : []
  })
  const ofDevice = device === undefined ? [] : 'template' in device ? templateColumns(device.template) : [device.from]
  const ofId = id === undefined ? [] : templateColumns(id.template)
  const all = [...time.columns, ...Object.values(fields).flatMap(columnsOf), ...ofDevice, ...ofId, ...(seq ? [seq.from] : []), ...repaired]
  return [...new Set(all)]
}

/** Named after everything that decides what is sent, so that the same replay has the same boot and any other has another. */
async function bootOf(path: string, kind: FacilityKind, mapping: Mapping, moveMs: number): Promise<string> {
  const content = createHash('sha256')
  await pipeline(createReadStream(path), content)
  const all = createHash('sha256')
    .update(JSON.stringify([kind.kind, mapping, moveMs]))
    .update(content.digest())
  return `replay-${all.digest('hex').slice(0, 12)}`
}
