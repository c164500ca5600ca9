import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard'

/** By title of the panel in Chinese: in which ranges it may have no rows, and why. Nothing else may. */
const reasons: readonly { readonly title: RegExp; readonly ranges: readonly string[]; readonly why: string }[] = [
  { title: /（各设备）$/, ranges: ['day'], why: 'no last word of a day is shown: the share of time says more' },
]

export const mayBeEmpty = ({ title = '' }: Panel, range: string): boolean =>
  reasons.some((reason) => reason.title.test(title) && reason.ranges.includes(range))
