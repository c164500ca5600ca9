import { eventsName, readingsName } from '../store/rollup-names.ts'
import type { Values } from './fold-hours.ts'

/** Of what is neither a mean nor a least, most or last value: the sum of the hours is that of the day. */
const summed = /_(count|sum|increase)$|_seconds_/

/** A day of its hours, ascending: means weighted by how many there were. Of readings and of events alike. Pure. */
export function foldDay(hours: readonly Readonly<Values>[]): Values {
  const day: Values = {}
  for (const hour of hours) for (const [name, value] of Object.entries(hour)) addTo(day, hour, name, value)
  for (const name in day) {
    if (!name.endsWith('_mean') || summed.test(name)) continue
    const count = weightOf(hours, name)
    day[name] = (day[name] as number) / count
  }
  return day
}

function addTo(day: Values, hour: Readonly<Values>, name: string, value: number | string): void {
  const known = day[name]
  const isSummed = name === readingsName || name === eventsName || summed.test(name)
  if (typeof value === 'string' || (name.endsWith('_last') && !isSummed)) day[name] = value
  else if (isSummed) day[name] = ((known as number | undefined) ?? 0) + value
  else if (name.endsWith('_mean')) day[name] = ((known as number | undefined) ?? 0) + value * countOf(hour, name)
  else if (typeof known !== 'number') day[name] = value
  else day[name] = name.endsWith('_min') ? Math.min(known, value) : Math.max(known, value)
}

const countOf = (hour: Readonly<Values>, mean: string): number => Number(hour[`${mean.slice(0, -'mean'.length)}count`] ?? 0)

const weightOf = (hours: readonly Readonly<Values>[], mean: string): number =>
  hours.reduce((sum, hour) => sum + (hour[mean] === undefined ? 0 : countOf(hour, mean)), 0)
