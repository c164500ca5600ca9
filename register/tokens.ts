/** Sessions and API tokens: 256 random bits each, of which only the SHA-256 is kept. Nothing slower is needed: there is nothing to guess. */
import { createHash, randomBytes } from 'node:crypto'
import type { Role, Session } from './accounts.ts'
import type { RegisterDatabase } from './database.ts'
import { RegisterFault } from './fault.ts'
import { invalid } from './faults.ts'

export interface Token {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: number
  readonly expires?: number
  /** To the minute. */
  readonly usedAt?: number
  readonly revokedAt?: number
}

/** Found by scanners for leaked secrets, and told from a password at a glance. */
const prefix = 'kz_'

/** The last use is written at most this often: a busy program asks many times a second. */
const useNotedMs = 60_000

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
const randomSecret = (): string => randomBytes(32).toString('base64url')

export function createSession(database: RegisterDatabase, user: string, expires: number, now: number): string {
  const token = randomSecret()
  database.transaction(() => {
    if (!database.get('SELECT 1 FROM account WHERE name = ?', user)) {
      throw new RegisterFault(invalid('user', { zh: '没有这个用户。', en: 'There is no such user.' }))
    }
    database.run('DELETE FROM session WHERE expires <= ?', now)
    database.run('INSERT INTO session VALUES (?, ?, ?)', digestOf(token), user, expires)
  })
  return token
}

export function findSession(database: RegisterDatabase, token: string, now: number): Session | undefined {
  const sql = 'SELECT name AS user, role, expires FROM session JOIN account ON name = account WHERE digest = ? AND expires > ?'
  return database.get<Session & { user: string }>(sql, digestOf(token), now)
}

export function endSession(database: RegisterDatabase, token: string): void {
  database.run('DELETE FROM session WHERE digest = ?', digestOf(token))
}

export function createToken(database: RegisterDatabase, { name, role, ttlMs }: { name: string; role: Role; ttlMs?: number }, now: number) {
  const id = randomBytes(6).toString('hex')
  const token = prefix + randomSecret()
  const expires = ttlMs === undefined ? null : now + ttlMs
  database.run(
    'INSERT INTO token (id, digest, name, role, created_at, expires) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    digestOf(token),
    name,
    role,
    now,
    expires,
  )
  return { id, token }
}

interface TokenRow {
  id: string
  name: string
  role: Role
  created_at: number
  expires: number | null
  used_at: number | null
  revoked_at: number | null
}

export function allTokens(database: RegisterDatabase): Token[] {
  return database.all<TokenRow>('SELECT * FROM token ORDER BY created_at, id').map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    ...(row.expires !== null && { expires: row.expires }),
    ...(row.used_at !== null && { usedAt: row.used_at }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  }))
}

/** Once revoked it stays so, with the first date. */
export function revokeToken(database: RegisterDatabase, id: string, now: number): boolean {
  return database.run('UPDATE token SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?', now, id) > 0
}

export function findToken(database: RegisterDatabase, secret: string, now: number) {
  if (!secret.startsWith(prefix)) return undefined
  const sql = 'SELECT * FROM token WHERE digest = ? AND revoked_at IS NULL AND (expires IS NULL OR expires > ?)'
  const row = database.get<TokenRow>(sql, digestOf(secret), now)
  if (!row) return undefined
  if (row.used_at === null || now - row.used_at >= useNotedMs) noteUse(database, row.id, now)
  return { id: row.id, name: row.name, role: row.role }
}

function noteUse(database: RegisterDatabase, id: string, now: number): void {
  try {
    database.run('UPDATE token SET used_at = ? WHERE id = ?', now, id)
  } catch {
    // A full disk must not lock out whoever comes to look after it.
  }
}
