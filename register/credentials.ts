import { randomBytes } from 'node:crypto'
import type { Catalogue } from '../facilities/catalogue.ts'
import type { RegisterDatabase } from './database.ts'
import { addDevice, findDevice, type NewDevice, neededDevice, newDeviceFaults } from './devices.ts'
import { type Fault, RegisterFault, refuse } from './fault.ts'
import { invalid, retired } from './faults.ts'
import { deviceCost, hashPassword, passwordMatches } from './passwords.ts'

/** Shown once: only the hash is kept. */
export interface Credential {
  readonly username: string
  readonly password: string
}

export type Verdict = 'ok' | 'unknown' | 'wrong' | 'retired'

/** 192 bits: no guessing, whatever a guess costs. */
export const newSecret = (): string => randomBytes(24).toString('base64url')

/** A password given for a device protects like a made one only when it is long; hardware takes 12 characters everywhere. */
export function secretFaults(password: string): Fault[] {
  if (password.length >= 12 && password.length <= 128 && !/\p{Cc}/u.test(password) && password.isWellFormed()) return []
  return [
    invalid('password', {
      zh: '设备密码必须是 12 至 128 个字符，不含控制字符。不填则自动生成。',
      en: 'The password of a device must have 12 to 128 characters, none of them a control character. Leave it out and one is made.',
    }),
  ]
}

/** Replaces the one it had. */
export async function issueCredential(
  database: RegisterDatabase,
  device: string,
  { password = newSecret(), now }: { password?: string | undefined; now(): number },
): Promise<Credential> {
  refuse(secretFaults(password))
  neededInService(database, device)
  const hash = await hashPassword(password, deviceCost)
  database.change(() => {
    neededInService(database, device) // hashing took a while
    keepHash(database, device, hash, now())
  })
  return { username: device, password }
}

export function keepHash(database: RegisterDatabase, device: string, hash: string, now: number): void {
  const upsert = `INSERT INTO credential VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash, issued_at = excluded.issued_at`
  database.run(upsert, device, hash, now)
  // A password that waited for the device in a claim is not the one that holds any more.
  database.run('UPDATE claim SET sealed = NULL WHERE knocked_by = ? AND sealed IS NOT NULL', device)
}

/** A device and its credential in one: neither is there without the other, whatever dies in between. */
export async function addDeviceWithCredential(
  register: { readonly database: RegisterDatabase; readonly catalogue: Catalogue; readonly now: () => number },
  device: NewDevice,
  { password = newSecret(), author }: { password?: string; author?: string | undefined } = {},
  alongside: (now: number, made: Credential) => void = () => {},
): Promise<Credential> {
  const { database, catalogue, now } = register
  const made = { username: device.id, password }
  refuse([...newDeviceFaults(database, catalogue, device), ...secretFaults(password)])
  const hash = await hashPassword(password, deviceCost)
  database.change(() => {
    const at = now()
    addDevice(database, catalogue, device, at, author) // which looks again: hashing took a while
    keepHash(database, device.id, hash, at)
    alongside(at, made)
  })
  return made
}

/** Every answer takes the time of one hash, so that nobody learns from it which devices there are. */
export async function verifyCredential(database: RegisterDatabase, username: string, password: string): Promise<Verdict> {
  const hash = database.get<{ hash: string }>('SELECT hash FROM credential WHERE device = ?', username)?.hash
  const matches = await passwordMatches(password, hash, deviceCost)
  const device = findDevice(database, username) // after the hashing, in which it may have been retired
  if (device?.retiredAt !== undefined) return 'retired'
  if (!device || hash === undefined) return 'unknown'
  return matches ? 'ok' : 'wrong'
}

/** Hashes of many passwords in their order. A thread of the pool is left to the rest of the process, which may be serving others. */
export async function hashSecrets(passwords: readonly string[], onProgress: (done: number) => void = () => {}): Promise<string[]> {
  const hashes: string[] = []
  const pending = passwords.entries()
  let done = 0
  async function work(): Promise<void> {
    for (const [index, password] of pending) {
      hashes[index] = await hashPassword(password, deviceCost)
      done += 1
      onProgress(done)
    }
  }
  await Promise.all([work(), work(), work()])
  return hashes
}

function neededInService(database: RegisterDatabase, id: string): void {
  if (neededDevice(database, id).retiredAt !== undefined) throw new RegisterFault(retired('device', id, 'id'))
}

/** Tells one credential of a device from the next; undefined for a device without one. */
export const credentialIssuedAt = (database: RegisterDatabase, device: string): number | undefined =>
  database.get<{ issued_at: number }>('SELECT issued_at FROM credential WHERE device = ?', device)?.issued_at
