import { z } from 'zod'
import type { Pending } from '../../ledger/pending.ts'
import { iso, time } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import { type CountedDevice, type CountedHour, type LedgerRange, ledgerCounts, ledgerOf, nothingPending, withPending } from '../ledger.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, instant, limitUpTo } from '../query-values.ts'
import { checkedOrder } from '../time-range.ts'

const device = ledgerCounts.extend({ device: z.string(), kind: z.string() })
const hour = ledgerCounts.omit({ pending: true }).extend({ hour: time })

const answer = ledgerCounts.extend({
  pendingExact: z.boolean().describe('false: more waits than is worth counting, pending is the least it can be'),
  from: time.optional(),
  to: time.optional(),
  devices: z.array(device.extend({ hours: z.array(hour).optional().describe('With ?device= only; what is pending has no hour yet') })),
  next: z.string().optional(),
})

const query = z.strictObject({
  from: instant.optional().describe('From this hour of receipt on; everything kept when not given'),
  to: instant.optional(),
  device: z.string().max(48).optional(),
  kind: z.string().max(48).optional(),
  cursor,
  limit: limitUpTo(1_000, 100),
})

const hourMs = 3_600_000

interface PendingByDevice extends Omit<Pending, 'byDevice'> {
  readonly byDevice: ReadonlyMap<string, { readonly kind: string; readonly pending: number }>
}

export function ledgerRoutes(api: Api, parts: ApiParts): void {
  const ledger = ledgerOf(parts)
  const refuseUnknown = knownValues(parts)

  api.get(
    '/ledger',
    {
      schema: {
        summary: 'received = stored + duplicate + quarantined + pending, in total, per device, and with ?device= per hour of receipt',
        description:
          'Readings and events are counted, an array as its elements, what cannot be decoded as one. The hours that `from` and `to` touch count as a whole. Without `from` everything counts that was ever received: fast in total; pages of many devices take longest.',
        tags: ['ledger'],
        querystring: query,
        response: { 200: answer },
      },
    },
    async ({ query: { cursor: given, limit, ...asked } }) => {
      checkedOrder(asked)
      refuseUnknown(asked)
      const after = placeOf(given, z.string()) ?? ''
      const range = rangeOf(asked)
      const seen = await ledger.atOneMoment((next) => ({
        next,
        total: ledger.total(range),
        page: ledger.devices(range, after, limit + 1),
        hours: range.device === undefined ? undefined : ledger.hours({ ...range, device: range.device }).map(hourOf),
      }))
      const pending = await pendingOf(parts, seen.next, range)
      const devices = merged(seen.page, pending, after, limit + 1)
      const shown = devices.slice(0, limit)
      const last = shown.at(-1)
      return {
        ...withPending(seen.total, pending.total),
        pendingExact: pending.exact,
        ...(asked.from !== undefined && { from: iso(range.from) }),
        ...(asked.to !== undefined && { to: iso(range.to) }),
        devices: shown.map((each) => ({ ...each, ...(seen.hours && { hours: seen.hours }) })),
        ...(devices.length > limit && last && { next: cursorOf(last.device) }),
      }
    },
  )
}

function hourOf({ hour: start, ...counted }: CountedHour): z.output<typeof hour> {
  const { pending, ...counts } = withPending(counted, 0)
  return { hour: iso(start), ...counts }
}

/** What waits has been received lately: it belongs to no range that ended before. With a kind, of the devices of that kind. */
async function pendingOf(
  { register, pendingFrom, now = Date.now }: ApiParts,
  next: number,
  { device: only, kind, to }: LedgerRange,
): Promise<PendingByDevice> {
  if (to <= now() - hourMs) return { ...nothingPending, byDevice: new Map() }
  const { total, byDevice, exact } = await pendingFrom(next, only)
  const known = [...byDevice].map(([id, pending]) => [id, { pending, kind: register.device(id)?.kind ?? '' }] as const)
  if (kind === undefined) return { total, exact, byDevice: new Map(known) }
  const asked = known.filter(([, each]) => each.kind === kind)
  return { total: asked.reduce((sum, [, { pending }]) => sum + pending, 0), exact, byDevice: new Map(asked) }
}

function rangeOf({
  from,
  to,
  ...filter
}: {
  from?: number | undefined
  to?: number | undefined
  device?: string | undefined
  kind?: string | undefined
}): LedgerRange {
  return {
    ...defined(filter),
    from: from === undefined ? 0 : Math.floor(from / hourMs) * hourMs,
    to: to === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(to / hourMs) * hourMs,
  }
}

/** A device of which everything is pending stands in the list too. */
function merged(counted: readonly CountedDevice[], { byDevice }: PendingByDevice, after: string, limit: number): z.output<typeof device>[] {
  const listed = new Set(counted.map((each) => each.device))
  const end = counted.length < limit ? undefined : counted.at(-1)?.device
  const waiting = [...byDevice]
    .filter(([id]) => id > after && !listed.has(id) && (end === undefined || id < end))
    .map(([id, { kind }]) => ({ device: id, kind, received: 0, stored: 0, duplicate: 0, quarantined: 0 }))
  return [...counted, ...waiting]
    .sort((a, b) => (a.device < b.device ? -1 : 1))
    .slice(0, limit)
    .map((each) => ({ device: each.device, kind: each.kind, ...withPending(each, byDevice.get(each.device)?.pending ?? 0) }))
}
