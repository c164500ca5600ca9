import type { Language } from '../../dashboards/grafana/language.ts'
import type { Site } from '../../dashboards/grafana/site.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import type { Change } from './difference.ts'
import type { Grafana } from './grafana.ts'

export interface Pushed {
  readonly sort: 'folder' | 'dashboard' | 'alert rule'
  readonly uid: string
  readonly title: string
  /** left over: ours, and made no longer. */
  readonly outcome: 'new' | 'changed' | 'unchanged' | 'left over'
  readonly changes: readonly Change[]
}

export interface Push {
  readonly grafana: Grafana
  readonly kinds: readonly FacilityKind[]
  readonly languages: readonly Language[]
  readonly site: Site
  /** Uid of a folder of theirs, instead of ours. */
  readonly folder: string | undefined
  readonly withAlerts: boolean
  /** Only looks. */
  readonly dryRun: boolean
  readonly progress: (done: number, total: number) => void
}

/** Looks at one thing and makes it as it should be; undefined where there is nothing to tell. */
export type Step = () => Promise<Pushed | undefined>
