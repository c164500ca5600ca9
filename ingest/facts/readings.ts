import type { DeviceBasis } from './basis.ts'
import { everyAt } from './basis.ts'
import { type CountingRules, minuteMs } from './counting-rules.ts'
import { Digest } from './digest.ts'
import type { Draft } from './draft.ts'
import { bad, firstFrom, firstValue, isAhead, isClockMarked, type Material } from './material.ts'

/** The last value of each field so far, in the order of the kind's; what the next reading is held against. */
export type Carry = (number | string | null)[]

/** What is counted reading by reading. Moves `carry` on. */
export function countReadings(
  draft: Draft,
  basis: DeviceBasis,
  { start, end }: { readonly start: number; readonly end: number },
  { rows }: Material,
  carry: Carry,
  rules: CountingRules,
): void {
  const fields = Object.keys(basis.kind.telemetry)
  const total = fields.indexOf(basis.kind.roles?.energy?.field ?? '')
  const timelyMs = Math.max(everyAt(basis, start), rules.timelyLeastMs)
  const isSteady = basis.intervals.length === 1
  const digest = new Digest()
  for (let index = firstFrom(rows, start); index < rows.length; index++) {
    const row = rows[index] as Material['rows'][number]
    const [ts, , received, quality, reason] = row
    if (ts >= end) break
    if (quality === bad) {
      draft.badReadings++
      continue
    }
    if (reason !== null && isClockMarked(reason)) draft.clockMarked++
    if (reason === null || !isAhead(reason)) {
      draft.readings++
      if (received - ts <= (isSteady ? timelyMs : Math.max(everyAt(basis, ts), rules.timelyLeastMs))) draft.timely++
      const distance = Math.abs(received - ts)
      if (draft.clockError === null || distance < draft.clockError) draft.clockError = distance
      digest.mix(Math.floor(ts / minuteMs) % 60)
      for (let field = 0; field < fields.length; field++) digest.add(row[firstValue + field] as number | string | null)
    }
    if (total >= 0) draft.energy += stepOf(carry[total] as number | null, row[firstValue + total] as number | null)
    if (takeValues(carry, row)) draft.changes++
  }
  draft.digest = digest.isEmpty ? null : digest.text()
}

/** Moves `carry` on over readings that are not counted. */
export function passReadings({ start, end }: { readonly start: number; readonly end: number }, { rows }: Material, carry: Carry): void {
  for (let index = firstFrom(rows, start); index < rows.length; index++) {
    const row = rows[index] as Material['rows'][number]
    if (row[0] >= end) return
    if (row[3] !== bad) takeValues(carry, row)
  }
}

/** 10⁻⁶ kWh; a drop is a meter that began again from zero. */
function stepOf(before: number | null, now: number | null): number {
  if (before === null || now === null) return 0
  return Math.round((now < before ? now : now - before) * 1e6)
}

/** True when any value differs from the one before. */
function takeValues(carry: Carry, row: Material['rows'][number]): boolean {
  let differs = false
  for (let field = 0; field < carry.length; field++) {
    const value = row[firstValue + field] as number | string | null
    if (value === null || value === carry[field]) continue
    if (carry[field] !== null) differs = true
    carry[field] = value
  }
  return differs
}
