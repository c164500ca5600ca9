import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { openConsumers } from './sqlite-files.ts'

/** How far each consumer of one journal is. */
export class ConsumerPositions {
  private readonly path: string
  private readonly journal: string
  private database: DatabaseSync | undefined
  private select: StatementSync | undefined
  private upsert: StatementSync | undefined

  constructor(path: string, journal: string) {
    this.path = path
    this.journal = journal
  }

  async start(): Promise<void> {
    this.database = await openConsumers(this.path)
    this.select = this.database.prepare('SELECT next FROM consumer WHERE name = ? AND journal = ?')
    this.upsert = this.database.prepare(`
      INSERT INTO consumer (name, journal, next) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET journal = excluded.journal, next = excluded.next`)
  }

  stop(): void {
    this.database?.close()
    this.database = undefined
  }

  get(consumer: string): number | undefined {
    return (this.select?.get(consumer, this.journal) as { next: number } | undefined)?.next
  }

  set(consumer: string, next: number): void {
    this.upsert?.run(consumer, this.journal, next)
  }

  /** Everything before this is consumed by all. Nobody has consumed anything where there is no consumer, or one that knows only a predecessor. */
  lowest(): number {
    return this.aggregate('min')
  }

  highest(): number {
    return this.aggregate('max')
  }

  private aggregate(how: 'min' | 'max'): number {
    const query = `SELECT ${how}(CASE WHEN journal = ? THEN next ELSE 0 END) AS next FROM consumer`
    const row = this.database?.prepare(query).get(this.journal) as { next: number | null } | undefined
    return row?.next ?? 0
  }
}
