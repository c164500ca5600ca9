/** What of a site stands in its dashboards. */
export interface Site {
  /** Where days begin, as KZ_TIMEZONE says. */
  readonly timeZone: string
  /** Where browsers find the console, without a slash at the end; a path when Grafana and console share a host. */
  readonly console: string
}

export const demoSite: Site = { timeZone: 'Asia/Shanghai', console: 'http://localhost:8080' }
