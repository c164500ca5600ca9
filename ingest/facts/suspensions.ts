import { type Offset, startOfDay } from '../../facilities/zone.ts'
import type { Exemption } from '../../register/register.ts'
import type { DeviceBasis } from './basis.ts'
import { type CountingRules, markFrom, minuteMs } from './counting-rules.ts'

/** Half-open, ms. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** When an exemption touches the device: its own whenever, one of a facility while it stood there. Ascending and disjoint. */
export function spansOf({ exemptions, stays }: DeviceBasis, sort: Exemption['sort']): Span[] {
  const spans = exemptions
    .filter((exemption) => exemption.sort === sort)
    .flatMap(({ from, to = Number.POSITIVE_INFINITY, facility, device }) => {
      if (device !== undefined) return [{ from, to }]
      return stays.flatMap(({ since, place }, index) =>
        place.facility === facility ? clipped({ from, to }, since, stays[index + 1]?.since ?? Number.POSITIVE_INFINITY) : [],
      )
    })
  return joined(spans)
}

const clipped = ({ from, to }: Span, least: number, most: number): Span[] => {
  const span = { from: Math.max(from, least), to: Math.min(to, most) }
  return span.from < span.to ? [span] : []
}

function joined(spans: readonly Span[]): Span[] {
  const result: { from: number; to: number }[] = []
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

/** Suspended marks of a device: of each calendar month the earliest, up to the share that counts. Months are worked out once. */
export class Suspensions {
  private readonly basis: DeviceBasis
  private readonly rules: CountingRules
  private readonly spans: readonly Span[]
  private readonly months = new Map<number, readonly Span[]>()

  constructor(basis: DeviceBasis, rules: CountingRules) {
    this.basis = basis
    this.rules = rules
    this.spans = spansOf(basis, 'suspension')
  }

  get any(): boolean {
    return this.spans.length > 0
  }

  has(mark: number): boolean {
    return this.any && this.of(mark).some(({ from, to }) => from <= mark && mark < to)
  }

  private of(mark: number): readonly Span[] {
    const { from, to } = monthOf(mark, this.basis.offset)
    const known = this.months.get(from)
    if (known) return known
    // What the product with a share like 0.2 lacks in its last digit is no minute.
    let left = Math.floor(((markFrom(to) - markFrom(from)) / minuteMs) * this.rules.suspendedShare + 1e-6)
    const counted: Span[] = []
    for (const span of this.inService().flatMap((each) => clipped(each, from, to))) {
      const first = markFrom(span.from)
      const marks = Math.min(left, (markFrom(span.to) - first) / minuteMs)
      left -= marks
      counted.push({ from: first, to: first + marks * minuteMs })
    }
    this.months.set(from, counted)
    return counted
  }

  /** Only what would be in the register is taken out of it. */
  private inService(): Span[] {
    const { stays, commissioned, retired } = this.basis
    return this.spans.flatMap((span) =>
      stays.flatMap(({ since }, index) =>
        clipped(span, Math.max(since, commissioned[index] ?? retired), Math.min(stays[index + 1]?.since ?? retired, retired)),
      ),
    )
  }
}

/** The calendar month of the site's zone in which that lies. */
function monthOf(time: number, offset: Offset): Span {
  const day = new Date(time + offset(time)).getUTCDate()
  const from = startOfDay(time, offset, 1 - day)
  const days = new Date(
    Date.UTC(new Date(from + offset(from)).getUTCFullYear(), new Date(from + offset(from)).getUTCMonth() + 1, 0),
  ).getUTCDate()
  return { from, to: startOfDay(from, offset, days) }
}
