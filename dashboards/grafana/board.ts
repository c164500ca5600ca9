import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import {
  type AnnotationQuery,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type DashboardLink,
  type Panel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import type { Variable } from './variables.ts'

export interface Section {
  /** A row with this title stands before the panels. */
  readonly title?: string
  /** Its panels are asked for when somebody opens the row. */
  readonly collapsed?: boolean
  readonly panels: readonly Builder<Panel>[]
}

export interface Board {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  /** Of the site, where its days begin: a screen on the wall may stand in UTC. */
  readonly timeZone: string
  readonly range?: { readonly from: string; readonly to: string }
  /** How often it looks again by itself. */
  readonly refresh?: string
  readonly variables: readonly Variable[]
  readonly annotations?: readonly AnnotationQuery[]
  readonly links: readonly Builder<DashboardLink>[]
  readonly sections: readonly Section[]
}

const columns = 24

/** A dashboard: panels flow from left to right and from top to bottom, each row of them as high as its highest. */
export function board(plan: Board): Dashboard {
  const dashboard = new DashboardBuilder(plan.title)
    .uid(plan.uid)
    .description(plan.description)
    .tags(['kezhong', ...plan.tags])
    .timezone(plan.timeZone)
    .editable()
    .tooltip(DashboardCursorSync.Crosshair)
    .time(plan.range ?? { from: 'now-6h', to: 'now' })
    .refresh(plan.refresh ?? '1m')
    .variables([...plan.variables])
    .annotations((plan.annotations ?? []).map((annotation) => ({ build: () => annotation })))
    .links([...plan.links])
    .build()
  return { ...dashboard, links: (dashboard.links ?? []).map(onTheBar), panels: placed(plan.sections) }
}

/** The SDK puts every link into a menu that is closed (`placement`); without it they stand on the bar. */
function onTheBar({ placement: _, ...link }: DashboardLink): DashboardLink {
  return link
}

function placed(sections: readonly Section[]): (Panel | RowPanel)[] {
  const panels: (Panel | RowPanel)[] = []
  let id = 1
  let y = 0
  for (const { title, collapsed = false, panels: builders } of sections) {
    const row = title === undefined ? undefined : rowOf(id++, title, collapsed, y++)
    const { panels: inside, bottom } = flow(builders, id, y)
    id += inside.length
    if (row) panels.push(collapsed ? { ...row, panels: inside } : row)
    if (!row || !collapsed) panels.push(...inside)
    y = row && collapsed ? y : bottom
  }
  return panels
}

const rowOf = (id: number, title: string, collapsed: boolean, y: number): RowPanel => ({
  type: 'row',
  id,
  title,
  collapsed,
  gridPos: { x: 0, y, w: columns, h: 1 },
  panels: [],
})

function flow(builders: readonly Builder<Panel>[], firstId: number, top: number): { panels: Panel[]; bottom: number } {
  let [x, y, bottom] = [0, top, top]
  const panels = builders.map((builder, index) => {
    const panel = builder.build()
    const { w = columns, h = 8 } = panel.gridPos ?? {}
    if (x + w > columns) [x, y] = [0, bottom]
    const gridPos = { x, y, w, h }
    x += w
    bottom = Math.max(bottom, y + h)
    return { ...panel, id: firstId + index, gridPos }
  })
  return { panels, bottom }
}
