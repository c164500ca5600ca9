import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind } from '../../facilities/define.ts'
import { kindDashboard } from './kind-dashboard.ts'
import type { Language } from './language.ts'
import { operations } from './operations.ts'
import { overview } from './overview.ts'
import { demoSite, type Site } from './site.ts'
import { tasks } from './tasks.ts'

/** A function of kinds, language and site for each dashboard; one more is one more line. */
type Maker = (kinds: readonly FacilityKind[], language: Language, site: Site) => Dashboard[]

const makers: readonly Maker[] = [
  (kinds, language, site) => [overview(kinds, language, site)],
  (kinds, language, site) => [tasks(kinds, language, site)],
  (kinds, language, site) => [operations(kinds, language, site)],
  (kinds, language, site) => kinds.map((kind) => kindDashboard(kind, language, site)),
]

/** All dashboards of these kinds in one language. */
export const dashboardsOf = (kinds: readonly FacilityKind[], language: Language, site: Site = demoSite): Dashboard[] =>
  makers.flatMap((make) => make(kinds, language, site))
