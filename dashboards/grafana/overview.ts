import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind } from '../../facilities/define.ts'
import { board } from './board.ts'
import type { Language } from './language.ts'
import { cityBoards, linksFrom } from './navigation.ts'
import { alertsAndDown } from './overview/alerts.ts'
import { facilityMap } from './overview/facility-map.ts'
import { fleetPanels, standingPanels } from './overview/fleet.ts'
import { flowPanels } from './overview/flow.ts'
import { ownHealth } from './overview/own-health.ts'
import type { Site } from './site.ts'
import { uid } from './uids.ts'
import { consoleVariable, tagVariable, townVariable } from './variables.ts'

/** The wall of the whole city. We ourselves stand first: as long as we are down nothing below may be believed. */
export function overview(kinds: readonly FacilityKind[], language: Language, site: Site): Dashboard {
  const here = uid(language, 'overview')
  const words = {
    zh: '全市设施一览：平台自身状态、各类设施在线情况、告警、地图与数据流。平台自身故障时设备一律记为未知，不记为离线。',
    en: 'The city at a glance: how we are, the fleet, alarms, the map and the flow of data. While we are down devices count as unknown, never as offline.',
  }
  return board({
    uid: here,
    title: cityBoards.overview[language],
    description: words[language],
    tags: ['city'],
    timeZone: site.timeZone,
    range: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    variables: [townVariable(language), tagVariable('circle', 'kezhong_fleet', ['town'], language), consoleVariable(site.console)],
    links: linksFrom(here, kinds, language),
    sections: [
      // What fits on a screen without scrolling: how we are, how many are down, which, since when and whose fault.
      { panels: [...ownHealth(language), ...standingPanels(language), ...alertsAndDown(kinds, language)] },
      { title: { zh: '设施', en: 'Fleet' }[language], panels: fleetPanels(kinds, language) },
      { title: { zh: '地图', en: 'Map' }[language], panels: [facilityMap(language)] },
      { title: { zh: '数据流', en: 'Flow of data' }[language], panels: flowPanels(language) },
    ],
  })
}
