import type { FacilityKind } from '../../../facilities/define.ts'
import { milliseconds } from '../../../facilities/define.ts'
import { type Condition, chose, choseNone, chosen, isGood, type Reach, type Select } from '../influxql.ts'
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
export const notNarrowed: Condition = choseNone(['facility', 'device'])

/** Lines of single devices, of readings: as often as they come, and no more than a screen is wide. */
export const everyOfEach = ({ every }: FacilityKind, reach: Reach): `${number}${'s' | 'h' | 'd'}` =>
  reach === 'day' ? '1d' : reach === 'hour' ? '1h' : `${Math.max(120, Math.round(milliseconds(every) / 1_000))}s`

/**
 * Buckets of a panel over all devices. InfluxDB 1.x merges the buckets of all series one by one: what it costs is devices times buckets, far
 * more than readings. Lines of single devices have their own.
 */
export const fewBuckets = 16

/** As often as readings come, as Grafana writes it. */
export const intervalOf = (kind: FacilityKind): string => `${Math.max(1, Math.round(milliseconds(kind.every) / 1_000))}s`

/** Where a reach finds its values, and how long its buckets are. */
export function bucketsOf(
  { kind, site }: KindBoard,
  reach: Reach,
  of: 'readings' | 'events' = 'readings',
): Pick<Select, 'from' | 'where' | 'reach' | 'every'> & { timeZone?: string } {
  const name = of === 'events' ? `${kind.kind}_event` : kind.kind
  if (isRaw(reach)) return { from: name, reach, where: [...selection, isGood], every: '$__interval' }
  const suffix = reach === 'day' ? 'day' : 'hour'
  return { from: `${name}_${suffix}`, reach, where: selection, every: '$__interval', timeZone: site.timeZone }
}

export const isRaw = (reach: Reach): boolean => reach.startsWith('raw')
