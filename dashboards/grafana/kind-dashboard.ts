import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind, Field } from '../../facilities/define.ts'
import { board, type Section } from './board.ts'
import { eventAnnotation, eventCountPanel, eventTable } from './kind/event-panels.ts'
import type { KindBoard } from './kind/kind-board.ts'
import { nowPanels, troublePanel } from './kind/now-panels.ts'
import { numberGroups, numberPanel } from './kind/number-panels.ts'
import { rankingPanels } from './kind/ranking-panel.ts'
import { sharePanel, timelinePanel } from './kind/state-panels.ts'
import { totalPanel } from './kind/total-panels.ts'
import type { Language } from './language.ts'
import { toConsole, toDashboard } from './links.ts'
import type { Site } from './site.ts'
import { kindUid, operationsUid, overviewUid, tasksUid } from './uids.ts'
import { consoleVariable, tagVariable, townVariable } from './variables.ts'

const titles = {
  now: { zh: '现在', en: 'Now' },
  states: { zh: '状态', en: 'States' },
  numbers: { zh: '测量值', en: 'Measured' },
  totals: { zh: '累计量', en: 'Totals' },
  rankings: { zh: '最接近或超出限值的设备', en: 'Closest to a limit, or beyond' },
  events: { zh: '事件', en: 'Events' },
} as const

/** The dashboard of one kind, derived from its definition alone. */
export function kindDashboard(kind: FacilityKind, language: Language, site: Site): Dashboard {
  const { label, events } = kind
  const hasEvents = Object.keys(events).length > 0
  return board({
    uid: kindUid(language, kind.kind),
    title: label[language],
    description: {
      zh: `${label.zh}：状态、测量值、累计量、事件。先看全部，再按镇街、生活圈、设施、设备缩小。`,
      en: `${label.en}: states, measured values, totals, events. All first, then by town, circle, facility and device.`,
    }[language],
    tags: ['kezhong-kind'],
    timeZone: site.timeZone,
    variables: [
      townVariable(language),
      tagVariable('circle', kind.kind, ['town'], language),
      tagVariable('facility', kind.kind, ['town', 'circle'], language),
      tagVariable('device', kind.kind, ['town', 'circle', 'facility'], language),
      consoleVariable(site.console),
    ],
    annotations: hasEvents ? [eventAnnotation({ kind, language, site })] : [],
    links: [
      toDashboard({ zh: '总览', en: 'Overview' }[language], overviewUid(language)),
      toDashboard({ zh: '任务指标', en: 'Task indicators' }[language], tasksUid(language)),
      toDashboard({ zh: '平台运行', en: 'Operations' }[language], operationsUid(language)),
      toConsole(language),
    ],
    sections: sections({ kind, language, site }),
  })
}

function sections(plan: KindBoard): Section[] {
  const { kind, language } = plan
  const groups = numberGroups(kind)
  const totals = named(kind, 'total')
  const all: Section[] = [
    { title: titles.now[language], panels: [...nowPanels(plan), troublePanel(plan)] },
    { title: titles.states[language], panels: named(kind, 'state').flatMap((name) => [sharePanel(plan, name), timelinePanel(plan, name)]) },
    { title: titles.numbers[language], panels: groups.map((fields, index) => numberPanel(plan, fields, widthOf(index, groups.length))) },
    { title: titles.totals[language], panels: totals.map((name, index) => totalPanel(plan, name, widthOf(index, totals.length))) },
    { title: titles.rankings[language], panels: rankingPanels(plan) },
    { title: titles.events[language], panels: Object.keys(kind.events).length > 0 ? [eventCountPanel(plan), eventTable(plan)] : [] },
  ]
  return all.filter(({ panels }) => panels.length > 0)
}

const named = ({ telemetry }: FacilityKind, type: Field['type']): string[] =>
  Object.keys(telemetry).filter((name) => telemetry[name]?.type === type)

/** Two beside each other; the last of an odd number takes the whole width. */
const widthOf = (index: number, count: number): number => (index === count - 1 && index % 2 === 0 ? 24 : 12)
