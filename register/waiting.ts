/**
 * The waiting room: a device nobody has registered comes with a claim code, waits, and is accepted or rejected. Gateway and API meet here and
 * nowhere else: the password of an accepted device lies sealed in its claim until the device, or rather the gateway with the code the device
 * came with, opens it. So no password is ever on disk in the clear, and whichever of the two is killed in between, the next knock finds it.
 */
import { idPattern } from '../facilities/id.ts'
import { openSealed, seal } from './claim-code.ts'
import { type Claim, type ClaimState, claimOfWaiting, decide, findClaim, findClaimOfCode, forgetOldClaims } from './claims.ts'
import { addDeviceWithCredential, type Credential } from './credentials.ts'
import type { RegisterDatabase } from './database.ts'
import type { NewDevice } from './devices.ts'
import { RegisterFault } from './fault.ts'
import { invalid } from './faults.ts'
import { isReservedId } from './field-checks.ts'
import type { Register } from './register.ts'

/** A device that has knocked waits so long for people, and one that was accepted has so long to fetch its password. */
const waitingMs = 7 * 86_400_000
const renewMs = 3_600_000
const patienceMs = 100

/** Why a code does not open, as far as it is not told by the state of its claim. */
type Closed = Exclude<ClaimState, 'open' | 'knocked' | 'accepted'> | 'unknown' | 'wrong-id' | 'bad-id' | 'registered' | 'retired'

export type Knock =
  | { readonly answer: 'waiting'; readonly claim: Claim }
  | { readonly answer: 'accepted'; readonly claim: Claim; readonly password: string }
  | { readonly answer: Closed; readonly claim?: Claim }

/** A device comes with a code (as readClaimCode gives it). The first id that does binds it: nobody else comes in by it. */
export function knock(register: Register, code: string, id: string, address: string): Knock {
  const claim = findClaimOfCode(register, code)
  if (!claim) return { answer: 'unknown' }
  const { state } = claim
  if (claim.decidedAt === undefined && claim.knockedBy === id && register.device(id)) return { answer: 'registered', claim }
  if (state !== 'open' && state !== 'knocked' && state !== 'accepted') return { answer: state, claim }
  if ((claim.knockedBy ?? claim.device ?? id) !== id) return { answer: 'wrong-id', claim }
  if (state === 'accepted') return acceptedKnock(register, claim, code)
  if (!idPattern.test(id) || isReservedId(id)) return { answer: 'bad-id', claim }
  if (register.device(id)) return { answer: 'registered', claim }
  return bind(register, claim, id, address) ? { answer: 'waiting', claim } : { answer: 'wrong-id', claim }
}

/** The password that waits for the device of an accepted claim; undefined when none does. */
export function sealedPassword({ database }: Register, claim: Claim, code: string): string | undefined {
  const row = database.get<{ sealed: string | null }>('SELECT sealed FROM claim WHERE id = ?', claim.id)
  return row?.sealed ? openSealed(row.sealed, code, aboutOf(claim.id, claim.knockedBy ?? '')) : undefined
}

/** Registers a waiting device and issues its credential; undefined when none of this id waits. */
export async function acceptWaiting(register: Register, device: NewDevice): Promise<{ claim: Claim; credential: Credential } | undefined> {
  const { database } = register
  const found = claimOfWaiting(register, device.id)
  if (!found) return undefined
  const key = database.get<{ seal_key: string }>('SELECT seal_key FROM claim WHERE id = ?', found.id)?.seal_key ?? ''
  const credential = await addDeviceWithCredential(register, device, {}, (now, made) => {
    // Somebody else may have decided while the password was hashed.
    if (!decide(register, found.id, 'accepted')) throw new RegisterFault(decidedMeanwhile(device.id))
    const sealed = seal(made.password, key, aboutOf(found.id, device.id))
    database.run('UPDATE claim SET sealed = ?, expires = ? WHERE id = ?', sealed, now + waitingMs, found.id)
  })
  return { claim: findClaim(register, found.id) ?? found, credential }
}

/** Sends a waiting device away for good: its code opens nothing any more. False: none of this id waits. */
export function rejectWaiting(register: Register, device: string): boolean {
  const claim = claimOfWaiting(register, device)
  if (!claim) return false
  decide(register, claim.id, 'rejected')
  return true
}

/** Devices that wait, those that came first first; `after` is the last one of the page before. */
export function listWaiting(
  register: Register,
  { after, limit }: { after?: { knockedAt: number; id: string } | undefined; limit: number },
): Claim[] {
  const { knockedAt, id } = after ?? { knockedAt: -1, id: '' }
  const sql = `SELECT id FROM claim WHERE knocked_by IS NOT NULL AND outcome IS NULL AND expires > ? AND (knocked_at, id) > (?, ?)
      AND NOT EXISTS (SELECT 1 FROM device WHERE device.id = claim.knocked_by)
    ORDER BY knocked_at, id LIMIT ?`
  return register.database
    .all<{ id: string }>(sql, register.now(), knockedAt, id, limit)
    .flatMap((row) => findClaim(register, row.id) ?? [])
}

/** The device has signed in with its password: the code has done its work, and what was sealed goes. */
export function noteTaken({ database, now }: Register, device: string): void {
  const waits = database.get("SELECT 1 FROM claim WHERE knocked_by = ? AND outcome = 'accepted' AND sealed IS NOT NULL", device)
  if (!waits) return
  try {
    const taken = 'UPDATE claim SET sealed = NULL, taken_at = ? WHERE knocked_by = ? AND sealed IS NOT NULL'
    briefly(database, () => database.run(taken, now(), device))
  } catch {
    // A full disk must not keep a device out; the next time will do.
  }
}

/** What the gateway sees of a waiting device; `delivered`: it has acknowledged its password. */
export interface WaitingSeen {
  readonly connected: boolean
  readonly messages: number
  readonly delivered: boolean
}

/** By the ids of their claims. */
export function noteWaiting({ database, now }: Register, seen: ReadonlyMap<string, WaitingSeen>): void {
  const update =
    'UPDATE claim SET connected = ?1, messages = ?2, delivered_at = iif(?3, coalesce(delivered_at, ?4), delivered_at) WHERE id = ?5'
  briefly(database, () =>
    database.transaction(() => {
      for (const [claim, { connected, messages, delivered }] of seen) {
        database.run(update, Number(connected), messages, Number(delivered), now(), claim)
      }
    }),
  )
}

/** The gateway has just started: nobody is connected. */
export function noteNobodyConnected({ database, now }: Register): void {
  briefly(database, () => {
    database.run('UPDATE claim SET connected = 0 WHERE connected = 1')
    forgetOldClaims(database, now())
  })
}

/** The gateway serves a fleet over one event loop: it does not wait for an import of another process to have written its devices. */
function briefly<Result>(database: RegisterDatabase, work: () => Result): Result {
  database.waitFor(patienceMs)
  try {
    return work()
  } finally {
    database.waitFor()
  }
}

function acceptedKnock(register: Register, claim: Claim, code: string): Knock {
  if (register.device(claim.knockedBy ?? '')?.retiredAt !== undefined) return { answer: 'retired', claim }
  const password = sealedPassword(register, claim, code)
  return password === undefined ? { answer: 'used', claim } : { answer: 'accepted', claim, password }
}

/** A device that comes with a second code waits by that one, and its first is taken back. */
function bind(register: Register, claim: Claim, id: string, address: string): boolean {
  const { database } = register
  const now = register.now()
  // One that comes again and again is not written down each time.
  if (claim.knockedBy === id && claim.address === address && claim.expires > now + waitingMs - renewMs) return true
  const bound = `UPDATE claim SET knocked_by = ?1, knocked_at = coalesce(knocked_at, ?2), address = ?3, expires = max(expires, ?4)
    WHERE id = ?5 AND outcome IS NULL AND (knocked_by IS NULL OR knocked_by = ?1)`
  return briefly(database, () =>
    database.transaction(() => {
      const before = claimOfWaiting(register, id)
      if (before && before.id !== claim.id) decide(register, before.id, 'revoked')
      return database.run(bound, id, now, address, now + waitingMs, claim.id) === 1
    }),
  )
}

/** A sealed password is good for this claim and this device only. */
const aboutOf = (claim: string, device: string): string => `${claim} ${device}`

const decidedMeanwhile = (device: string) =>
  invalid('id', {
    zh: `设备 ${device} 已由其他人处理，不再等待。请刷新等候列表。`,
    en: `Somebody else has decided about ${device} meanwhile; it waits no more. Look at the list of waiting devices again.`,
  })
