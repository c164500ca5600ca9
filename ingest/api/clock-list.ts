// The devices whose clock is wrong, or not left to the ordinary rules.
import { z } from 'zod'
import { type ClockPolicy, clockPolicies } from '../../register/clock-policies.ts'
import type { Device, Register } from '../../register/register.ts'
import { isWrong } from '../clock/causes.ts'
import { type ClockFacts, type ClockRecords, clockCause, clockFacts, clockFactsOf, clockPolicy, type Local } from './clocks.ts'
import { cursorOf, placeOf } from './cursor.ts'
import { defined } from './defined.ts'
import { cursor, limitUpTo, searched } from './query-values.ts'

export const clockItem = z.object({
  device: z.string(),
  kind: z.string(),
  facility: z.string(),
  town: z.string(),
  policy: clockPolicy,
  ...clockFacts,
})

export const clockQuery = z.strictObject({
  cause: clockCause.optional(),
  policy: clockPolicy.optional(),
  kind: z.string().max(48).optional(),
  town: z.string().max(48).optional(),
  circle: z.string().max(48).optional(),
  facility: z.string().max(48).optional(),
  q: searched.optional().describe("Part of the device's id or of the name of its facility"),
  cursor,
  limit: limitUpTo(1_000, 100),
})

type ClockItem = z.output<typeof clockItem>

interface Known {
  readonly register: Register
  readonly records: ClockRecords
  readonly local: Local
}

interface Judged {
  readonly device: Device
  readonly policy: ClockPolicy
  readonly facts: ClockFacts
}

/** How many devices are looked at in one go. */
const pageOfSearch = 1_000
const place = z.tuple([z.string().nullable(), z.string()])

/** How a clock is stands in no index, so the pages of the register are gone through. */
export function listClocks(known: Known, query: z.output<typeof clockQuery>): { items: ClockItem[]; next?: string } {
  const { cause, policy, cursor: given, limit, ...filter } = query
  let [page, after] = placeOf(given, place) ?? [null, '']
  const found: Judged[] = []
  for (;;) {
    const { items, next } = known.register.devices({ ...defined(filter), ...(page !== null && { cursor: page }), limit: pageOfSearch })
    const rest = items.filter(({ id }) => id > after)
    for (const judged of judge(known, rest)) {
      if (!isAsked(judged, { cause, policy })) continue
      // Only said when there is one more, so that no page is empty.
      if (found.length === limit) return { items: withTowns(known, found), next: cursorOf([page, found.at(-1)?.device.id]) }
      found.push(judged)
    }
    if (next === undefined) return { items: withTowns(known, found) }
    page = next
    after = ''
  }
}

function judge({ register, records, local }: Known, devices: readonly Device[]): Judged[] {
  const policies = clockPolicies(register)
  const clocks = records.of(devices.map(({ id }) => id))
  return devices.map((device) => ({
    device,
    policy: policies.get(device.id) ?? 'accept',
    facts: clockFactsOf(clocks.get(device.id), local),
  }))
}

/** Not asked for a cause: those that somebody should look at, and those that are dealt with. */
function isAsked({ facts, policy }: Judged, asked: Pick<z.output<typeof clockQuery>, 'cause' | 'policy'>): boolean {
  if (asked.policy !== undefined && policy !== asked.policy) return false
  return asked.cause === undefined ? isWrong(facts.cause) || policy !== 'accept' : facts.cause === asked.cause
}

function withTowns({ register }: Known, found: readonly Judged[]): ClockItem[] {
  const towns = new Map<string, string>()
  return found.map(({ device: { id, kind, facility }, policy, facts }) => {
    const town = towns.get(facility) ?? register.facility(facility)?.town ?? ''
    towns.set(facility, town)
    return { device: id, kind, facility, town, policy, ...facts }
  })
}
