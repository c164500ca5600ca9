// Which errors mean that a file could not be written, whatever the request was.
const full = 13
const inputOutput = 10
const cannotOpen = 14

/** SQLite's result codes stand in the lowest byte; a write-ahead log that finds no room says that it cannot be opened. */
export function isDiskTrouble(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown }
  if (code === 'ENOSPC' || code === 'EDQUOT') return true
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' && [full, inputOutput, cannotOpen].includes(errcode & 0xff)
}
