import { type BigIntStats, statSync } from 'node:fs'

/**
 * What a file looked like from outside: whoever writes into it, or into its -wal, changes one of these. The time of change (ctime) cannot be
 * set back by a program, and another file in its place has another inode.
 */
export type Fingerprint = string

/** File systems count in ticks: what was written within this time may be followed by a write that looks the same from outside. */
const settledMs = 2_000

/**
 * Taken before the copy is begun: a write meanwhile makes the next one differ. Undefined while the file is too young to be sure of, which
 * means that it is copied the next time, too.
 */
export function fingerprintOf(path: string, now = Date.now()): Fingerprint | undefined {
  const parts = [statOf(path), statOf(`${path}-wal`)]
  if (!parts[0]) return undefined
  const isYoung = parts.some((stat) => stat?.size && now - Number(stat.ctimeNs / 1_000_000n) < settledMs)
  return isYoung ? undefined : parts.map(written).join(' ')
}

const statOf = (path: string): BigIntStats | undefined => statSync(path, { bigint: true, throwIfNoEntry: false })

/** A -wal of no bytes is as none: a reader may have made it. */
function written(stat: BigIntStats | undefined): string {
  return stat?.size ? [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(':') : '-'
}
