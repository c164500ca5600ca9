import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard'

interface AlertListOptions {
  readonly title: string
  readonly description: string
  readonly folder: { readonly uid: string; readonly title: string }
  readonly width: number
  readonly height: number
}

const mostShown = 50

/** Alerts of a folder that fire or are about to; Grafana asks its own alerting for them. The SDK has no builder for this panel. */
export function alertList({ title, description, folder, width, height }: AlertListOptions): Builder<Panel> {
  const options = {
    ...{ viewMode: 'list', groupMode: 'default', groupBy: [], maxItems: mostShown, sortOrder: 3, dashboardAlerts: false },
    ...{ alertName: '', alertInstanceLabelFilter: '', datasource: '', folder },
    stateFilter: { firing: true, pending: true, noData: false, normal: false, error: true, recovering: true },
  }
  return { build: () => ({ type: 'alertlist', title, description, gridPos: { x: 0, y: 0, w: width, h: height }, options }) }
}
