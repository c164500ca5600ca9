/** Sessions and API tokens: 256 random bits each, of which only the SHA-256 is kept. Nothing slower is needed: there is nothing to guess. */
import { createHash, randomBytes } from 'node:crypto'
import type { Role, Session } from './accounts.ts'
import { unitFaults } from './consents.ts'
import type { RegisterDatabase } from './database.ts'
import { type Fault, RegisterFault, refuse } from './fault.ts'
import { invalid, notFound } from './faults.ts'
import { guessPlace } from './guesses.ts'
import { isKnown } from './reference.ts'

export interface Token {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** A reviewer may be bound to a unit of seeds/units.ts or to a town. */
  readonly unit?: string
  readonly town?: string
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

export interface NewToken extends Pick<Token, 'name' | 'role' | 'unit' | 'town'> {
  readonly ttlMs?: number
}

export function createToken(database: RegisterDatabase, { name, role, unit, town, ttlMs }: NewToken, now: number) {
  refuse(bindingFaults(database, { role, unit, town }))
  const id = randomBytes(6).toString('hex')
  const token = prefix + randomSecret()
  const expires = ttlMs === undefined ? null : now + ttlMs
  const insert = 'INSERT INTO token (id, digest, name, role, created_at, expires, unit, town) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
  database.run(insert, id, digestOf(token), name, role, now, expires, unit ?? null, town ?? null)
  return { id, token }
}

function bindingFaults(
  database: RegisterDatabase,
  { role, unit, town }: Pick<Token, 'role'> & { unit: string | undefined; town: string | undefined },
): Fault[] {
  if (unit === undefined && town === undefined) return []
  if (role !== 'reviewer') return [invalid(unit === undefined ? 'town' : 'unit', onlyReviewers)]
  if (unit !== undefined && town !== undefined) return [invalid('town', eitherOr)]
  if (unit !== undefined) return unitFaults(unit)
  return isKnown(database, 'town', town ?? '') ? [] : [notFound('town', town ?? '', 'town', guessPlace(database, 'town', town ?? ''))]
}

const onlyReviewers = {
  zh: '只有 reviewer 角色的令牌可以限定单位或镇（街道）。',
  en: 'Only tokens of the role reviewer are bound to a unit or a town.',
}
const eitherOr = { zh: '请只填写 unit 或 town 中的一个。', en: 'Give either unit or town, not both.' }

interface TokenRow {
  id: string
  name: string
  role: Role
  created_at: number
  expires: number | null
  used_at: number | null
  revoked_at: number | null
  unit: string | null
  town: string | null
}

export function allTokens(database: RegisterDatabase): Token[] {
  return database.all<TokenRow>('SELECT * FROM token ORDER BY created_at, id').map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    ...boundTo(row),
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
  return { id: row.id, name: row.name, role: row.role, ...boundTo(row) }
}

const boundTo = ({ unit, town }: TokenRow) => ({ ...(unit !== null && { unit }), ...(town !== null && { town }) })

function noteUse(database: RegisterDatabase, id: string, now: number): void {
  try {
    database.run('UPDATE token SET used_at = ? WHERE id = ?', now, id)
  } catch {
    // A full disk must not lock out whoever comes to look after it.
  }
}
