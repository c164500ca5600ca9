/** In both languages: an operator reads them. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** Ends a backup or a restore: what is wrong, and what to do about it. */
export class BackupError extends Error {
  override name = 'BackupError'
  readonly words: Words
  readonly hint: Words | undefined

  constructor(words: Words, { hint, cause }: { readonly hint?: Words; readonly cause?: unknown } = {}) {
    super(words.en, { cause })
    this.words = words
    this.hint = hint
  }
}

const sqliteFull = 13

const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') ||
  ((error as { errcode?: number }).errcode ?? 0) === sqliteFull

/** What the system said of a file, as a sentence. A disk is full where something is written: at `into`. */
export function fileTrouble(error: unknown, path: string, into = path): BackupError {
  if (error instanceof BackupError) return error
  if (isFull(error)) {
    return new BackupError(
      { zh: `写入 ${into} 时磁盘已满。`, en: `The disk is full at ${into}.` },
      {
        cause: error,
        hint: {
          zh: '清理磁盘或换一个更大的磁盘后重新运行；原数据未受影响，已写的部分已删除。',
          en: 'Make room or choose a larger disk, and run it again; the data is untouched, and what was written is taken away again.',
        },
      },
    )
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new BackupError(
    { zh: `${path} 无法读写：${reason}`, en: `${path} cannot be read or written: ${reason}` },
    {
      cause: error,
      hint: {
        zh: '请检查该路径的权限与磁盘；用运行服务的同一个用户执行。',
        en: 'Check permissions and the disk there, and run it as the user who runs the services.',
      },
    },
  )
}
