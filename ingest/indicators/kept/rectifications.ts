import type { DatabaseSync } from 'node:sqlite'
import { atOnce } from '../database.ts'
import { IndicatorFault, type Rectification } from '../indicators.ts'
import { enterIntoAudit } from './audit.ts'

type Entered = Pick<Rectification, 'indicator' | 'period' | 'scope' | 'issue' | 'unit' | 'deadline'>

type Row = Record<keyof Rectification, string | number | null>

/** 问题整改台账: 挂号建账、对号结账、销号下账. */
export class Rectifications {
  private readonly database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.database = database
  }

  /** Newest first. */
  page(query: { state?: string; unit?: string; scope?: string; after?: string; limit: number }) {
    const { state = null, unit = null, scope = null, after = null, limit } = query
    const rows = this.database
      .prepare(
        `SELECT * FROM rectification WHERE (:state IS NULL OR state = :state) AND (:unit IS NULL OR unit = :unit)
           AND (:scope IS NULL OR scope = :scope) AND (:after IS NULL OR id < :after) ORDER BY id DESC LIMIT :limit`,
      )
      .all({ state, unit, scope, after, limit: limit + 1 }) as unknown as Row[]
    const items = rows.slice(0, limit).map(rectificationOf)
    const last = items.at(-1)
    return rows.length > limit && last ? { items, next: last.id } : { items }
  }

  /** Numbered within its year, `year` as the site writes it: the number is what it is closed by. */
  add(entered: Entered, author: string, { at, year }: { at: number; year: number }): Rectification {
    return atOnce(this.database, () => {
      const { count } = this.database.prepare('SELECT count(*) AS count FROM rectification WHERE id GLOB ?').get(`${year}-*`) as {
        count: number
      }
      const id = `${year}-${String(count + 1).padStart(4, '0')}`
      const { indicator, period, scope, issue, unit, deadline } = entered
      this.database
        .prepare('INSERT INTO rectification VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, 1)')
        .run(id, indicator ?? null, period ?? null, scope, issue, unit, deadline, 'open', '[]', at, author)
      enterIntoAudit(this.database, { at, author, what: 'rectification', subject: id, change: entered })
      return this.needed(id)
    })
  }

  reply(id: string, text: string, author: string, version: number, at: number): Rectification {
    return this.change(id, version, (entry) => {
      const replies = [...entry.replies, { text, author, at }]
      this.database.prepare(`UPDATE rectification SET replies = ?, state = 'replied' WHERE id = ?`).run(JSON.stringify(replies), id)
      enterIntoAudit(this.database, { at, author, what: 'rectification-reply', subject: id, change: { text } })
    })
  }

  close(id: string, note: string, author: string, version: number, at: number): Rectification {
    return this.change(id, version, () => {
      this.database
        .prepare(`UPDATE rectification SET closed = ?, state = 'closed' WHERE id = ?`)
        .run(JSON.stringify({ at, author, note }), id)
      enterIntoAudit(this.database, { at, author, what: 'rectification-closed', subject: id, change: { note } })
    })
  }

  private change(id: string, version: number, change: (entry: Rectification) => void): Rectification {
    return atOnce(this.database, () => {
      const entry = this.needed(id)
      if (entry.state === 'closed') throw new IndicatorFault('rectification-closed', { id })
      if (entry.version !== version) throw new IndicatorFault('changed-meanwhile', { id })
      change(entry)
      this.database.prepare('UPDATE rectification SET version = version + 1 WHERE id = ?').run(id)
      return this.needed(id)
    })
  }

  private needed(id: string): Rectification {
    const row = this.database.prepare('SELECT * FROM rectification WHERE id = ?').get(id)
    if (!row) throw new IndicatorFault('rectification-not-found', { id })
    return rectificationOf(row as unknown as Row)
  }
}

function rectificationOf(row: Row): Rectification {
  const known = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
  const { replies, closed, ...entry } = known as Record<string, string>
  return { ...entry, replies: JSON.parse(replies ?? '[]'), ...(closed && { closed: JSON.parse(closed) }) } as unknown as Rectification
}
