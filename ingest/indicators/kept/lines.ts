import type { DatabaseSync } from 'node:sqlite'
import { atOnce } from '../database.ts'
import type { Target } from '../indicators.ts'
import { lineInForce } from '../target-in-force.ts'
import { enterIntoAudit } from './audit.ts'
import type { PutOut } from './outbox.ts'

interface Row extends Omit<Target, 'target' | 'warning' | 'note'> {
  readonly target: string
  readonly warning: string
  readonly note: string | null
}

/** 达标线 and 警戒线 as entered. One that is entered again for the same month replaces the earlier one, which stays readable. */
export class Lines {
  private readonly database: DatabaseSync
  private known: { readonly at: number; readonly targets: ReadonlyMap<string, readonly Target[]> } | undefined

  constructor(database: DatabaseSync) {
    this.database = database
  }

  /** Oldest first, of all scopes. */
  of(indicator: string): readonly Target[] {
    return this.all().get(indicator) ?? []
  }

  /** In force in a month for this very scope. */
  at(indicator: string, scope: string, month: string): Target | undefined {
    return lineInForce(this.of(indicator), scope, month)
  }

  /** Grows with every change, whoever made it. */
  version(): number {
    return (this.database.prepare('SELECT count(*) AS count FROM target').get() as { count: number }).count
  }

  set(given: Omit<Target, 'version' | 'recorded'>, recorded: number, putOut: PutOut): Target {
    return atOnce(this.database, () => {
      const { indicator, scope } = given
      const { version } = this.database
        .prepare('SELECT coalesce(max(version), 0) + 1 AS version FROM target WHERE indicator = ? AND scope = ?')
        .get(indicator, scope) as { version: number }
      const target: Target = { ...given, version, recorded }
      this.database
        .prepare('INSERT INTO target VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          ...[indicator, scope, version, given.since, JSON.stringify(given.target), JSON.stringify(given.warning), given.document],
          ...[given.date, given.note ?? null, given.author, recorded],
        )
      enterIntoAudit(this.database, {
        at: recorded,
        author: given.author,
        what: 'target',
        subject: `${indicator} ${scope}`,
        change: target,
      })
      putOut({ type: 'target.changed', subject: indicator, data: target })
      return target
    })
  }

  /** Read again only when there are more: they change a few times a year and are asked for with every value. */
  private all(): ReadonlyMap<string, readonly Target[]> {
    const at = this.version()
    if (this.known?.at === at) return this.known.targets
    const rows = this.database.prepare('SELECT * FROM target ORDER BY indicator, recorded, scope, version').all() as unknown as Row[]
    const targets = Map.groupBy(rows.map(targetOf), ({ indicator }) => indicator)
    this.known = { at, targets }
    return targets
  }
}

function targetOf({ target, warning, note, ...row }: Row): Target {
  return { ...row, target: JSON.parse(target), warning: JSON.parse(warning), ...(note !== null && { note }) }
}
