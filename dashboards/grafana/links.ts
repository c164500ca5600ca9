import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard'
import type { Language } from './language.ts'

/** To another dashboard with the range and, where it has the same variables, what is chosen. */
export const toDashboard = (title: string, uid: string): DashboardLinkBuilder =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(`/d/${uid}`).icon('dashboard').keepTime(true).includeVars(true)

/** The console's address is the variable `console`; where it is empty, it is beside Grafana on the same host. */
export const toConsole = (language: Language): DashboardLinkBuilder =>
  new DashboardLinkBuilder({ zh: '控制台', en: 'Console' }[language])
    .type(DashboardLinkType.Link)
    .url(consoleUrl('/'))
    .icon('external link')
    .targetBlank(true)

const consoleUrl = (path: string): string => `\${console:raw}${path}`

/** From a series or row of a device: to its page in the console. */
export const toDevicePage = (language: Language, device: string): DashboardLinkBuilder =>
  new DashboardLinkBuilder({ zh: '在控制台中打开设备', en: 'Open the device in the console' }[language])
    .url(consoleUrl(`/devices/${device}`))
    .targetBlank(true)

/** From a series or row: the same dashboard with this alone chosen. */
export const drillDown = (title: string, uid: string, variable: string, value: string): DashboardLinkBuilder =>
  new DashboardLinkBuilder(title).url(`/d/${uid}?var-${variable}=${value}&\${__url_time_range}`)

/** What stands for a tag of the series that was clicked, and for a column of the row. */
export const labelOf = (tag: string): string => `\${__field.labels.${tag}:percentencode}`
export const cellOf = (column: string): string => `\${__data.fields["${column}"]:percentencode}`
