import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whenDone } from './clean-up.ts'

/** A fresh, empty folder which is removed after the test, or after the file when asked for in beforeAll. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kezhong-'))
  // A database that was just stopped may still be writing its last file.
  whenDone(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  return folder
}
