import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { contentDigest } from '../deduplicate/digest.ts'
import { hourOf, repeatWindowMs } from '../deduplicate/seen-runs.ts'
import type { Batch, Step } from './batch.ts'
import type { DeviceContext } from './devices.ts'
import type { Item } from './item.ts'

/**
 * A repeat is stored once and counted duplicate: the same (boot, seq) of a device, or the same content at the same time (of an event with an
 * id: under the same id), within 48 hours. What was refused before is no repeat. Readings and events count apart, because some firmware
 * counts each topic for itself; and a number without a boot proves nothing alone, because it begins again with each restart
 * (docs/decisions/0004-what-counts-as-a-repeat.md).
 */
export function deduplicate(database: DatabaseSync): Step {
  const contents = new SeenContents(database)
  return {
    name: 'deduplicate',
    run(batch: Batch): void {
      contents.begin()
      for (const item of batch.items) {
        if (!item.goesOn || !item.device || !isElement(item)) continue
        const { seq, boot, device } = item
        item.duplicate =
          seq !== undefined && boot !== undefined
            ? isRepeatedNumber(batch, item, device, boot, seq)
            : isRepeatedContent(batch, item, device, contents)
      }
    },
  }
}

/** What the store has refused for good was not kept: when it comes again, mended or not, it is no repeat. */
export function forget(batch: Batch, item: Item): void {
  const { device, seq, boot } = item
  if (!device) return
  if (seq !== undefined && boot !== undefined) {
    const key = runKey(item.sort, boot)
    device.runChanges.push(...device.runsOf(key).forget(key, seq))
    return
  }
  const { ts, digest } = contentOf(item)
  const at = batch.seenContent.findIndex((seen) => seen.device === device.id && seen.ts === ts && seen.digest === digest)
  if (at >= 0) batch.seenContent.splice(at, 1)
}

const runKey = (sort: Item['sort'], boot: string): string => `${sort} ${boot}`

const isElement = ({ sort }: Item): boolean => sort === 'reading' || sort === 'event'

function isRepeatedNumber(batch: Batch, item: Item, device: DeviceContext, boot: string, seq: number): boolean {
  const key = runKey(item.sort, boot)
  const other = runKey(item.sort === 'event' ? 'reading' : 'event', boot)
  const runs = device.runsOf(key)
  const hour = hourOf(item.entry.at)
  if (runs.has(seq, hour - repeatWindowMs)) return true
  countGap(batch, device, Math.max(runs.highest, device.boots.get(other)?.highest ?? -1), seq)
  device.runChanges.push(...runs.add(key, seq, hour))
  batch.touch(device)
  return false
}

/** A number that comes late closes the gap it left. */
function countGap(batch: Batch, { record }: DeviceContext, highest: number, seq: number): void {
  if (highest < 0) return
  if (seq > highest + 1) {
    record.seqGaps += seq - highest - 1
    batch.seqGaps += seq - highest - 1
  } else if (seq < highest && record.seqGaps > 0) {
    record.seqGaps--
  }
}

function isRepeatedContent(batch: Batch, item: Item, device: DeviceContext, contents: SeenContents): boolean {
  const { givenTs, id, entry, seq } = item
  // Bare values are taken as read at receipt: each message is a reading of its own.
  if (givenTs === undefined && id === undefined && seq === undefined) return false
  const { ts, digest } = contentOf(item)
  const hour = hourOf(entry.at)
  const mayBeRepeat = ts <= device.record.highestTs
  if (mayBeRepeat && contents.has(device.id, ts, digest, hour - repeatWindowMs)) return true
  if (seq !== undefined) countGapWithoutBoot(batch, device, seq)
  contents.add(device.id, ts, digest)
  batch.seenContent.push({ device: device.id, ts, digest, hour })
  if (ts > device.record.highestTs) device.record.highestTs = ts
  batch.touch(device)
  return false
}

/** Where an id or a number tells it from others the time may be missing. */
const contentOf = ({ givenTs, id, event, seq, fields }: Item): { ts: number; digest: number } => ({
  ts: id === undefined ? (givenTs ?? 0) : 0,
  digest: contentDigest({ ...fields, ' event': event, ' id': id, ' seq': seq }),
})

/** A number below the last one is a restart, or late: without a boot nobody can tell, so nothing is counted. */
function countGapWithoutBoot(batch: Batch, { record }: DeviceContext, seq: number): void {
  if (record.lastSeq !== undefined && seq > record.lastSeq + 1) {
    record.seqGaps += seq - record.lastSeq - 1
    batch.seqGaps += seq - record.lastSeq - 1
  }
  record.lastSeq = seq
}

/** The table `seen_content`, and what of the present batch is not in it yet. */
class SeenContents {
  private readonly select: StatementSync
  private readonly fresh = new Set<string>()

  constructor(database: DatabaseSync) {
    this.select = database.prepare('SELECT 1 FROM seen_content WHERE device = ? AND ts = ? AND digest = ? AND hour >= ?')
  }

  begin(): void {
    this.fresh.clear()
  }

  has(device: string, ts: number, digest: number, since: number): boolean {
    return this.fresh.has(`${device} ${ts} ${digest}`) || this.select.get(device, ts, digest, since) !== undefined
  }

  add(device: string, ts: number, digest: number): void {
    this.fresh.add(`${device} ${ts} ${digest}`)
  }
}
