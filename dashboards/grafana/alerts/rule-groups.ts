import type { FacilityKind } from '../../../facilities/define.ts'
import { kindRules } from './kind-rules.ts'
import { platformRules } from './platform-rules.ts'
import type { RuleGroup } from './rule.ts'

/** In Grafana a folder of alert rules; files name it by its title, the HTTP API by its uid, so that both are the same. */
export const alertFolder = { uid: 'kezhong-alerts', title: 'kezhong-alerts' } as const

const intervalSeconds = 60

/** Every alert rule: one group for the platform, one for each kind with alarms. */
export const ruleGroups = (kinds: readonly FacilityKind[]): RuleGroup[] => [
  { name: 'platform', intervalSeconds, rules: platformRules },
  ...kinds.map((kind) => ({ name: kind.kind, intervalSeconds, rules: kindRules(kind) })).filter(({ rules }) => rules.length > 0),
]
