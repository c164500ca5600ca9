import type { DatabaseSync } from 'node:sqlite'
import { atOnce } from '../database.ts'
import type { Indicator } from '../indicator.ts'
import type { ParameterSetting } from '../indicators.ts'
import { enterIntoAudit } from './audit.ts'

type Row = { readonly [Name in keyof ParameterSetting]-?: ParameterSetting[Name] | null }

/** Numbers of the formulas that the bureau may set, valid from a month on. */
export class Parameters {
  private readonly database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.database = database
  }

  /** The default of each first, as version 0 without an author; then what was entered, oldest first. */
  of({ id: indicator, formula }: Indicator): readonly ParameterSetting[] {
    const defaults = Object.entries(formula.parameters).map(([name, { value }]) => ({ indicator, name, value, since: '', version: 0 }))
    const rows = this.database.prepare('SELECT * FROM parameter WHERE indicator = ? ORDER BY name, version').all(indicator)
    return [...defaults, ...(rows as unknown as Row[]).map(settingOf)]
  }

  /** In force in a month, by name. */
  at(indicator: Indicator, month: string): Readonly<Record<string, number>> {
    const inForce: Record<string, ParameterSetting> = {}
    for (const setting of this.of(indicator)) {
      const best = inForce[setting.name]
      if (setting.since > month) continue
      if (!best || setting.since > best.since || (setting.since === best.since && setting.version > best.version))
        inForce[setting.name] = setting
    }
    return Object.fromEntries(Object.entries(inForce).map(([name, { value }]) => [name, value]))
  }

  version(): number {
    return (this.database.prepare('SELECT count(*) AS count FROM parameter').get() as { count: number }).count
  }

  set(given: Omit<ParameterSetting, 'version' | 'recorded'>, recorded: number): ParameterSetting {
    return atOnce(this.database, () => {
      const { indicator, name, since, value, document, date, author } = given
      const { version } = this.database
        .prepare('SELECT coalesce(max(version), 0) + 1 AS version FROM parameter WHERE indicator = ? AND name = ?')
        .get(indicator, name) as { version: number }
      const setting: ParameterSetting = { ...given, version, recorded }
      this.database
        .prepare('INSERT INTO parameter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(indicator, name, version, since, value, document ?? null, date ?? null, author ?? null, recorded)
      enterIntoAudit(this.database, {
        at: recorded,
        author: author ?? '',
        what: 'parameter',
        subject: `${indicator} ${name}`,
        change: setting,
      })
      return setting
    })
  }
}

/** What is not known is left out. */
const settingOf = (row: Row): ParameterSetting =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as ParameterSetting
