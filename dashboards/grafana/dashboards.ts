import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind } from '../../facilities/define.ts'
import { kindDashboard } from './kind-dashboard.ts'
import type { Language } from './language.ts'
import { demoSite, type Site } from './site.ts'

/** A function of kinds, language and site for each dashboard; one more is one more line. */
type Maker = (kinds: readonly FacilityKind[], language: Language, site: Site) => Dashboard[]

const makers: readonly Maker[] = [(kinds, language, site) => kinds.map((kind) => kindDashboard(kind, language, site))]

/** All dashboards of these kinds in one language. */
export const dashboardsOf = (kinds: readonly FacilityKind[], language: Language, site: Site = demoSite): Dashboard[] =>
  makers.flatMap((make) => make(kinds, language, site))
