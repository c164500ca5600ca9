import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { JournalEntry } from '../../journal/journal.ts'
import { elementTexts } from '../decode/element-texts.ts'
import type { RunChange } from '../deduplicate/seen-runs.ts'
import { explanation, type Replays } from '../replay/replays.ts'
import { ActivityTable } from './activity-table.ts'
import type { Batch, QuarantineRow } from './batch.ts'
import type { DeviceContext } from './devices.ts'
import { KnockTable } from './knocks.ts'

/** A row of the table `device`; what was held is not needed any more. */
export const putDevice = `
  INSERT INTO device (device, kind, state, since, cause, record) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (device) DO UPDATE SET kind = excluded.kind, state = excluded.state, since = excluded.since, cause = excluded.cause,
    record = excluded.record, held = NULL`

export function deviceRow({ id, kindName, record }: DeviceContext): [string, string, string, number, string, string] {
  const { state, since, cause, ...rest } = record
  return [id, kindName, state, since, cause, JSON.stringify(rest)]
}

/**
 * Writes what follows from a batch in one transaction with its offset: a process killed before it does the batch again and comes to the
 * same result; killed after it, never sees the batch again. So everything is counted once.
 */
export class Commit {
  private readonly database: DatabaseSync
  private readonly journal: string
  private readonly replays: Replays | undefined
  private readonly ledger: StatementSync
  private readonly quarantine: StatementSync
  private readonly device: StatementSync
  private readonly held: StatementSync
  private readonly runPut: StatementSync
  private readonly runDrop: StatementSync
  private readonly content: StatementSync
  private readonly progress: StatementSync
  private readonly knocks: KnockTable
  private readonly activity: ActivityTable
  /** The array of which an element was quarantined last: a thousand may follow. */
  private array: { readonly entry: JournalEntry; readonly elements: readonly string[] } | undefined

  constructor(database: DatabaseSync, journal: string, replays?: Replays) {
    this.database = database
    this.journal = journal
    this.replays = replays
    this.ledger = database.prepare(`
      INSERT INTO ledger (device, hour, kind, received, stored, duplicate, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (device, hour) DO UPDATE SET kind = coalesce(nullif(kind, ''), excluded.kind), received = received + excluded.received, stored = stored + excluded.stored,
        duplicate = duplicate + excluded.duplicate, quarantined = quarantined + excluded.quarantined`)
    this.quarantine = database.prepare(`
      INSERT OR IGNORE INTO quarantine (id, seq, device, kind, received, topic, payload, code, path, field, expected, found, message, suggestion)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.device = database.prepare(putDevice)
    this.held = database.prepare('UPDATE device SET held = ? WHERE device = ?')
    this.runPut = database.prepare(`
      INSERT INTO seen_run (device, boot, hour, low, high) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (device, boot, hour, low) DO UPDATE SET high = excluded.high`)
    this.runDrop = database.prepare('DELETE FROM seen_run WHERE device = ? AND boot = ? AND hour = ? AND low = ?')
    this.content = database.prepare(
      'INSERT INTO seen_content (device, ts, digest, hour, n, fields) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET hour = max(hour, excluded.hour)',
    )
    this.knocks = new KnockTable(database)
    this.activity = new ActivityTable(database)
    this.progress = database.prepare('INSERT INTO progress VALUES (?, ?) ON CONFLICT DO UPDATE SET next = excluded.next')
  }

  /** `isAhead`: devices of which a newer picture than ours is shown already; of these ours is kept aside. */
  batch(batch: Batch, isAhead: (device: string) => boolean): void {
    this.database.exec('BEGIN IMMEDIATE')
    try {
      for (const { device, hour, kind, received, stored, duplicate, quarantined } of batch.tally.rows()) {
        this.ledger.run(device, hour, kind, received, stored, duplicate, quarantined)
      }
      for (const row of batch.quarantined) this.writeQuarantined(row)
      this.array = undefined
      if (batch.replay) this.replays?.write(batch.replay)
      for (const device of batch.touched) this.writeDevice(device, isAhead(device.id))
      for (const { device, ts, digest, hour, n, fields } of batch.seenContent) this.content.run(device, ts, digest, hour, n, fields)
      this.knocks.write(batch.knocks)
      this.activity.write(batch)
      this.progress.run(this.journal, batch.next)
      this.database.exec('COMMIT')
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK')
      throw error
    }
    if (batch.replay) this.replays?.committed(batch.replay)
    for (const device of batch.touched) {
      device.dirty = false
      device.runChanges = []
    }
    for (const device of batch.active) device.active = []
  }

  private writeDevice(device: DeviceContext, isAhead: boolean): void {
    if (isAhead) this.held.run(JSON.stringify(device.record), device.id)
    else this.device.run(...deviceRow(device))
    for (const change of lastOfEach(device.runChanges)) this.writeRun(device.id, change)
  }

  private writeRun(device: string, { boot, run, formerLow, removed }: RunChange): void {
    if (formerLow !== undefined) this.runDrop.run(device, boot, run.hour, formerLow)
    if (removed) this.runDrop.run(device, boot, run.hour, run.low)
    else this.runPut.run(device, boot, run.hour, run.low, run.high)
  }

  private writeQuarantined({ id, item, rejection }: QuarantineRow): void {
    const { entry, device } = item
    const kind = device?.kindName ?? ''
    const payload = keptPayload(rejection.code, this.payloadOf(item))
    this.quarantine.run(id, entry.offset, entry.key, kind, entry.at, entry.topic, payload, ...explanation(rejection))
  }

  /** A message is kept as its bytes, an element of an array as those of the element. */
  private payloadOf({ entry, index, isElement }: QuarantineRow['item']): Uint8Array {
    if (!isElement) return entry.payload
    if (this.array?.entry !== entry) this.array = { entry, elements: elementTexts(Buffer.from(entry.payload).toString('utf8')) }
    return Buffer.from(this.array.elements[index] ?? '')
  }
}

/** A mobile number, of China, as it may stand in a message. */
const mobileNumber = /(?<!\d)((?:\+?86)?1[3-9])\d{9}(?!\d)/g

/** No phone number of a resident is kept, not even in what is refused for it. */
function keptPayload(code: string, payload: Uint8Array): Uint8Array {
  if (code !== 'personal-data') return payload
  return Buffer.from(
    Buffer.from(payload)
      .toString('utf8')
      .replace(mobileNumber, (_, head: string) => `${head}*********`),
  )
}

/** A run that grew a thousand times in a batch is written once; the order of first changes stands, so removals come before what replaces them. */
function lastOfEach(changes: readonly RunChange[]): Iterable<RunChange> {
  if (changes.length < 2) return changes
  const plain = changes.every((change) => !change.removed && change.formerLow === undefined)
  return plain ? new Map(changes.map((change) => [change.run, change])).values() : changes
}
