import { type Fields, isFields, type Part, take } from './parts.ts'
import type { PreparedMapping } from './prepare-mapping.ts'

interface Message {
  /** Name of the event; empty: a reading. */
  readonly event: string
  readonly value: unknown
  /** Tells which of two hours is meant when the clocks were put back. */
  readonly receivedAt: number
}

/**
 * A message in its vendor's words as a reading or event in ours. What the mapping does not name passes as it is, an incoming name that is
 * missing is nothing, and a mapped field wins over one that came under our name. Never throws: what cannot be converted stays, so that
 * validation names it.
 */
export function applyMapping(mapping: PreparedMapping, { event, value, receivedAt }: Message): unknown {
  if (!isFields(value)) return value
  const { values, ...outside } = value
  const isEnvelope = isFields(values)
  const around: Part = isEnvelope ? { given: outside, left: outside } : { given: value, left: value }
  const within: Part = isEnvelope ? { given: values, left: values } : around

  const time = takeTime(mapping, [around, within], receivedAt)
  const taken = takeFields(mapping, event, [within, around])
  if (!time && !taken) return value
  const fields = { ...within.left, ...taken }
  return isEnvelope ? { ...around.left, ...time, values: fields } : { ...fields, ...time }
}

function takeFields({ rules }: PreparedMapping, event: string, parts: readonly Part[]): Fields | undefined {
  const taken = new Map<string, unknown>()
  for (const { name, to, convert } of rules.get(event) ?? []) {
    const found = taken.has(to) ? undefined : take(parts, name)
    if (found) taken.set(to, convert(found.value))
  }
  return taken.size > 0 ? Object.fromEntries(taken) : undefined
}

/** A time that cannot be read becomes `ts` as it is: left where it was, the reading would be taken as of its receipt and nobody the wiser. */
function takeTime({ time }: PreparedMapping, parts: readonly Part[], receivedAt: number): { readonly ts: unknown } | undefined {
  const found = time && take(parts, time.name)
  if (!found) return undefined
  const given = found.value
  const instants = (typeof given === 'string' || typeof given === 'number' ? time.read(given) : undefined) ?? []
  const [nearest = given] = instants.toSorted((a, b) => Math.abs(a - receivedAt) - Math.abs(b - receivedAt))
  return { ts: nearest }
}
