import { alertFolder, ruleGroups } from '../../dashboards/grafana/alerts/rule-groups.ts'
import { isIn } from './difference.ts'
import type { Grafana } from './grafana.ts'
import { pushFolder } from './push-folder.ts'
import type { Push, Pushed, Step } from './pushed.ts'

export function alertSteps({ grafana, kinds, dryRun }: Push): Step[] {
  const groups = ruleGroups(kinds)
  return [
    () => pushFolder(grafana, alertFolder, dryRun),
    ...groups.flatMap(({ name, rules }) =>
      rules.map((rule) => () => pushRule(grafana, { ...rule, orgID: 1, folderUID: alertFolder.uid, ruleGroup: name }, dryRun)),
    ),
  ]
}

const rulesPath = '/api/v1/provisioning/alert-rules'
/** So that people may change in Grafana what we wrote: pauses, notification settings. */
const editable = { 'X-Disable-Provenance': 'true' }

type PushedRule = { readonly uid: string; readonly title: string; readonly [property: string]: unknown }

async function pushRule(grafana: Grafana, rule: PushedRule, dryRun: boolean): Promise<Pushed> {
  const path = `${rulesPath}/${rule.uid}`
  const found = await grafana.find<Record<string, unknown>>(path)
  const told = { sort: 'alert rule', uid: rule.uid, title: rule.title } as const
  // The organisation is that of the token.
  const names = Object.keys(rule).filter((name) => name !== 'orgID')
  const changes = found ? names.filter((name) => !isIn(rule[name], found[name])).map((what) => ({ how: 'changed', what }) as const) : []
  if (found && changes.length === 0) return { ...told, outcome: 'unchanged', changes }
  if (!dryRun && found) await grafana.write('PUT', path, { ...found, ...rule, orgID: found.orgID }, editable)
  if (!dryRun && !found) await grafana.write('POST', rulesPath, { ...rule, isPaused: false }, editable)
  return { ...told, outcome: found ? 'changed' : 'new', changes }
}
