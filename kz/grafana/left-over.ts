import { ruleGroups } from '../../dashboards/grafana/alerts/rule-groups.ts'
import { dashboardsOf } from '../../dashboards/grafana/dashboards.ts'
import type { FacilityKind } from '../../facilities/define.ts'
import type { Grafana } from './grafana.ts'
import type { Push, Pushed } from './pushed.ts'

/** Grafana's own limit of one page. */
const mostFound = 5_000

interface Found {
  readonly uid: string
  readonly title: string
  readonly labels?: Readonly<Record<string, string>>
}

/** What was pushed once and is made no longer, as after a kind was taken out: named, and left to people to delete. */
export async function leftOver({ grafana, kinds, languages, withAlerts, site }: Push): Promise<Pushed[]> {
  const made = new Set(languages.flatMap((language) => dashboardsOf(kinds, language, site).map(({ uid }) => uid)))
  const isOurs = ({ uid }: Found): boolean => languages.some((language) => uid.startsWith(`kezhong-${language}-`))
  const boards = await grafana.find<Found[]>(`/api/search?type=dash-db&tag=kezhong&limit=${mostFound}`)
  return [
    ...(boards ?? []).filter((board) => isOurs(board) && !made.has(board.uid)).map(told('dashboard')),
    ...(withAlerts ? await rulesLeftOver(grafana, kinds) : []),
  ]
}

async function rulesLeftOver(grafana: Grafana, kinds: readonly FacilityKind[]): Promise<Pushed[]> {
  const made = new Set(ruleGroups(kinds).flatMap(({ rules }) => rules.map(({ uid }) => uid)))
  const rules = await grafana.find<Found[]>('/api/v1/provisioning/alert-rules')
  const isOurs = ({ uid, labels }: Found): boolean => uid.startsWith('kezhong-') && labels?.source === 'kezhong'
  return (rules ?? []).filter((rule) => isOurs(rule) && !made.has(rule.uid)).map(told('alert rule'))
}

const told =
  (sort: Pushed['sort']) =>
  ({ uid, title }: Found): Pushed => ({ sort, uid, title, outcome: 'left over', changes: [] })
