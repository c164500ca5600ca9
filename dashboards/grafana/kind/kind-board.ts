import type { FacilityKind } from '../../../facilities/define.ts'
import { milliseconds } from '../../../facilities/define.ts'
import { type Condition, chose, chosen, isGood, type Reach, type Select } from '../influxql.ts'
import type { Language } from '../language.ts'
import type { Site } from '../site.ts'

/** What the parts of a kind's dashboard are made from. */
export interface KindBoard {
  readonly kind: FacilityKind
  readonly language: Language
  readonly site: Site
}

const places = ['town', 'circle', 'facility', 'device'] as const

/** What people chose in the variables. */
export const selection: readonly Condition[] = places.map((place) => chosen(place))

/** Somebody chose facilities or devices: then lines of single devices are few enough. */
export const narrowed: Condition = chose(['facility', 'device'])

/** As often as readings come, as Grafana writes it. */
export const intervalOf = (kind: FacilityKind): string => `${Math.max(1, Math.round(milliseconds(kind.every) / 1_000))}s`

/** Where a reach finds its values, and how long its buckets are. */
export function bucketsOf(
  { kind, site }: KindBoard,
  reach: Reach,
  of: 'readings' | 'events' = 'readings',
): Pick<Select, 'from' | 'where' | 'reach' | 'every'> & { timeZone?: string } {
  const name = of === 'events' ? `${kind.kind}_event` : kind.kind
  if (reach === 'raw') return { from: name, reach, where: [...selection, isGood], every: '$__interval' }
  if (reach === 'day') return { from: `${name}_day`, reach, where: selection, every: '1d', timeZone: site.timeZone }
  return { from: `${name}_hour`, reach, where: selection, every: '1h' }
}
