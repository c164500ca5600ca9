import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common'

/** What provisioning creates, under the same uids in every Grafana. */
export const readings = { type: 'influxdb', uid: 'kezhong-readings' } as const satisfies DataSourceRef
export const rollups = { type: 'influxdb', uid: 'kezhong-rollups' } as const satisfies DataSourceRef
export const metrics = { type: 'prometheus', uid: 'kezhong-prometheus' } as const satisfies DataSourceRef

/** Grafana's own name for a panel whose targets ask different sources. */
export const mixed = { type: 'datasource', uid: '-- Mixed --' } as const satisfies DataSourceRef

export type Source = typeof readings | typeof rollups | typeof metrics
