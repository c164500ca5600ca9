/** Windows of time by name; docs/indicators.md lists the forms. */
export interface Period {
  /** `2026-11`, `2026-Q4`, `2026`, `2026-11-ytd`, `2026-11-t12`. */
  readonly id: string
  readonly sort: 'month' | 'quarter' | 'year' | 'ytd' | 't12'
  /** Half-open, ms since 1970 UTC. */
  readonly from: number
  readonly to: number
}
