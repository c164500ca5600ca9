import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { demoPassword } from '../seeds/demo-password.ts'
import { SimError, sentenceOf } from './sim-error.ts'

/** How a device signs in; without a user name where a broker asks for none. */
export interface Credential {
  readonly username?: string
  readonly password?: string
}

export interface ListedCredential {
  readonly username: string
  readonly password: string
  /** From a third column, for devices that no register here knows. */
  readonly kind?: string
}

/** Password of each demo device; the secret is made by the register at the first start. */
export function demoCredentials(dataFolder: string): (id: string) => Credential {
  const path = join(dataFolder, 'demo-secret')
  const secret = readOrExplain(path, {
    hint: `start the platform once with its demo register (npm start), point KZ_DATA at its data folder, or give --credentials FILE (or --credentials none)`,
  }).trim()
  return (id) => ({ username: id, password: demoPassword(secret, id) })
}

/** A CSV file with the columns username, password and, if wanted, kind. */
export function listedCredentials(path: string): Map<string, ListedCredential> {
  const text = readOrExplain(path, { hint: 'give --credentials a CSV file with the columns username,password' })
  const rows = rowsOf(path, text)
  for (const column of ['username', 'password']) {
    if (rows.length > 0 && !(column in (rows[0] ?? {}))) throw new SimError(`${path} has no column "${column}" in its first line.`)
  }
  return new Map(
    rows.map(({ username = '', password = '', kind }) => [
      username,
      { username, password, ...(kind !== undefined && kind !== '' && { kind }) },
    ]),
  )
}

function rowsOf(path: string, text: string): Record<string, string>[] {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Record<string, string>[]
  } catch (error) {
    throw new SimError(`${path} is not readable as CSV: ${sentenceOf(error)}`)
  }
}

function readOrExplain(path: string, { hint }: { hint: string }): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new SimError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { hint, cause })
  }
}
