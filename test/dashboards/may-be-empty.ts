import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import { influxTargetsOf } from './filled-in.ts'

interface Reason {
  /** Of which panels: those all of whose queries say this. */
  readonly asks: RegExp
  /** In a range of which these are asked for. */
  readonly ranges: readonly string[]
  readonly why: string
}

/** Which panels may be without rows, and why. No others may. */
const reasons: readonly Reason[] = [
  {
    asks: /last\("\w+?(?:_last)?"\).+GROUP BY time\(.+"device"/,
    ranges: ['day'],
    why: 'beyond a quarter the share of time tells more than last words',
  },
  { asks: /FROM "indicator"/, ranges: ['raw', 'hour'], why: 'a value of a month or day bears the time of its beginning, which is earlier' },
]

export const mayBeEmpty = (panel: Panel, range: string): boolean =>
  reasons.some(({ asks, ranges }) => ranges.includes(range) && influxTargetsOf(panel).every(({ query }) => asks.test(query)))
