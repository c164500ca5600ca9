/** What holds at each whole minute. */
import { countUpTo, minuteMs } from './local-time.ts'
import type { Facts } from './slices.ts'
import { freshnessAt, isCommissioned, isInExcludedOutage, isInHours, isSuspended, limitsAt, type Standing } from './standing.ts'

export interface Mark {
  readonly time: number
  readonly isRegistered: boolean
  readonly isSuspended: boolean
  readonly isService: boolean
  readonly isOnline: boolean
  readonly isHeard: boolean
  readonly isExcluded: boolean
  /** Of the words of `service`; absent: the kind has none. */
  readonly service?: 'good' | 'bad' | 'unknown'
  /** Of the temperature; absent: nobody set limits. */
  readonly cold?: 'good' | 'bad' | 'unknown'
  readonly isSevere: boolean
  readonly isDoorOpen: boolean
  readonly lanes?: readonly [number, number]
  readonly compartments?: readonly [number, number]
}

type Told = { readonly ts: number; readonly value: number | string }

/** The marks of [start, end). */
export function marksOf(of: Standing): (start: number, end: number) => Mark[] {
  const at = markAt(of)
  return (start, end) => {
    const marks: Mark[] = []
    for (let time = Math.ceil(start / minuteMs) * minuteMs; time < end; time += minuteMs) marks.push(at(time))
    return marks
  }
}

function markAt(of: Standing): (time: number) => Mark {
  const { kind } = of.device
  const isOnline = onlineAt(of)
  const latest = latestAt(of)
  const mean = meanAt(of)
  const isHeard = heardAt(of)
  return (time) => {
    const fresh = freshnessAt(of, time)
    const commissioned = isCommissioned(of, time)
    const suspended = commissioned && isSuspended(of, time)
    const registered = commissioned && !suspended
    const two = (one: string, other: string): readonly [number, number] | undefined => {
      const [first, second] = [latest(one, time, fresh), latest(other, time, fresh)]
      return first === undefined || second === undefined ? undefined : [Number(first), Number(second)]
    }
    const limits = limitsAt(of, time)
    const warmth = limits && (mean(time) ?? (latest('temperature', time, fresh) as number | undefined))
    const lanes = kind.hasLanes && two('lanes', 'emptyLanes')
    const compartments = kind.isLocker && two('compartments', 'faulty')
    return {
      time,
      isRegistered: registered,
      isSuspended: suspended,
      isService: registered && isInHours(of, time),
      isOnline: isOnline(time, fresh),
      isHeard: isHeard(time),
      isExcluded: isInExcludedOutage(of, time),
      ...(kind.service.length > 0 && { service: serviceAt(of, (field) => latest(field, time, fresh)) }),
      ...(limits && { cold: coldAt(limits, warmth) }),
      isSevere: limits?.severe !== undefined && warmth !== undefined && warmth > limits.severe,
      isDoorOpen: kind.cold?.door !== undefined && latest(kind.cold.door, time, fresh) === 'open',
      ...(lanes && { lanes }),
      ...(compartments && { compartments }),
    }
  }
}

function serviceAt({ device }: Standing, latest: (field: string) => number | string | undefined): 'good' | 'bad' | 'unknown' {
  const words = device.kind.service.map(({ field, good, bad }) => {
    const word = latest(field)
    if (word === undefined) return 'unknown'
    return good.includes(String(word)) ? 'good' : bad.includes(String(word)) ? 'bad' : 'unknown'
  })
  if (words.includes('bad')) return 'bad'
  return words.every((word) => word === 'good') ? 'good' : 'unknown'
}

function coldAt({ low, high }: { low?: number; high?: number }, warmth: number | undefined): 'good' | 'bad' | 'unknown' {
  if (warmth === undefined) return 'unknown'
  return (low === undefined || warmth >= low) && (high === undefined || warmth <= high) ? 'good' : 'bad'
}

/** Receipts count to the minute; of what came within one minute the last decides. */
function onlineAt({ device }: Standing): (time: number, fresh: number) => boolean {
  const minutes = device.messages.map(({ at }) => Math.ceil(at / minuteMs) * minuteMs)
  return (time, fresh) => {
    const last = countUpTo(minutes, time) - 1
    return last >= 0 && (minutes[last] as number) > time - fresh && !device.messages[last]?.isGone
  }
}

function heardAt({ device }: Standing): (time: number) => boolean {
  const minutes = new Set(device.messages.map(({ at }) => Math.ceil(at / minuteMs) * minuteMs))
  return (time) => minutes.has(time)
}

/** The value of the latest reading that has the field, when it is young enough. */
function latestAt({ device }: Standing): (field: string, time: number, fresh: number) => number | string | undefined {
  const told = new Map<string, Told[]>()
  for (const { ts, quality, values } of device.readings) {
    if (quality === 'bad') continue
    for (const [field, value] of Object.entries(values)) {
      const before = told.get(field)
      if (before) before.push({ ts, value })
      else told.set(field, [{ ts, value }])
    }
  }
  const times = new Map([...told].map(([field, all]) => [field, all.map(({ ts }) => ts)]))
  return (field, time, fresh) => {
    const last = told.get(field)?.[countUpTo(times.get(field) ?? [], time) - 1]
    return last && last.ts > time - fresh ? last.value : undefined
  }
}

/** Mean of the last ten minutes, summed in hundred-thousandths so that it is exact. */
function meanAt({ device }: Standing): (time: number) => number | undefined {
  const told = device.readings.filter(({ quality, values }) => quality !== 'bad' && values.temperature !== undefined)
  const times = told.map(({ ts }) => ts)
  return (time) => {
    const some = told.slice(countUpTo(times, time - 10 * minuteMs), countUpTo(times, time))
    if (some.length === 0) return undefined
    const sum = some.reduce((all, { values }) => all + Math.round(Number(values.temperature) * 100_000), 0)
    return sum / some.length / 100_000
  }
}

/** Seconds of the marks for which something holds. */
export function countMarks(marks: readonly Mark[], facts: Facts): void {
  const seconds = (holds: (mark: Mark) => boolean): number => 60 * marks.filter(holds).length
  const registered = marks.filter((mark) => mark.isRegistered)
  const service = marks.filter((mark) => mark.isService)
  facts.registered = seconds((mark) => mark.isRegistered)
  facts.suspended = seconds((mark) => mark.isSuspended)
  facts.online = seconds((mark) => mark.isRegistered && mark.isOnline)
  facts.heard = marks.filter((mark) => mark.isHeard).length
  facts.service = seconds((mark) => mark.isService)
  for (const word of ['good', 'bad', 'unknown'] as const) facts[word] = seconds((mark) => mark.isService && mark.service === word)
  facts.outage = seconds((mark) => mark.isRegistered && mark.service === 'bad')
  facts.outageUnknown = seconds((mark) => mark.isRegistered && mark.service === 'unknown')
  facts.outageExcluded = seconds((mark) => mark.isRegistered && mark.service === 'bad' && mark.isExcluded)
  facts.unknownExcluded = seconds((mark) => mark.isRegistered && mark.service === 'unknown' && mark.isExcluded)
  facts.coldGood = seconds((mark) => mark.isService && mark.cold === 'good')
  facts.coldBad = seconds((mark) => mark.isService && mark.cold === 'bad')
  facts.coldUnknown = seconds((mark) => mark.isService && mark.cold === 'unknown')
  facts.coldSevere = seconds((mark) => mark.isService && mark.isSevere)
  facts.doorOpen = seconds((mark) => mark.isService && mark.isDoorOpen)
  facts.stockKnown = seconds((mark) => mark.isService && mark.lanes !== undefined)
  facts.compartmentsKnown = seconds((mark) => mark.isRegistered && mark.compartments !== undefined)
  facts.laneMinutes = sum(service.map(({ lanes }) => lanes?.[0] ?? 0))
  facts.emptyLaneMinutes = sum(service.map(({ lanes }) => lanes?.[1] ?? 0))
  const known = registered.flatMap(({ compartments }) => (compartments ? [compartments] : []))
  facts.compartmentMinutes = sum(known.map(([total]) => total))
  facts.faultyMinutes = sum(known.map(([, faulty]) => faulty))
  facts.compartmentsLast = known.at(-1)?.[0] ?? null
  facts.faultyLeast = known.length > 0 ? Math.min(...known.map(([, faulty]) => faulty)) : null
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
