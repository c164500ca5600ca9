/** What is counted by the time of a reading, an event or a slot. */
import type { Event, Reading } from './heard.ts'
import { countUpTo, minuteMs } from './local-time.ts'
import type { Facts } from './slices.ts'
import { channelsAt, everyAt, isCommissioned, isRegistered, retentionAt, type Standing } from './standing.ts'

const lateMs = 48 * 60 * minuteMs

function within<Timed extends { readonly ts: number }>(sorted: readonly Timed[], start: number, end: number): readonly Timed[] {
  const times = timesOf(sorted)
  return sorted.slice(countUpTo(times, start - 1), countUpTo(times, end - 1))
}

const known = new WeakMap<readonly { readonly ts: number }[], readonly number[]>()
function timesOf(sorted: readonly { readonly ts: number }[]): readonly number[] {
  const times = known.get(sorted) ?? sorted.map(({ ts }) => ts)
  known.set(sorted, times)
  return times
}

const isValid = ({ quality, isOfReceipt }: Reading): boolean => quality !== 'bad' && !isOfReceipt

/** A slot is a stretch of D; it is filled by a reading of its time that came within two days. */
export function countSlots(of: Standing, start: number, end: number, facts: Facts): void {
  facts.expected = 0
  facts.distinct = 0
  const every = everyAt(of, start)
  const channels = channelsAt(of, start)
  for (let slot = Math.ceil(start / every) * every; slot < end; slot += every) {
    if (!isRegistered(of, Math.floor(slot / minuteMs) * minuteMs)) continue
    const filling = within(of.device.readings, slot, slot + every).filter((one) => isValid(one) && one.received - one.ts <= lateMs)
    facts.expected += channels?.length ?? 1
    if (channels) facts.distinct += channels.filter((channel) => filling.some(({ values }) => values[channel] !== undefined)).length
    else if (filling.length > 0) facts.distinct++
  }
}

export function countReadings(of: Standing, start: number, end: number, facts: Facts): void {
  const all = within(of.device.readings, start, end)
  const valid = all.filter(isValid)
  facts.readings = valid.length
  facts.timely = valid.filter(({ ts, received }) => received - ts <= Math.max(everyAt(of, ts), 5 * minuteMs)).length
  facts.badReadings = all.filter(({ quality }) => quality === 'bad').length
  facts.clockError = valid.length > 0 ? Math.min(...valid.map(({ ts, received }) => Math.abs(received - ts))) : null
  facts.clockMarked = all.filter(({ quality, isOfReceipt }) => quality !== 'bad' && isOfReceipt).length
  facts.changes = all.filter((reading) => changed(of.device.readings).has(reading)).length
  facts.energy = energyIn(of, start, end)
}

/** Readings with any value other than the last one of its field. */
function changed(readings: readonly Reading[]): ReadonlySet<Reading> {
  const found = changesOf.get(readings)
  if (found) return found
  const last = new Map<string, number | string>()
  const changes = new Set<Reading>()
  for (const reading of readings.filter(({ quality }) => quality !== 'bad')) {
    for (const [field, value] of Object.entries(reading.values)) {
      if (last.has(field) && last.get(field) !== value) changes.add(reading)
      last.set(field, value)
    }
  }
  changesOf.set(readings, changes)
  return changes
}

const changesOf = new WeakMap<readonly Reading[], ReadonlySet<Reading>>()

/** Steps from reading to reading, each in the slice of the later one. */
function energyIn({ device }: Standing, start: number, end: number): number {
  const { total } = device.kind
  if (total === undefined) return 0
  const usable = totals(device.readings, total)
  const times = timesOf(usable)
  const [first, last] = [countUpTo(times, start - 1), countUpTo(times, end - 1)]
  let sum = 0
  for (let index = Math.max(first, 1); index < last; index++) {
    const [before, now] = [usable[index - 1]?.total as number, usable[index]?.total as number]
    sum += Math.round((now < before ? now : now - before) * 1_000_000)
  }
  return sum
}

const ofTotals = new WeakMap<readonly Reading[], readonly { readonly ts: number; readonly total: number }[]>()
function totals(readings: readonly Reading[], field: string): readonly { readonly ts: number; readonly total: number }[] {
  const found =
    ofTotals.get(readings) ??
    readings
      .filter(({ quality, values }) => quality !== 'bad' && values[field] !== undefined)
      .map(({ ts, values }) => ({ ts, total: Number(values[field]) }))
  ofTotals.set(readings, found)
  return found
}

interface Line {
  readonly amount: number
  readonly quantity: number
  readonly trace?: string
}

export function countEvents(of: Standing, start: number, end: number, facts: Facts): void {
  const { kind } = of.device
  const events = within(of.device.events, start, end).filter(({ ts }) => isCommissioned(of, ts))
  const named = (name: string): readonly Event[] => events.filter(({ event }) => event === name)
  const lines = kind.sells ? named('sale').flatMap(linesOf) : []
  const sold = lines.filter(({ amount, quantity }) => amount >= 0 && quantity >= 0)
  facts.uses = kind.use === undefined ? 0 : named(kind.use).length
  facts.saleLines = sold.length
  facts.tracedLines = sold.filter(({ trace }) => trace !== undefined).length
  facts.saleFen = sum(lines.map(({ amount }) => amount))
  facts.tracedFen = sum(lines.filter(({ trace }) => trace !== undefined).map(({ amount }) => amount))
  const starts = named('start').filter(({ fields }) => fields.authorised === true)
  facts.starts = starts.length
  facts.startsCancelled = starts.filter(({ fields }) => fields.cancelled === true && fields.delivered === false).length
  facts.startsDelivered = starts.filter(({ fields }) => fields.delivered === true).length
  const counts = kind.counts ? named('count') : []
  facts.countBook = sum(counts.map(({ fields }) => fields.book))
  facts.countDifference = sum(counts.map(({ fields }) => Math.abs(fields.counted - fields.book)))
  facts.deposits = named('deposit').length
  facts.sessionEnergy = sum(named('session').map(({ fields }) => Math.round(fields.energyKwh * 1_000_000)))
}

/** Without lines the sale itself is one. */
function linesOf({ fields }: Event): Line[] {
  const lines: readonly Record<string, never>[] = fields.lines ?? [fields as Record<string, never>]
  return lines.map(({ amountFen, quantity = 1, trace }) => ({ amount: amountFen ?? 0, quantity, ...(trace !== undefined && { trace }) }))
}

/** Parcels whose time is up in the slice, and those still there by then. */
export function countParcels(of: Standing, start: number, end: number, facts: Facts): void {
  facts.parcelsDue = 0
  facts.parcelsOverdue = 0
  if (!of.device.kind.isLocker) return
  for (const { event, ts, fields } of of.device.events) {
    const retention = event === 'deposit' && isCommissioned(of, ts) ? retentionAt(of, ts) : undefined
    if (retention === undefined || ts + retention < start || ts + retention >= end) continue
    facts.parcelsDue++
    const fetched = of.device.events.some(
      (other) => other.event === 'pickup' && other.fields.parcel === fields.parcel && other.ts >= ts && other.ts <= ts + retention,
    )
    if (!fetched) facts.parcelsOverdue++
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
