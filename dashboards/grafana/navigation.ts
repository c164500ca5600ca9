import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import type { DashboardLink } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind, Words } from '../../facilities/define.ts'
import type { Language } from './language.ts'
import { toConsole, toDashboard } from './links.ts'
import { kindUid, uid } from './uids.ts'

/** The dashboards of the whole city, in the order in which they stand in the links. */
export const cityBoards = {
  overview: { zh: '总览', en: 'Overview' },
  tasks: { zh: '任务指标', en: 'Task indicators' },
  operations: { zh: '平台运行', en: 'Operations' },
} as const satisfies Readonly<Record<string, Words>>

/** From a dashboard to all the others, and to the console. */
export function linksFrom(here: string, kinds: readonly FacilityKind[], language: Language): Builder<DashboardLink>[] {
  const city = Object.entries(cityBoards).map(([name, title]) => ({ title: title[language], to: uid(language, name) }))
  const ofKinds = kinds.map(({ kind, label }) => ({ title: label[language], to: kindUid(language, kind) }))
  const others = [...city, ...ofKinds].filter(({ to }) => to !== here)
  return [...others.map(({ title, to }) => toDashboard(title, to)), toConsole(language)]
}
