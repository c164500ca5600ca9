// What a trial is asked for, and what it says.
import type { PortableKind } from '../../facilities/portable-kind.ts'
import type { IngestSettings } from '../../settings/processes.ts'
import type { QuarantineFilter } from '../quarantine/selection.ts'
import type { DryRun } from './dry-run.ts'
import type { KindTry } from './kind-try.ts'

export type Task =
  | { readonly what: 'dry-run'; readonly scope: QuarantineFilter }
  | { readonly what: 'kind-try'; readonly definition: PortableKind; readonly since: number }

export type TaskOf<What extends Task['what']> = Extract<Task, { readonly what: What }>

export type Findings<What extends Task['what'] = Task['what']> = { readonly 'dry-run': DryRun; readonly 'kind-try': KindTry }[What]

export interface TrialOrder {
  readonly settings: IngestSettings
  readonly task: Task
}

export type FromTrial = { readonly findings: Findings } | { readonly fault: string }
