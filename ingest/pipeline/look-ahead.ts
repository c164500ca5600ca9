import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { JournalReader } from '../../journal/journal.ts'
import type { Inspector } from '../inspect/inspector.ts'
import { Batch, type Step } from './batch.ts'
import { deviceRow, putDevice } from './commit.ts'
import type { DeviceContext, Devices } from './devices.ts'
import type { LiveEvent } from './live.ts'
import type { LiveFeed } from './live-feed.ts'

/** Looked at in one go. */
const slice = { entries: 1_000, bytes: 2 << 20 }

/** Shows a newer picture than the pipeline's own; that one, as it was committed, is kept aside, once. '{}' is a device not heard of before. */
const showDevice = `
  INSERT INTO device (device, kind, state, since, cause, record, held) VALUES (?, ?, ?, ?, ?, ?, '{}')
  ON CONFLICT (device) DO UPDATE SET held = coalesce(held, json_patch(record, json_object('state', state, 'since', since, 'cause', cause))),
    kind = excluded.kind, state = excluded.state, since = excluded.since, cause = excluded.cause, record = excluded.record`

interface LookAheadParts {
  readonly journal: JournalReader
  readonly database: DatabaseSync
  /** Those of the pipeline. */
  readonly devices: Devices
  /** Devices of our own, made anew for each outage: they begin where the pipeline is. */
  readonly freshDevices: () => Devices
  readonly steps: (devices: Devices) => readonly Step[]
  readonly feed: LiveFeed
  /** One of its own: it looks at other batches than the pipeline does. */
  readonly inspector: Inspector
  readonly onLive: (events: readonly LiveEvent[]) => void
}

/**
 * The live picture while the pipeline is held up by a database that is away, or catches up afterwards: states and latest values are read
 * off the journal ahead of it and shown. Nothing is counted, stored or quarantined here; the pipeline still goes the whole way with every
 * message, and once it is abreast its own picture is shown again.
 */
export class LookAhead {
  private readonly parts: LookAheadParts
  private readonly show: StatementSync
  private readonly put: StatementSync
  private steps: readonly Step[] | undefined
  private readonly shown = new Set<string>()
  private position = 0

  constructor(parts: LookAheadParts) {
    this.parts = parts
    this.show = parts.database.prepare(showDevice)
    this.put = parts.database.prepare(putDevice)
    // Left by a process that ended while it was ahead.
    const left = parts.database.prepare('SELECT device FROM device WHERE held IS NOT NULL').all() as { device: string }[]
    for (const { device } of left) this.shown.add(device)
  }

  get isActive(): boolean {
    return this.steps !== undefined || this.shown.size > 0
  }

  isAhead(device: string): boolean {
    return this.shown.has(device)
  }

  /** Reads on, for about this long, from where the pipeline stands or from where it was left. */
  async follow(pipelineNext: number, forMs: number): Promise<void> {
    if (!this.steps) {
      this.steps = this.parts.steps(this.parts.freshDevices())
      this.position = pipelineNext
    }
    for (const end = performance.now() + forMs; performance.now() < end; ) {
      const { entries, next } = await this.parts.journal.read(this.position, slice)
      if (next === this.position) return
      await this.take(new Batch(entries, next), this.steps)
      this.position = next
    }
  }

  /** Ends once the pipeline has come as far; from then on its own picture is the one of now. */
  endAt(pipelineNext: number): void {
    if (!this.isActive || (this.steps && pipelineNext < this.position)) return
    this.write(
      [...this.shown].map((id) => this.parts.devices.get(id)),
      this.put,
    )
    this.shown.clear()
    this.steps = undefined
  }

  private async take(batch: Batch, steps: readonly Step[]): Promise<void> {
    const { inspector } = this.parts
    for (const step of steps) {
      await step.run(batch)
      inspector.after(step.name, batch)
    }
    this.write(batch.touched, this.show)
    inspector.end({ isAhead: true })
    for (const device of batch.touched) {
      device.dirty = false
      this.shown.add(device.id)
    }
    const events = this.parts.feed.take(batch, Date.now())
    if (events.length > 0) this.parts.onLive(events)
  }

  private write(devices: Iterable<DeviceContext>, statement: StatementSync): void {
    const { database } = this.parts
    database.exec('BEGIN IMMEDIATE')
    try {
      for (const device of devices) statement.run(...deviceRow(device))
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
