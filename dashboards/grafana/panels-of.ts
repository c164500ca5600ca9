import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard'

/** All panels, those of closed rows too. */
export const panelsOf = ({ panels = [] }: Dashboard): Panel[] =>
  panels.flatMap((panel) => (panel.type === 'row' ? (panel as RowPanel).panels : [panel as Panel]))
