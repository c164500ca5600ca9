import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Accounts } from '../../register/accounts.ts'
import { readSecretFile, writeSecretFile } from '../../register/secret-file.ts'

/** The role that may read what everybody may who is signed in, and change nothing. */
const readerRole = 'reviewer'

/** Made once and kept for the owner of the folder alone. */
export interface Secrets {
  /** Opens what flows offer over HTTP. */
  readonly in: string
  /** Node-RED encrypts with it what nodes keep as credentials. */
  readonly credentials: string
  /** An API token for the live stream. */
  readonly reader: string
}

export function ensureSecrets(folder: string, accounts: Accounts): Secrets {
  const reader = join(folder, 'reader-token')
  const known = readSecretFile(reader)
  const token = known !== undefined && accounts.token(known) ? known : accounts.createToken({ name: 'node-red', role: readerRole }).token
  if (token !== known) writeSecretFile(reader, token)
  return { in: ensure(join(folder, 'in-secret')), credentials: ensure(join(folder, 'credential-secret')), reader: token }
}

function ensure(path: string): string {
  const known = readSecretFile(path)
  if (known !== undefined) return known
  const secret = randomBytes(32).toString('base64url')
  writeSecretFile(path, secret)
  return secret
}
