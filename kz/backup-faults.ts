import { BackupError } from '../backup/backup-error.ts'
import { KzError } from './kz-error.ts'

/** What a backup or restore says of its end, as a command says it. */
export async function asKzError<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof BackupError)) throw error
    throw new KzError(error.words, { hint: error.hint, cause: error })
  }
}
