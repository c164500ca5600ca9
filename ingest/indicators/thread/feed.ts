import type { Point } from '../../store/store.ts'
import type { Indicator } from '../indicator.ts'
import type { Value } from '../indicators.ts'
import { scopeOf } from '../scope-parts.ts'
import type { Feed } from './messages.ts'

/** Where the gateway retains the city's current value of an indicator. */
const topicOf = ({ task, id }: Indicator): string => `kz/v1/tasks/${task}/indicators/${id}`

/** Remembers what it told, so that it tells what changed. After a start it tells everything once: telling twice changes nothing. */
export class Feeder {
  private readonly retained = new Map<string, string>()
  private readonly points = new Map<string, string>()

  /** The values of the city as they are now. */
  ofCity(values: readonly { readonly indicator: Indicator; readonly value: Value }[]): Feed['retained'] {
    return values.flatMap(({ indicator, value }) => {
      const { period, numerator, denominator, coverage, status, revision, computed } = value
      const told = {
        ...{ indicator: indicator.id, period, value: value.value, unit: indicator.unit, numerator, denominator },
        ...{ coverage, status, revision },
      }
      if (!isNew(this.retained, indicator.id, JSON.stringify(told))) return []
      return [{ topic: topicOf(indicator), payload: JSON.stringify({ ...told, computed: new Date(computed).toISOString() }) }]
    })
  }

  /** `sort` is `month` or `day`, `start` that of the window. */
  pointsOf(values: readonly Value[], sort: 'month' | 'day', start: number): readonly Point[] {
    return values.flatMap((value) => {
      const point = pointOf(value, sort, start)
      return isNew(this.points, `${value.indicator} ${value.scope} ${sort} ${start}`, JSON.stringify(point.fields)) ? [point] : []
    })
  }
}

function isNew(told: Map<string, string>, key: string, what: string): boolean {
  if (told.get(key) === what) return false
  told.set(key, what)
  return true
}

function pointOf(value: Value, sort: 'month' | 'day', ts: number): Point {
  const { numerator, denominator, coverage, status, revision } = value
  const known = { value: value.value, numerator, denominator, coverage, status, revision, gap: value.gap, ...linesOf(value) }
  const scope = scopeOf(value.scope)
  return {
    table: 'indicator',
    device: value.indicator,
    event: sort,
    kind: scope.kind ?? '',
    place: { facility: '', circle: scope.circle ?? '', town: scope.town ?? '' },
    ...{ ts, n: 0, received: value.computed, quality: 'good' },
    fields: Object.fromEntries(Object.entries(known).filter(([, each]) => each !== null)) as Point['fields'],
  }
}

/** What the value is held against: a line each, or of a band its two ends. */
function linesOf({ target }: Value): Readonly<Record<string, number>> {
  if (!target) return {}
  const line = (name: string, at: number | readonly [number, number]) =>
    typeof at === 'number' ? { [name]: at } : { [`${name}Low`]: at[0], [`${name}High`]: at[1] }
  return { ...line('target', target.target), ...line('warning', target.warning) }
}
