import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind } from '../../facilities/define.ts'
import { board } from './board.ts'
import type { Language } from './language.ts'
import type { Site } from './site.ts'
import { kindUid } from './uids.ts'
import { consoleVariable, tagVariable, townVariable } from './variables.ts'

/** The dashboard of one kind, derived from its definition. */
export function kindDashboard(kind: FacilityKind, language: Language, site: Site): Dashboard {
  return board({
    uid: kindUid(language, kind.kind),
    title: kind.label[language],
    description: kind.label[language],
    tags: ['kind'],
    variables: [
      townVariable(language),
      tagVariable('circle', kind.kind, ['town'], language),
      tagVariable('facility', kind.kind, ['town', 'circle'], language),
      tagVariable('device', kind.kind, ['town', 'circle', 'facility'], language),
      consoleVariable(site.console),
    ],
    links: [],
    sections: [],
  })
}
