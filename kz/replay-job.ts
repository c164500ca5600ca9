import type { Words } from '../facilities/define.ts'
import type { Job } from './job.ts'
import type { Kz } from './kz.ts'
import { counted } from './ledger-counts.ts'
import { type Column, Table } from './terminal/table.ts'

export interface ReplayJob extends Job {
  readonly dryRun: boolean
  readonly created: string
  readonly author?: string
  readonly stored: number
  readonly duplicate: number
  readonly refused: number
  readonly refusals: readonly Refusals[]
}

export interface Refusals {
  readonly code: string
  readonly path?: string
  readonly count: number
  readonly message: Words
  readonly example: string
}

/** Causes of refusal, the most frequent first. */
export function tellRefusals({ out, say }: Kz, refusals: readonly Refusals[]): void {
  if (refusals.length === 0) return
  const columns: readonly Column<Refusals>[] = [
    { head: { zh: '条数', en: 'COUNT' }, cell: ({ count }) => counted(count), align: 'right' },
    { head: { zh: '原因代码', en: 'CODE' }, cell: ({ code }) => code },
    { head: { zh: '字段', en: 'PATH' }, cell: ({ path }) => path },
    { head: { zh: '示例', en: 'EXAMPLE' }, cell: ({ example }) => example },
    { head: { zh: '原因', en: 'WHY' }, cell: ({ message }) => say(message) },
  ]
  new Table(out, columns, say).rows(refusals.toSorted((a, b) => b.count - a.count))
}
