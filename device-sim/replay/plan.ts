import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { FacilityKind } from '../../facilities/define.ts'
import type { RecordMapping } from '../../facilities/mapping/record-mapping.ts'
import { schemasOf } from '../../facilities/schema.ts'
import { SimError } from '../sim-error.ts'
import { appliedTwice } from './applied-twice.ts'
import type { Cells } from './cells.ts'
import { type ReplayMessage, type ReplaySource, replayMessages } from './messages.ts'
import { missingColumns, type Recipe, recipeOf } from './recipe.ts'
import type { RecordedFile } from './records.ts'
import { rowsOf } from './rows.ts'
import { sourceOf } from './source.ts'
import { Tally } from './tally.ts'

export interface Wish {
  readonly path: string
  readonly kind: FacilityKind
  readonly mapping: RecordMapping
  /** The sort of message the rows become, where the mapping does not say it: telemetry, or event/ and a name. */
  readonly target?: string | undefined
  readonly device: string | undefined
  /** Where the last message is to fall. */
  readonly until: number | undefined
}

/** What will be sent, known before the first message is. */
export interface Plan {
  readonly tally: Tally
  readonly moveMs: number
  /** Names that a mapping in force on the platform would change a second time. */
  readonly appliedTwice: readonly string[]
  /** As often as wanted, the same every time. */
  messages(): AsyncGenerator<ReplayMessage>
}

/** Reads the whole file once. Throws a SimError when nothing in it can be used. */
export async function planReplay(
  { path, kind, mapping, target, device, until }: Wish,
  sawRow: (rows: number) => void = () => undefined,
): Promise<Plan> {
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new SimError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause })
  })
  if (device === undefined && mapping.device === undefined)
    throw new SimError('Whose messages are they?', { hint: 'give --device ID, or the mapping a device' })
  if (target !== undefined && mapping.target !== undefined && target !== mapping.target)
    throw new SimError(`--target is ${target}, but the mapping says ${mapping.target}.`, { hint: 'leave one of them out' })
  const file: RecordedFile = { path, source: await sourceOf(path, mapping.source) }
  const firstRow = await firstRowOf(file)
  const recipe = recipeOf(mapping, kind, target, firstRow ?? {})
  if (firstRow) checkColumns(file, recipe, firstRow)
  const source: ReplaySource = { file, kind, recipe, device, moveMs: 0, boot: '' }
  const tally = await count(source, sawRow)
  if (tally.messages === 0) throw new SimError(`Nothing in ${path} can be sent: ${[...tally.skipped.keys()][0] ?? 'it has no rows'}.`)
  const moveMs = until === undefined ? 0 : until - tally.lastTs
  const moved = { ...source, moveMs, boot: await bootOf(source, moveMs) }
  return { tally, moveMs, appliedTwice: appliedTwice(mapping, kind), messages: () => replayMessages(moved, new Tally()) }
}

async function count(source: ReplaySource, sawRow: (rows: number) => void): Promise<Tally> {
  const tally = new Tally()
  const { values, events } = schemasOf(source.kind)
  const { target } = source.recipe
  const schema = target === 'telemetry' ? values : events.get(target.slice('event/'.length))
  for await (const message of replayMessages(source, tally)) {
    sawRow(tally.rows)
    const [issue] = schema?.safeParse(message.values).error?.issues ?? []
    if (issue) tally.refuse(`${issue.path.join('.') || 'the message'}: ${issue.message}`, message.row)
  }
  return tally
}

async function firstRowOf({ path, source }: RecordedFile): Promise<Cells | undefined> {
  for await (const { cells, fault } of rowsOf(path, source)) if (fault === undefined || source.format === 'csv') return cells
  return undefined
}

/** A column that is not in the file would read as empty in every row; in JSON a row need not have every name. */
function checkColumns({ path, source }: RecordedFile, recipe: Recipe, cells: Cells): void {
  const missing = source.format === 'csv' ? missingColumns(recipe, cells) : []
  if (missing.length === 0) return
  const isTimeUnsaid = missing.includes('ts')
  throw new SimError(
    `${path} has no column ${missing.map((column) => `"${column}"`).join(', ')}; it has ${Object.keys(cells).join(', ')}.`,
    {
      hint: isTimeUnsaid
        ? 'say in the mapping which column holds the time: time: { field, format, zone }'
        : `check the mapping; the file was read with source.delimiter ${JSON.stringify(source.delimiter)}`,
    },
  )
}

/** Named after everything that decides what is sent, so that the same replay has the same boot and any other has another. */
async function bootOf({ file, kind, recipe }: ReplaySource, moveMs: number): Promise<string> {
  const content = createHash('sha256')
  await pipeline(createReadStream(file.path), content)
  const { version, created, author, ...mapping } = recipe.mapping // a mapping saved once more says the same
  const all = createHash('sha256')
    .update(JSON.stringify([kind.kind, recipe.target, mapping, moveMs]))
    .update(content.digest())
  return `replay-${all.digest('hex').slice(0, 12)}`
}
