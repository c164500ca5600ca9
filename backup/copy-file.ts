import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { chmod, mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'

export interface Copied {
  readonly size: number
  readonly sha256: string
}

export interface CopiedDatabase extends Copied {
  readonly userVersion: number
  readonly damage?: string
}

/** Told of every piece, in bytes. */
type OnBytes = (bytes: number) => void

const pieceBytes = 1 << 20
/** Between two steps the thread of the copy rests, and progress is told. */
const pagesAtOnce = 2_048

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}

/** On disk when it resolves; readable by its owner only. */
export async function copyPlain(from: string, to: string, onBytes: OnBytes = () => undefined): Promise<Copied> {
  await makeFolder(dirname(to))
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'wx', 0o600)
    try {
      const copied = await pass(source, onBytes, async (piece) => void (await target.writeFile(piece)))
      await target.sync()
      return copied
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

type File = Awaited<ReturnType<typeof open>>

async function pass(source: File, onBytes: OnBytes, take: (piece: Uint8Array) => Promise<void>): Promise<Copied> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(pieceBytes)
  let size = 0
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, pieceBytes, size)
    if (bytesRead === 0) return { size, sha256: hash.digest('hex') }
    const piece = buffer.subarray(0, bytesRead)
    hash.update(piece)
    await take(piece)
    size += bytesRead
    onBytes(bytesRead)
  }
}

export async function digestOf(path: string, onBytes: OnBytes = () => undefined): Promise<Copied> {
  const source = await open(path, 'r')
  try {
    return await pass(source, onBytes, async () => undefined)
  } finally {
    await source.close()
  }
}

/**
 * The file as it was at one moment, with what is in its -wal, beside whoever writes it. The copy is made within one read transaction, so
 * writers neither wait nor make it start again; their -wal grows meanwhile.
 */
export async function copyDatabase(from: string, to: string, onBytes: OnBytes = () => undefined): Promise<CopiedDatabase> {
  await makeFolder(dirname(to))
  try {
    await takeSnapshot(from, to, onBytes)
  } catch (error) {
    if (!isDamage(error)) throw error
    await rm(to, { force: true })
    return { ...(await copyPlain(from, to, onBytes)), userVersion: 0, damage: (error as Error).message }
  }
  const looked = lookThrough(to)
  await chmod(to, 0o600)
  await sync(to)
  return { ...(await digestOf(to)), ...looked }
}

async function takeSnapshot(from: string, to: string, onBytes: OnBytes): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 10_000 })
  try {
    source.exec('BEGIN')
    const { page_size: pageSize } = source.prepare('PRAGMA page_size').get() as { page_size: number }
    source.prepare('SELECT count(*) FROM sqlite_schema').get() // from here on the snapshot is fixed
    let left: number | undefined
    await backup(source, to, {
      rate: pagesAtOnce,
      progress: ({ totalPages, remainingPages }) => {
        onBytes(((left ?? totalPages) - remainingPages) * pageSize)
        left = remainingPages
      },
    })
  } finally {
    source.close()
  }
}

/** SQLITE_CORRUPT, SQLITE_NOTADB: what can be read of it is better than nothing, and its name is told. */
const isDamage = (error: unknown): boolean => [11, 26].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)

/** Takes 2 s for each GB. The copy becomes a single file without -wal; whoever opens it next turns that on again. */
function lookThrough(path: string): { readonly userVersion: number; readonly damage?: string } {
  const database = new DatabaseSync(path)
  try {
    const damage = damageOf(database)
    if (damage !== undefined) return { userVersion: 0, damage }
    database.exec('PRAGMA journal_mode=DELETE')
    const { user_version: userVersion } = database.prepare('PRAGMA user_version').get() as { user_version: number }
    return { userVersion }
  } finally {
    database.close()
  }
}

function damageOf(database: DatabaseSync): string | undefined {
  try {
    const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
    return found === 'ok' ? undefined : found.replaceAll('\n', ' ')
  } catch (error) {
    return (error as Error).message
  }
}

/** Makes what is in a file or folder last. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A folder with those in it: their files are on disk already, their names are then, too. */
export async function syncFolders(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) await syncFolders(join(folder, entry.name))
  await sync(folder)
}
