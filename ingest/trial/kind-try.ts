import { DatabaseSync } from 'node:sqlite'
import type { Catalogue } from '../../facilities/catalogue.ts'
import { catalogueWith, type PortableKind } from '../../facilities/portable-kind.ts'
import { gatewaySource } from '../../journal/gateway-topics.ts'
import type { JournalEntry, JournalReader } from '../../journal/journal.ts'
import { offsetAt } from '../../journal/offset-at.ts'
import type { Register } from '../../register/register.ts'
import { migrateIngestDatabase } from '../database.ts'
import { Batch } from '../pipeline/batch.ts'
import { Commit } from '../pipeline/commit.ts'
import { Devices } from '../pipeline/devices.ts'
import { trialSteps } from '../pipeline/steps.ts'
import { type Comparison, compare, emptyComparison } from './comparison.ts'

export interface KindTryParts {
  readonly journal: JournalReader
  readonly register: Register
  readonly catalogue: Catalogue
  readonly readingsDays: number
  readonly timezone: string
}

export interface KindTry extends Comparison {
  /** Offsets of the journal, those of other kinds included. */
  readonly total: number
  readonly done: number
  /** Receipt of the first message looked at, ms since 1970 UTC; absent where there is none. */
  readonly from?: number
}

const slice = { entries: 5_000, bytes: 4 << 20 }

/**
 * What the messages of a kind received since a time would become with a changed definition, beside what they become with the present one:
 * both go the way of the pipeline, each with a memory of its own of what it has seen, and nothing is written that lasts.
 */
export async function* tryKind(parts: KindTryParts, definition: PortableKind, since: number): AsyncGenerator<KindTry> {
  const { journal, register, catalogue } = parts
  const changedCatalogue = catalogueWith(catalogue, definition)
  const [first, head] = [await offsetAt(journal, since), await journal.head()]
  const isMeant = ofKind(register, definition.kind)
  const comparison = emptyComparison()
  using present = new Way(parts, catalogue)
  using changed = new Way(parts, changedCatalogue)
  let from: number | undefined
  for (let next = first; ; ) {
    yield { total: head - first, done: next - first, ...(from !== undefined && { from }), ...comparison }
    if (next >= head) return
    const found = await journal.read(next, slice)
    if (found.next === next) return
    const entries = found.entries.filter((entry) => entry.offset < head && isMeant(entry))
    from ??= entries[0]?.at
    compare(comparison, await present.take(entries), await changed.take(entries))
    next = Math.min(found.next, head)
  }
}

function ofKind(register: Register, kind: string): (entry: JournalEntry) => boolean {
  const known = new Map<string, boolean>()
  return ({ key, headers }) => {
    if (headers?.source === gatewaySource) return false
    const isMeant = known.get(key) ?? register.device(key)?.kind === kind
    known.set(key, isMeant)
    return isMeant
  }
}

/** The steps with one catalogue, over a database that is gone when it is closed. */
class Way implements Disposable {
  // No name: SQLite keeps it in memory as far as its cache goes, then in a file it deletes itself.
  private readonly scratch = new DatabaseSync('')
  private readonly commit: Commit
  private readonly steps: ReturnType<typeof trialSteps>

  constructor(parts: KindTryParts, catalogue: Catalogue) {
    migrateIngestDatabase(this.scratch)
    this.commit = new Commit(this.scratch, 'trial')
    const devices = new Devices(this.scratch, parts.register, catalogue)
    this.steps = trialSteps({ ...parts, devices, database: this.scratch })
  }

  async take(entries: readonly JournalEntry[]): Promise<Batch['items']> {
    const batch = new Batch(entries, 0)
    for (const step of this.steps) await step.run(batch)
    this.commit.batch(batch, () => false)
    return batch.items
  }

  [Symbol.dispose](): void {
    this.scratch.close()
  }
}
