import type { FacilityKind } from '../../../facilities/define.ts'
import { alertFolder, ruleGroups } from '../alerts/rule-groups.ts'

/** The rules as Grafana reads them from a file: a folder is named by its title there, and an interval is text. */
export const alertRules = (kinds: readonly FacilityKind[]) => ({
  apiVersion: 1,
  groups: ruleGroups(kinds).map(({ name, intervalSeconds, rules }) => ({
    ...{ orgId: 1, name, folder: alertFolder.title, interval: `${intervalSeconds}s` },
    // This one name is written otherwise in files than in the HTTP API, and a wrong one is passed over in silence.
    rules: rules.map(({ missingSeriesEvalsToResolve, ...rule }) => ({
      ...rule,
      ...(missingSeriesEvalsToResolve !== undefined && { missing_series_evals_to_resolve: missingSeriesEvalsToResolve }),
      isPaused: false,
    })),
  })),
})
