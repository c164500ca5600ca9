import type { FacilityKind } from '../../facilities/define.ts'
import { type DeviceBasis, placeAt } from './basis.ts'
import { type Counting, countSlice, type Slice } from './count-slice.ts'
import { rowOf } from './draft.ts'
import type { Material } from './material.ts'
import { type Carry, passReadings } from './readings.ts'
import type { CountedSlice } from './writer.ts'

export interface CountedDay {
  readonly slices: readonly CountedSlice[]
  /** Values at the end, and at the start of the last slice. */
  readonly carry: Carry
  readonly carryBeforeLast: Carry
}

/**
 * Slices of a day in order of time; `carry` is what holds at `from`, and what is handed on holds at `to`. What is read between two slices, while
 * the device is not in service, is not counted, but the next reading is held against it.
 */
export function countDay(
  counting: Counting,
  { from, to, slices }: { readonly from: number; readonly to: number; readonly slices: readonly Slice[] },
  material: Material,
  carry: Carry,
): CountedDay {
  const running = [...carry]
  let carryBeforeLast = carry
  let passed = from
  const counted: CountedSlice[] = []
  for (const slice of slices) {
    passReadings({ start: passed, end: slice.start }, material, running)
    passed = slice.end
    carryBeforeLast = [...running]
    const facts = countSlice(counting, slice, material, running)
    counted.push({ ...slice, place: placeIn(counting.basis, slice), facts: rowOf(facts) })
  }
  passReadings({ start: passed, end: to }, material, running)
  return { slices: counted, carry: running, carryBeforeLast }
}

const placeIn = (basis: DeviceBasis, { start }: Slice): CountedSlice['place'] =>
  placeAt(basis, start) ?? { facility: '', town: '', circle: '' }

export const emptyCarry = ({ telemetry }: FacilityKind): Carry => Object.keys(telemetry).map(() => null)

/** As kept: by field, as kinds may get further ones. */
export function carryText(kind: FacilityKind, carry: Carry): string {
  const fields = Object.keys(kind.telemetry)
  return JSON.stringify(Object.fromEntries(fields.flatMap((field, index) => (carry[index] === null ? [] : [[field, carry[index]]]))))
}

export function carryFrom(kind: FacilityKind, text: string): Carry {
  const values = JSON.parse(text) as Record<string, number | string>
  return Object.keys(kind.telemetry).map((field) => values[field] ?? null)
}
