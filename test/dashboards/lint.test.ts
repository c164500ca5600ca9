import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import { expect, it } from 'vitest'
import { dashboardsOf } from '../../dashboards/grafana/dashboards.ts'
import { languages } from '../../dashboards/grafana/language.ts'
import { lint } from '../../dashboards/grafana/lint.ts'
import { panelsOf } from '../../dashboards/grafana/panels-of.ts'
import { storedName as nameInDashboards } from '../../dashboards/grafana/stored-name.ts'
import { unitId } from '../../dashboards/grafana/units.ts'
import { defineFacility, gauge, state } from '../../facilities/define.ts'
import { kinds } from '../../facilities/kinds.ts'
import { storedName } from '../../ingest/store/field-names.ts'

it('finds nothing wrong with our dashboards', () => {
  expect(lint(kinds)).toEqual([])
})

it('finds nothing wrong with those of a kind of a site, however it is named', () => {
  const words = { zh: '词', en: 'word' }
  const pump = defineFacility({
    kind: 'pump-with-a-very-long-name-of-which-no-uid-can-be-made',
    label: { zh: '水泵', en: 'Pump' },
    every: '5 min',
    telemetry: { reason: gauge('L/min', [0, 10], { zh: '流量', en: 'Flow' }), time: state({ on: words }, { zh: '时间', en: 'Time' }) },
    events: {},
    commands: {},
    alarms: {},
    simulate: { start: { reason: 0, time: 'on' }, next: (values) => values },
  })

  expect(lint([...kinds, pump])).toEqual([])
})

/** By what is done to a panel or dashboard: what is said. */
const broken: [string, (board: Dashboard, panel: Panel) => void, string][] = [
  ['a panel without a title', (_, panel) => Object.assign(panel, { title: '' }), 'has no title'],
  ['an English title in Chinese', (_, panel) => Object.assign(panel, { title: 'Temperature' }), 'is not zh'],
  ['a panel that asks nothing', (_, panel) => Object.assign(panel, { targets: [] }), 'asks nothing'],
  ['a query without bounds', (_, panel) => changeQuery(panel, (query) => query.replace('$timeFilter', 'time > 0')), 'not bounded in time'],
  ['an unknown source', (_, panel) => Object.assign(panel.targets?.[0] as object, { datasource: { uid: 'mine' } }), 'asks mine'],
  [
    'an unknown unit',
    (_, panel) => Object.assign(panel.fieldConfig?.defaults ?? {}, { unit: 'furlong' }),
    'does not know the unit furlong',
  ],
  ['two panels with one id', (board) => Object.assign(panelsOf(board)[1] as Panel, { id: panelsOf(board)[0]?.id }), 'two panels have id'],
  [
    'panels on each other',
    (board) => Object.assign(panelsOf(board)[1] as Panel, { gridPos: panelsOf(board)[0]?.gridPos }),
    'lie on each other',
  ],
  ['a link to nowhere', (board) => Object.assign(board.links?.[0] ?? {}, { url: '/d/nowhere' }), 'leads to nowhere'],
  ['a uid of another', (board) => Object.assign(board, { uid: 'kezhong-zh-kind-meter' }), 'two dashboards have this uid'],
  ['a uid that is too long', (board) => Object.assign(board, { uid: 'x'.repeat(41) }), 'not one of Grafana'],
  ['a panel in one language alone', (board) => board.panels?.pop(), 'differs from'],
]

it.each(broken)('finds %s', (_, spoil, sentence) => {
  const boards = new Map(languages.map((language) => [language, dashboardsOf(kinds, language)]))
  const board = boards.get('zh')![0]!
  spoil(board, panelsOf(board)[0]!)

  expect(lint(kinds, boards).join('\n')).toContain(sentence)
})

function changeQuery(panel: Panel, change: (query: string) => string): void {
  const target = panel.targets?.[0] as unknown as { query: string }
  target.query = change(target.query)
}

it('knows Grafana by the units of all kinds, and writes others behind the number', () => {
  expect(['°C', 'kWh', 'kW', '%', 'V', 'A', 'Hz', ''].map(unitId)).toEqual([
    'celsius',
    'kwatth',
    'kwatt',
    'percent',
    'volt',
    'amp',
    'hertz',
    'none',
  ])
  expect(unitId('L/min')).toBe('suffix: L/min')
})

it('names fields as the store does', () => {
  const names = ['reason', 'reason_', 'Time', 'n', 'fields', 'power', ...kinds.flatMap(({ telemetry }) => Object.keys(telemetry))]

  expect(names.map(nameInDashboards)).toEqual(names.map(storedName))
})
