// Adapters: programs that speak for devices. What they send for a device counts as the device's own.
import { join } from 'node:path'
import type { AdapterName } from './adapter-names.ts'
import { newSecret } from './credentials.ts'
import type { RegisterDatabase } from './database.ts'
import { deviceCost, hashPassword, passwordMatches } from './passwords.ts'
import type { Register } from './register.ts'
import { readSecretFile, writeSecretFile } from './secret-file.ts'

export { type AdapterName, adapterNames, isAdapterName } from './adapter-names.ts'

/** Who speaks for which devices in service: device → adapter. */
export function bindings(database: RegisterDatabase): ReadonlyMap<string, string> {
  const sql = 'SELECT id, adapter FROM device WHERE adapter IS NOT NULL AND retired_at IS NULL'
  return new Map(database.all<{ id: string; adapter: string }>(sql).map(({ id, adapter }) => [id, adapter]))
}

export async function setAdapterSecret(database: RegisterDatabase, name: AdapterName, secret: string, now: number): Promise<void> {
  const hash = await hashPassword(secret, deviceCost)
  const upsert = 'INSERT INTO adapter VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash, issued_at = excluded.issued_at'
  database.change(() => database.run(upsert, name, hash, now))
}

/** Takes the time of one hash, whatever the answer. */
export async function verifyAdapter(database: RegisterDatabase, name: AdapterName, secret: string): Promise<boolean> {
  const hash = database.get<{ hash: string }>('SELECT hash FROM adapter WHERE name = ?', name)?.hash
  return passwordMatches(secret, hash, deviceCost)
}

/** Tells one secret of an adapter from the next; undefined for one that has none yet. */
export const adapterIssuedAt = (database: RegisterDatabase, name: AdapterName): number | undefined =>
  database.get<{ issued_at: number }>('SELECT issued_at FROM adapter WHERE name = ?', name)?.issued_at

/**
 * The secret of an adapter, made once and kept in KZ_DATA/{name}-secret for its owner alone; the register keeps its hash. Where the two do
 * not agree, because one of them came from a backup, the file wins.
 */
export async function ensureAdapterSecret(register: Register, folder: string, name: AdapterName): Promise<string> {
  const file = join(folder, `${name}-secret`)
  const kept = readSecretFile(file)
  const secret = kept ?? newSecret()
  if (!kept) writeSecretFile(file, secret)
  if (!(await register.verifyAdapter(name, secret))) await register.setAdapterSecret(name, secret)
  return secret
}
