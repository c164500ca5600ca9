import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind } from '../../facilities/define.ts'
import { board } from './board.ts'
import type { Language } from './language.ts'
import { cityBoards, linksFrom } from './navigation.ts'
import { areas } from './operations/areas.ts'
import { panelOf } from './operations/panel-of.ts'
import type { Site } from './site.ts'
import { uid } from './uids.ts'
import { consoleVariable } from './variables.ts'

/** Our own metrics, for whoever runs the platform: each panel says what to do when it is not as it should be. */
export function operations(kinds: readonly FacilityKind[], language: Language, site: Site): Dashboard {
  const here = uid(language, 'operations')
  const words = {
    zh: '平台自身的运行指标（Prometheus）。每个面板的说明写明异常时怎么办。',
    en: 'How the platform itself runs (Prometheus). The description of each panel says what to do when it is not as it should be.',
  }
  return board({
    uid: here,
    title: cityBoards.operations[language],
    description: words[language],
    tags: ['city', 'operations'],
    timeZone: site.timeZone,
    range: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    variables: [consoleVariable(site.console)],
    links: linksFrom(here, kinds, language),
    sections: areas.map(({ title, panels }) => ({ title: title[language], panels: panels.map((each) => panelOf(each, language)) })),
  })
}
