import { StoreUnavailable } from '../store.ts'

// Primary result codes of https://sqlite.org/rescode.html; extended ones carry more in the higher bits.
const corrupt = 11
const notADatabase = 26
const hints: Readonly<Record<number, { zh: string; en: string }>> = {
  5: {
    zh: '另一个进程长时间占用读数文件；请确认同一数据目录（KZ_DATA）上只运行了一个 ingest。',
    en: 'Another process keeps the readings file busy: make sure that only one ingest runs on this KZ_DATA.',
  },
  8: {
    zh: '读数文件为只读；请检查 KZ_DATA 目录的权限和挂载方式。',
    en: 'The readings file is read-only: check the permissions of KZ_DATA and how it is mounted.',
  },
  10: {
    zh: '磁盘读写出错；请检查 KZ_DATA 所在磁盘（空间、配额、系统日志）。',
    en: 'The disk failed to read or write: check the disk of KZ_DATA (space, quota, system log).',
  },
  [corrupt]: damaged(),
  13: {
    zh: '磁盘已满；请在 KZ_DATA 所在磁盘上腾出空间，或调小 KZ_READINGS_DAYS。在此之前，数据保存在日志队列中，不会丢失。',
    en: 'The disk is full: free space on the disk of KZ_DATA or lower KZ_READINGS_DAYS. Until then the journal holds what arrives.',
  },
  14: {
    zh: '无法打开读数文件；请检查 KZ_DATA 目录是否存在、权限是否正确、打开文件数是否超限。',
    en: 'The readings file cannot be opened: check that KZ_DATA exists, its permissions and the limit of open files.',
  },
  [notADatabase]: damaged(),
}
const otherwise = {
  zh: '读数文件无法使用；请检查 KZ_DATA 目录及 ingest 的日志。',
  en: 'The readings file cannot be used: check KZ_DATA and the log of ingest.',
}

/** A file that SQLite no longer understands, as opposed to one it cannot reach. */
export const isDamage = (error: unknown): boolean => [corrupt, notADatabase].includes(primaryCode(error) ?? 0)

/** What the caller of a store gets instead of an error of SQLite or of the file system; errors of ours pass as they are. */
export function unavailable(path: string, error: unknown): unknown {
  const code = primaryCode(error) ?? codeOfSystemError(error)
  if (code === undefined || !(error instanceof Error)) return error
  return new StoreUnavailable(`${path}: ${error.message}`, { cause: error, hint: hints[code] ?? otherwise })
}

function primaryCode(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: number }
  return errcode === undefined ? undefined : errcode & 0xff
}

const systemErrors: Readonly<Record<string, number>> = { ENOSPC: 13, EDQUOT: 13, EROFS: 8, EIO: 10 }

function codeOfSystemError(error: unknown): number | undefined {
  const { code, syscall } = error as { code?: string; syscall?: string }
  return syscall === undefined ? undefined : (systemErrors[code ?? ''] ?? 14)
}

function damaged() {
  return {
    zh: '该日的读数文件已损坏。下次写入该日时，它会被改名为 *.damaged-*，原内容保留，可用 sqlite3 的 .recover 命令修复。',
    en: "This day's readings file is damaged. The next write to that day puts it aside as *.damaged-*; nothing is deleted, and sqlite3's .recover can mend it.",
  }
}
