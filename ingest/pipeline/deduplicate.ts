import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { contentDigest } from '../deduplicate/digest.ts'
import { hourOf, repeatWindowMs } from '../deduplicate/seen-runs.ts'
import type { DeviceRecord } from '../state/device-record.ts'
import type { Batch, SeenContent, Step } from './batch.ts'
import type { DeviceContext } from './devices.ts'
import type { Item } from './item.ts'
import { placesPerMs } from './settle.ts'

/**
 * A repeat is stored once and counted duplicate: the same (boot, seq) of a device, or the same content at the same time (of an event with an
 * id: under the same id), within 48 hours. What was refused before is no repeat. Readings and events count apart, because some firmware
 * counts each topic for itself; and a number without a boot proves nothing alone, because it begins again with each restart
 * (docs/decisions/0004-what-counts-as-a-repeat.md).
 */
export function deduplicate(database: DatabaseSync, { isCommitted = true } = {}): Step {
  const contents = new SeenContents(database)
  return {
    name: 'deduplicate',
    run(batch: Batch): void {
      // What is not written down between two batches has to be remembered.
      if (isCommitted) contents.begin()
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
  // What is replayed may have come long before what is remembered.
  if (runs.has(seq, hour - repeatWindowMs, hour + repeatWindowMs)) return true
  countGap(batch, device, Math.max(runs.highest, device.boots.get(other)?.highest ?? -1), seq)
  device.runChanges.push(...runs.add(key, seq, hour))
  batch.touch(device)
  return false
}

/** A number that comes late closes the gap it left. What is replayed leaves none: of its neighbours nothing may be remembered any more. */
function countGap(batch: Batch, { record }: DeviceContext, highest: number, seq: number): void {
  if (highest < 0 || (batch.replay && seq > highest)) return
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
  if (mayBeRepeat && contents.has(device.id, ts, digest, hour)) return true
  if (seq !== undefined) countGapWithoutBoot(batch, device, seq)
  const fields = partsOf(item)
  const n = preferredPlace(item)
  // Only a time that has been before can have others of its millisecond.
  if (id === undefined && givenTs !== undefined) item.n = mayBeRepeat ? contents.placeFor(device.id, ts, n, fields) : n
  const seen = { device: device.id, ts, digest, hour, n: item.n ?? n, fields }
  contents.add(seen)
  batch.seenContent.push(seen)
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
  if (batch.replay) return closeGap(record, seq)
  if (record.lastSeq !== undefined && seq > record.lastSeq + 1) {
    record.seqGaps += seq - record.lastSeq - 1
    batch.seqGaps += seq - record.lastSeq - 1
  }
  record.lastSeq = seq
}

/** What is replayed was missed when the next one came, and where the device counts now does not change by it. */
function closeGap(record: DeviceRecord, seq: number): void {
  if (record.lastSeq !== undefined && seq < record.lastSeq && record.seqGaps > 0) record.seqGaps--
}

/**
 * Where a message would be kept in its millisecond. Readings without a number are partial readings of that time and merge at 0; an event
 * without one gets its place in the journal, for events never merge.
 */
const preferredPlace = ({ seq, sort, entry }: Item): number => (seq ?? (sort === 'event' ? entry.offset : 0)) % placesPerMs

/** What of two messages of one place would clash: fields of a reading; the event itself. */
const partsOf = ({ sort, event, fields }: Item): string => (sort === 'event' ? `event ${event}` : Object.keys(fields).join(','))

/** The table `seen_content`, and what of the present batch is not in it yet. */
class SeenContents {
  private readonly select: StatementSync
  private readonly fresh = new Map<string, SeenContent[]>()

  constructor(database: DatabaseSync) {
    this.select = database.prepare('SELECT digest, hour, n, fields FROM seen_content WHERE device = ? AND ts = ?')
  }

  begin(): void {
    this.fresh.clear()
  }

  has(device: string, ts: number, digest: number, hour: number): boolean {
    return this.at(device, ts).some((seen) => seen.digest === digest && Math.abs(seen.hour - hour) <= repeatWindowMs)
  }

  add(seen: SeenContent): void {
    const key = `${seen.device} ${seen.ts}`
    const known = this.fresh.get(key)
    if (known) known.push(seen)
    else this.fresh.set(key, [seen])
  }

  /** The place asked for, or the next one in which nothing is replaced: two readings of one time that disagree are both kept. */
  placeFor(device: string, ts: number, place: number, fields: string): number {
    const names = fields.split(',')
    const others = this.at(device, ts)
    let n = place
    while (others.some((other) => other.n === n && clash(other.fields, names))) n = (n + 1) % placesPerMs
    return n
  }

  private at(device: string, ts: number): readonly Pick<SeenContent, 'digest' | 'hour' | 'n' | 'fields'>[] {
    const kept = this.select.all(device, ts) as unknown as SeenContent[]
    const fresh = this.fresh.get(`${device} ${ts}`)
    return fresh ? [...kept, ...fresh] : kept
  }
}

const clash = (fields: string, names: readonly string[]): boolean => fields.split(',').some((name) => names.includes(name))
