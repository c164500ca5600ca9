/** Approved suspensions and excluded outages, as far as values ask about them besides the facts. */
import type { Exemption } from '../../register/exemptions.ts'
import type { Register } from '../../register/register.ts'
import { minuteMs } from './read-runs.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** Whether suspensions of the whole facility, one behind the other, leave nothing of [from, to). */
export function isExemptThroughout(register: Register, facility: string, from: number, to: number): boolean {
  const spans = register
    .exemptions({ facility, sort: 'suspension', from, to })
    .filter(({ device }) => device === undefined)
    .map(spanOf)
  return without({ from, to }, spans).length === 0
}

/** Answers for any device whether a minute mark of [from, to) lies in an excluded outage that no suspension covers. */
export function excludedOutages(register: Register, window: Span): (device: string, from: number, to: number) => boolean {
  const all = register.exemptions(window)
  const excluded = all.filter(({ sort }) => sort === 'excluded-outage')
  const suspensions = all.filter(({ sort }) => sort === 'suspension')
  return (device, from, to) => {
    const asked = { from, to }
    const suspended = suspensions.flatMap((one) => spansOf(register, device, one, asked))
    return excluded.flatMap((one) => spansOf(register, device, one, asked)).some((span) => without(span, suspended).some(hasMark))
  }
}

/** When an exemption holds for a device within a span: one of a facility while the device is there. */
function spansOf(register: Register, device: string, exemption: Exemption, within: Span): Span[] {
  const span = overlap(spanOf(exemption), within)
  if (!span || (exemption.device !== undefined && exemption.device !== device)) return []
  if (exemption.device !== undefined) return [span]
  const stays = register.stays(device)
  return stays.flatMap(({ since, place }, index) => {
    const from = index === 0 ? Number.NEGATIVE_INFINITY : since
    const there = overlap(span, { from, to: stays[index + 1]?.since ?? Number.POSITIVE_INFINITY })
    return there && place.facility === exemption.facility ? [there] : []
  })
}

const spanOf = ({ from, to = Number.POSITIVE_INFINITY }: Exemption): Span => ({ from, to })

function overlap(one: Span, other: Span): Span | undefined {
  const span = { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }
  return span.from < span.to ? span : undefined
}

/** What is left of a span. */
function without(span: Span, taken: readonly Span[]): readonly Span[] {
  let left: readonly Span[] = [span]
  for (const { from, to } of taken) {
    left = left.flatMap((piece) => [
      ...(from > piece.from ? [{ from: piece.from, to: Math.min(piece.to, from) }] : []),
      ...(to < piece.to ? [{ from: Math.max(piece.from, to), to: piece.to }] : []),
    ])
  }
  return left
}

const hasMark = ({ from, to }: Span): boolean => Math.ceil(from / minuteMs) * minuteMs < to
