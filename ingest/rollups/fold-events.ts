import { eventsName } from '../store/rollup-names.ts'
import type { StoredEvent } from '../store/store.ts'
import type { Values } from './fold-hours.ts'
import type { Grid } from './grid.ts'

export interface EventHour {
  readonly start: number
  readonly event: string
  readonly values: Values
}

/** What becomes of the events of each name and hour: how many, and the numbers in them. `events`: ascending. Pure. */
export function foldEvents(events: Iterable<StoredEvent>, grid: Pick<Grid, 'hour'>): EventHour[] {
  const hours = new Map<string, EventHour>()
  for (const { ts, event, quality, values: fields } of events) {
    if (quality === 'bad') continue
    const start = grid.hour(ts)
    const key = `${start} ${event}`
    const hour = hours.get(key) ?? { start, event, values: {} }
    hours.set(key, hour)
    hour.values[eventsName] = ((hour.values[eventsName] as number | undefined) ?? 0) + 1
    for (const [field, value] of Object.entries(fields))
      if (typeof value === 'number') add(hour.values as Record<string, number>, field, value)
  }
  return [...hours.values()]
}

function add(values: Record<string, number>, field: string, value: number): void {
  const count = (values[`${field}_count`] ?? 0) + 1
  const sum = (values[`${field}_sum`] ?? 0) + value
  Object.assign(values, {
    [`${field}_sum`]: sum,
    [`${field}_mean`]: sum / count,
    [`${field}_min`]: Math.min(values[`${field}_min`] ?? value, value),
    [`${field}_max`]: Math.max(values[`${field}_max`] ?? value, value),
    [`${field}_last`]: value,
    [`${field}_count`]: count,
  })
}
