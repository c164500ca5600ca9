import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { JournalUnavailable } from './journal.ts'

interface Fault {
  readonly message: string
  /** `path` is the file, `detail` what SQLite said. */
  readonly hint: (path: string, detail: string) => { readonly zh: string; readonly en: string }
}

const full: Fault = {
  message: 'the disk of the journal is full',
  hint: (path) => ({
    zh: `日志文件 ${path} 所在磁盘已满：请清理磁盘，或把 KZ_DATA 移到更大的磁盘；空间恢复后会自动继续，设备会重发未确认的消息。`,
    en: `The disk that holds ${path} is full: make room, or move KZ_DATA to a larger disk. It goes on by itself; devices repeat what was not acknowledged.`,
  }),
}

const failing: Fault = {
  message: 'the disk of the journal fails',
  hint: (path, detail) => ({
    zh: `读写日志文件 ${path} 时磁盘出错（${detail}）：请查看系统日志并检查磁盘；恢复后会自动继续。`,
    en: `The disk fails at ${path} (${detail}): look into the system log and check the disk. It goes on by itself once the disk does.`,
  }),
}

const damaged: Fault = {
  message: 'the journal file is damaged',
  hint: (path, detail) => ({
    zh: `日志文件 ${path} 已损坏（${detail}）。程序不会自动丢弃它：请停止服务，把它连同同名的 -wal、-shm 文件移到别处保存，再启动；新日志从头开始，已入库的数据不受影响，尚未处理的消息留在移走的文件里。`,
    en: `The journal file ${path} is damaged (${detail}). It is never thrown away for you: stop everything, move it aside together with its -wal and -shm files, and start again. A new journal begins; what is stored already is untouched, what was not yet processed is in the file you moved.`,
  }),
}

const noAccess: Fault = {
  message: 'the journal file cannot be opened',
  hint: (path, detail) => ({
    zh: `无法打开或写入日志文件 ${path}（${detail}）：请检查 KZ_DATA 目录是否存在、权限是否正确、磁盘是否只读。`,
    en: `The journal file ${path} cannot be opened or written (${detail}): check that KZ_DATA exists, its permissions, and that the disk is not read-only.`,
  }),
}

const locked: Fault = {
  message: 'another program holds the journal',
  hint: (path) => ({
    zh: `另一个程序正占用日志文件 ${path}（例如 sqlite3 命令行）：请关闭它，随后会自动继续。`,
    en: `Another program holds the journal file ${path}, such as a sqlite3 shell: close it. It goes on by itself.`,
  }),
}

const other: Fault = {
  message: 'the journal cannot be used',
  hint: (path, detail) => ({ zh: `日志文件 ${path} 无法使用：${detail}`, en: `The journal file ${path} cannot be used: ${detail}` }),
}

export const busyCode = 5
const corruptCode = 11
const ioErrorCode = 10

/** By SQLite's primary result codes. */
const faults: Readonly<Record<number, Fault>> = {
  3: noAccess,
  [busyCode]: locked,
  6: locked,
  8: noAccess,
  [ioErrorCode]: failing,
  [corruptCode]: damaged,
  13: full,
  14: noAccess,
  26: damaged,
}

/** SQLite's primary result code; 0 for what does not come from SQLite. */
export const codeOf = (error: unknown): number => ((error as { errcode?: number }).errcode ?? 0) & 0xff

/** The file does not hold what was written; a number may have become larger than any of ours. */
export const isRot = (error: unknown): boolean =>
  codeOf(error) === corruptCode || (error as NodeJS.ErrnoException).code === 'ERR_OUT_OF_RANGE'

/** What SQLite said as what the operator can do. */
export function asUnavailable(error: unknown, path: string): JournalUnavailable {
  if (error instanceof JournalUnavailable) return error
  const code = codeOf(error)
  // Some ways of running out of room (the shared-memory file) reach us as a plain input/output error.
  const fault = code === ioErrorCode && isFull(path) ? full : (faults[code] ?? other)
  return new JournalUnavailable(fault.message, { cause: error, hint: fault.hint(path, (error as Error).message) })
}

function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < 1 << 20
  } catch {
    return false
  }
}
