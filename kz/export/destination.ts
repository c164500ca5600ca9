// Where an export goes. A file bears its name only once it is whole.

import { once } from 'node:events'
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough, type Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Kz } from '../kz.ts'
import { KzError, usageError } from '../kz-error.ts'

export interface Destination {
  /** Resolves when it may have more. */
  write(part: string | Uint8Array): Promise<void>
  /** All of it is on disk under its name when it resolves. */
  end(): Promise<void>
  /** Takes away what there is. */
  giveUp(): void
}

export function destinationOf(kz: Kz, out: string, replace: boolean): Destination {
  return out === '-' ? toStdout(kz) : toFile(kz.file(out), replace)
}

function toStdout({ out }: Kz): Destination {
  return {
    async write(part) {
      if (typeof part === 'string') out.raw(part)
      else out.bytes(part)
      await out.drained()
    },
    end: () => out.drained(),
    giveUp: () => {},
  }
}

function toFile(path: string, replace: boolean): Destination {
  if (existsSync(path) && !replace) {
    throw usageError({
      zh: `${path} 已存在：换一个名称，或加 --replace 覆盖。`,
      en: `${path} exists: choose another name, or replace it with --replace.`,
    })
  }
  const partial = `${path}.partial`
  const { into, written } = path.endsWith('.gz') ? zipped(partial) : plain(partial)
  let failure: unknown
  written.catch((error: unknown) => {
    failure = error
    into.destroy()
  })
  const failed = (cause: unknown) =>
    new KzError(
      { zh: `${path} 无法写入：${(cause as Error).message}`, en: `${path} cannot be written: ${(cause as Error).message}` },
      { cause },
    )
  return {
    async write(part) {
      if (failure !== undefined) throw failed(failure)
      if (part.length === 0 || into.write(part)) return
      await once(into, 'drain').catch((error: unknown) => {
        throw failed(failure ?? error)
      })
    },
    async end() {
      into.end()
      await written.catch((error: unknown) => {
        throw failed(error)
      })
      await onDisk(partial)
      renameSync(partial, path)
    },
    giveUp() {
      into.destroy()
      rmSync(partial, { force: true })
    },
  }
}

const plain = (path: string): { into: Writable; written: Promise<void> } => {
  const into = createWriteStream(path)
  return { into, written: finished(into) }
}

const zipped = (path: string): { into: Writable; written: Promise<void> } => {
  const into = new PassThrough()
  return { into, written: pipeline(into, createGzip(), createWriteStream(path)) }
}

async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}
