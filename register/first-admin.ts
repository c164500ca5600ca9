import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Accounts } from './accounts.ts'
import { writeSecretFile } from './secret-file.ts'

/**
 * Makes the user admin where there is none, with the password given or with one that is made and kept in KZ_DATA/admin-password for its
 * owner alone. Gives the password when it had to be made. Whichever process comes first may do it.
 */
export async function ensureFirstAdmin(accounts: Accounts, folder: string, given: string | undefined): Promise<string | undefined> {
  const file = join(folder, 'admin-password')
  const { password } = await accounts.ensureAdmin(given, (made) => writeSecretFile(file, made))
  if (given !== undefined) rmSync(file, { force: true }) // it would name a password that does not hold any more
  return password
}
