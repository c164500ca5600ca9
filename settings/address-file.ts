import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `pid` and the ports a process chose, wherever it was allowed to choose; in KZ_DATA/{name}.json. */
export type Address = Readonly<Record<string, number | string>>

/** Tells the others where this process listens: they find a whole file or none. */
export async function writeAddress(folder: string, name: string, address: Address): Promise<void> {
  const path = join(folder, `${name}.json`)
  await writeFile(`${path}.new`, JSON.stringify({ pid: process.pid, ...address }))
  await rename(`${path}.new`, path)
}

/** Undefined while the process has not said yet. */
export async function readAddress(folder: string, name: string): Promise<Address | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'))
  } catch {
    return undefined
  }
}

/** A host as it stands in a URL. */
export const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** What the others connect to: who listens on every address is on this machine, unless it says under which name it is found. */
export const reachedAs = ({ KZ_BIND, KZ_REACHED_AS }: { KZ_BIND: string; KZ_REACHED_AS?: string | undefined }): string =>
  KZ_REACHED_AS ?? { '0.0.0.0': '127.0.0.1', '::': '::1' }[KZ_BIND] ?? KZ_BIND
