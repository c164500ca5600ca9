/** Claims: leave for one device that is not registered yet to knock at the gateway with a one-time code and wait to be accepted (waiting.ts). */
import { randomBytes } from 'node:crypto'
import { deviceChecks, fieldFaults } from './checks.ts'
import { digestOfCode, newClaimCode, readClaimCode, sealKeyOf } from './claim-code.ts'
import type { RegisterDatabase } from './database.ts'
import { findDevice, siteFaults } from './devices.ts'
import { type Fault, isWrong, refuse } from './fault.ts'
import { exists, notFound } from './faults.ts'
import { guessKind } from './guesses.ts'
import type { Register } from './register.ts'

/**
 * open: nobody has come yet; knocked: a device waits to be accepted; accepted: it may take its password; used: it has taken it, or had its
 * time to, or was registered without it. The others say why the code opens nothing.
 */
export type ClaimState = 'open' | 'knocked' | 'accepted' | 'used' | 'rejected' | 'revoked' | 'expired'

export interface NewClaim {
  /** The id under which the device will come, where it is settled. */
  readonly device?: string
  readonly kind?: string
  readonly facility?: string
  readonly model?: string
  readonly vendor?: string
}

export interface Claim extends NewClaim {
  readonly id: string
  readonly state: ClaimState
  readonly createdAt: number
  readonly author: string
  readonly expires: number
  readonly knockedBy?: string
  readonly knockedAt?: number
  readonly address?: string
  readonly connected: boolean
  /** Received while it waited. */
  readonly messages: number
  readonly decidedAt?: number
  readonly deliveredAt?: number
}

interface ClaimRow {
  id: string
  state: ClaimState
  device: string | null
  kind: string | null
  facility: string | null
  model: string | null
  vendor: string | null
  created_at: number
  author: string
  expires: number
  knocked_by: string | null
  knocked_at: number | null
  address: string | null
  connected: number
  messages: number
  decided_at: number | null
  delivered_at: number | null
}

/** Claims that may still open something, at once. */
export const mostLiveClaims = 1_000
const keptMs = 90 * 86_400_000

/** ?1 is now. */
const stateOf = `CASE
  WHEN outcome IN ('rejected', 'revoked') THEN outcome
  WHEN outcome = 'accepted' THEN CASE WHEN sealed IS NULL OR expires <= ?1 THEN 'used' ELSE 'accepted' END
  WHEN knocked_by IN (SELECT id FROM device) THEN 'used'
  WHEN expires <= ?1 THEN 'expired' WHEN knocked_by IS NOT NULL THEN 'knocked' ELSE 'open' END`
const select = `SELECT *, ${stateOf} AS state FROM claim`

/** What is wrong with what is asked for, all at once. */
export function claimFaults({ database, catalogue }: Register, claim: object): Fault[] {
  const { id, kind, facility, model, vendor } = deviceChecks
  const faults = fieldFaults(claim, { device: id, kind, facility, model, vendor }, { isPartial: true })
  const asked = claim as NewClaim
  const known = asked.device === undefined || isWrong(faults, 'device') ? undefined : findDevice(database, asked.device)
  return [
    ...faults,
    ...(known ? [{ ...exists('device', known.id, known.retiredAt !== undefined), path: 'device' }] : []),
    ...(asked.kind === undefined || isWrong(faults, 'kind') || catalogue.get(asked.kind)
      ? []
      : [notFound('kind', asked.kind, 'kind', guessKind(catalogue, asked.kind))]),
    ...(asked.facility === undefined || isWrong(faults, 'facility') ? [] : siteFaults(database, asked.facility)),
  ]
}

/** Undefined: there are too many that may still open something. The code is never to be had again. */
export function createClaim(
  register: Register,
  claim: NewClaim,
  author: string,
  ttlMs: number,
): { claim: Claim; code: string } | undefined {
  refuse(claimFaults(register, claim))
  const { database } = register
  const now = register.now()
  const code = newClaimCode()
  const made = readClaimCode(code) as string
  const id = randomBytes(6).toString('hex')
  const { device = null, kind = null, facility = null, model = null, vendor = null } = claim
  const insert = `INSERT INTO claim (id, digest, seal_key, device, kind, facility, model, vendor, created_at, author, expires, connected, messages)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`
  return database.transaction(() => {
    forgetOldClaims(database, now)
    if (liveClaims(database, now) >= mostLiveClaims) return undefined
    database.run(insert, id, digestOfCode(made), sealKeyOf(made), device, kind, facility, model, vendor, now, author, now + ttlMs)
    return { claim: neededClaim(register, id), code }
  })
}

/** The newest first; `after` is the last one of the page before. */
export function listClaims(
  { database, now }: Register,
  { states, after, limit }: { states: readonly ClaimState[]; after?: { createdAt: number; id: string } | undefined; limit: number },
): Claim[] {
  const sql = `SELECT * FROM (${select} WHERE (created_at, id) < (?2, ?3)) WHERE state IN (SELECT value FROM json_each(?4))
    ORDER BY created_at DESC, id DESC LIMIT ?5`
  const { createdAt, id } = after ?? { createdAt: Number.MAX_SAFE_INTEGER, id: '' }
  return database.all<ClaimRow>(sql, now(), createdAt, id, JSON.stringify(states), limit).map(claimOf)
}

export const findClaim = ({ database, now }: Register, id: string): Claim | undefined => one(database, `${select} WHERE id = ?2`, now(), id)

export const findClaimOfCode = ({ database, now }: Register, code: string): Claim | undefined =>
  one(database, `${select} WHERE digest = ?2`, now(), digestOfCode(code))

/** The claim by which the device of this id waits. */
export const claimOfWaiting = ({ database, now }: Register, device: string): Claim | undefined =>
  one(database, `SELECT * FROM (${select} WHERE knocked_by = ?2) WHERE state = 'knocked'`, now(), device)

/** The code opens nothing any more; a device it has led to stays. False: there is no such claim. */
export function revokeClaim(register: Register, id: string): boolean {
  const { database } = register
  return database.change(() => {
    decide(register, id, 'revoked')
    return database.run('UPDATE claim SET sealed = NULL WHERE id = ?', id) === 1
  })
}

/** Says what becomes of a claim about which nothing was decided; false: another decision stands. Within a transaction it is part of that one. */
export function decide({ database, now }: Register, id: string, outcome: 'accepted' | 'rejected' | 'revoked'): boolean {
  const sql = 'UPDATE claim SET outcome = ?, decided_at = ? WHERE id = ? AND outcome IS NULL AND expires > ?'
  return database.change(() => database.run(sql, outcome, now(), id, now()) === 1)
}

/** Passwords nobody came for, and claims of which nothing can follow any more. */
export function forgetOldClaims(database: RegisterDatabase, now: number): void {
  database.run('UPDATE claim SET sealed = NULL WHERE sealed IS NOT NULL AND expires <= ?', now)
  database.run('DELETE FROM claim WHERE expires < ?', now - keptMs)
}

function neededClaim(register: Register, id: string): Claim {
  const claim = findClaim(register, id)
  if (!claim) throw new Error(`the claim ${id} is gone`)
  return claim
}

function liveClaims(database: RegisterDatabase, now: number): number {
  const sql = 'SELECT count(*) AS live FROM claim WHERE expires > ? AND (outcome IS NULL OR sealed IS NOT NULL)'
  return database.get<{ live: number }>(sql, now)?.live ?? 0
}

function one(database: RegisterDatabase, sql: string, now: number, value: string): Claim | undefined {
  const row = database.get<ClaimRow>(sql, now, value)
  return row && claimOf(row)
}

function claimOf(row: ClaimRow): Claim {
  const optional = {
    device: row.device,
    kind: row.kind,
    facility: row.facility,
    model: row.model,
    vendor: row.vendor,
    knockedBy: row.knocked_by,
    knockedAt: row.knocked_at,
    address: row.address,
    decidedAt: row.decided_at,
    deliveredAt: row.delivered_at,
  }
  const { id, state, author, expires, messages } = row
  const known = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)) as Omit<Partial<Claim>, 'id'>
  return { ...known, id, state, createdAt: row.created_at, author, expires, connected: row.connected === 1, messages }
}
