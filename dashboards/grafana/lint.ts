// What must hold of every dashboard and that Grafana does not check: a panel that reads without bounds shows only once the disk is full.
import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard'
import type { FacilityKind } from '../../facilities/define.ts'
import { dashboardsOf } from './dashboards.ts'
import { metrics, mixed, readings, rollups } from './data-sources.ts'
import { type Language, languages } from './language.ts'
import { foreignWords } from './lint-words.ts'
import { panelsOf } from './panels-of.ts'
import { isUnitId } from './units.ts'

type Boards = ReadonlyMap<Language, readonly Dashboard[]>

const boardsOf = (kinds: readonly FacilityKind[]): Boards => new Map(languages.map((language) => [language, dashboardsOf(kinds, language)]))

/** What is wrong, one sentence each, with dashboard and panel. */
export function lint(kinds: readonly FacilityKind[], boards: Boards = boardsOf(kinds)): string[] {
  const all = [...boards.values()].flat()
  const uids = new Set(all.map(({ uid }) => uid ?? ''))
  return [
    ...repeated(all.map(({ uid }) => uid ?? '')).map((uid) => `${uid}: two dashboards have this uid`),
    ...[...boards].flatMap(([language, list]) => list.flatMap((board) => faultsOf(board, language, kinds, uids))),
    ...differences(boards.get('zh') ?? [], boards.get('en') ?? []),
  ]
}

/** Panels that show something else than what a query answers. */
const asksNothing = (type: string): boolean => type === 'text' || type === 'alertlist'

type Check = (board: Dashboard, language: Language, kinds: readonly FacilityKind[], uids: ReadonlySet<string>) => string[]

function faultsOf(board: Dashboard, language: Language, kinds: readonly FacilityKind[], uids: ReadonlySet<string>): string[] {
  return checks.flatMap((check) => check(board, language, kinds, uids)).map((fault) => `${board.uid}: ${fault}`)
}

const inPanel =
  (check: (panel: Panel, language: Language) => string[]): Check =>
  (board, language) =>
    panelsOf(board).flatMap((panel) => check(panel, language).map((fault) => `${panel.title || `panel ${panel.id}`}: ${fault}`))

interface Query {
  readonly refId?: string
  readonly datasource?: { readonly uid?: string }
  readonly query?: string
  readonly expr?: string
}

const queriesOf = ({ targets = [] }: Panel): Query[] => targets as unknown as Query[]
const sources: ReadonlySet<string> = new Set([readings.uid, rollups.uid, metrics.uid])

const checks: readonly Check[] = [
  ({ uid = '' }) => (/^[a-zA-Z0-9_-]{1,40}$/.test(uid) ? [] : ['its uid is not one of Grafana: 1 to 40 letters, digits, - and _']),
  ({ title = '', description = '' }) => [...(title ? [] : ['has no title']), ...(description ? [] : ['has no description'])],
  (board) => repeated(idsOf(board).map(String)).map((id) => `two panels have id ${id}`),
  (board) => overlaps(board),
  (board, _, __, uids) => linksIn(board).flatMap((uid) => (uids.has(uid) ? [] : [`a link leads to ${uid}, which does not exist`])),
  (board, language, kinds) => foreignWords(board, language, kinds),
  ({ templating }) =>
    (templating.list ?? []).flatMap(({ name, label, hide }) => (label || hide === 2 ? [] : [`variable ${name} has no label`])),
  inPanel(({ title }) => (title ? [] : ['has no title'])),
  inPanel(({ type, datasource }) =>
    asksNothing(type) || datasource?.uid === mixed.uid || sources.has(datasource?.uid ?? '') ? [] : ['has no data source of ours'],
  ),
  inPanel((panel) => (asksNothing(panel.type) || queriesOf(panel).length > 0 ? [] : ['asks nothing'])),
  inPanel((panel) => repeated(queriesOf(panel).map(({ refId = '' }) => refId)).map((refId) => `two queries are called "${refId}"`)),
  inPanel((panel) => queriesOf(panel).flatMap(unbounded)),
  inPanel((panel) => unitsIn(panel).flatMap((unit) => (isUnitId(unit) ? [] : [`Grafana does not know the unit ${unit}`]))),
]

function unbounded({ refId, datasource, query, expr }: Query): string[] {
  if (!sources.has(datasource?.uid ?? '')) return [`query ${refId} asks ${datasource?.uid ?? 'nobody'}`]
  if (datasource?.uid === metrics.uid) return expr ? [] : [`query ${refId} is empty`]
  if (!query) return [`query ${refId} is empty`]
  const levels = query.split('SELECT').length - 1
  if (query.split('$timeFilter').length - 1 < levels) return [`query ${refId} is not bounded in time at every level`]
  const isKept = datasource?.uid === rollups.uid
  const isGuarded = query.includes('${__to} - ${__from}')
  if (isKept && !isGuarded && !/LIMIT \d+|\b(?:last|first)\(/.test(query))
    return [`query ${refId} of what is kept for ever has no guard and no limit`]
  return []
}

function unitsIn({ fieldConfig }: Panel): string[] {
  const overridden = (fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
    properties.filter(({ id }) => id === 'unit').map(({ value }) => String(value)),
  )
  return [...(fieldConfig?.defaults.unit === undefined ? [] : [fieldConfig.defaults.unit]), ...overridden]
}

const idsOf = ({ panels = [] }: Dashboard): number[] =>
  panels.flatMap((panel) => [panel.id ?? 0, ...(panel.type === 'row' ? (panel as RowPanel).panels.map(({ id }) => id ?? 0) : [])])

/** Panels in a closed row lie where they will be once it is opened. */
function overlaps({ panels = [] }: Dashboard): string[] {
  const open = panels.filter(({ gridPos }) => gridPos !== undefined)
  return open.flatMap((one, index) => {
    const a = one.gridPos
    if (a && a.x + a.w > 24) return [`${one.title} stands out on the right`]
    return open.slice(index + 1).flatMap((other) => {
      const b = other.gridPos
      if (!a || !b || a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h) return []
      return [`${one.title} and ${other.title} lie on each other`]
    })
  })
}

const linksIn = (board: Dashboard): string[] => [...JSON.stringify(board).matchAll(/"\/d\/([\w-]+)/g)].map(([, uid]) => uid as string)

/** Both languages show the same: as many panels, of the same sort, at the same places, asking the same sources. */
function differences(zh: readonly Dashboard[], en: readonly Dashboard[]): string[] {
  const shape = (board: Dashboard): string =>
    JSON.stringify(panelsOf(board).map(({ id, type, gridPos, targets }) => [id, type, gridPos, targets?.length]))
  if (zh.length !== en.length) return [`there are ${zh.length} dashboards in Chinese and ${en.length} in English`]
  return zh.flatMap((board, index) =>
    shape(board) === shape(en[index] as Dashboard) ? [] : [`${board.uid}: differs from ${en[index]?.uid} in more than words`],
  )
}

const repeated = (all: readonly string[]): string[] => [...new Set(all.filter((one, index) => all.indexOf(one) !== index))]
