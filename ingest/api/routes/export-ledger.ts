import { z } from 'zod'
import { cursorOf, placeOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import { exportColumn, ledgerColumns } from '../export/columns.ts'
import { knownValues } from '../known-values.ts'
import { type CountedDevice, type CountedHour, ledgerOf } from '../ledger.ts'
import type { Api, ApiParts } from '../parts.ts'
import { cursor, instant, limitUpTo } from '../query-values.ts'
import { checkedOrder } from '../time-range.ts'

const query = z.strictObject({
  device: z.string().max(48).optional(),
  kind: z.string().max(48).optional(),
  from: instant.optional().describe('From this hour of receipt on; all that is kept when not given'),
  to: instant.optional(),
  cursor,
  limit: limitUpTo(10_000, 5_000),
})

const answer = z.object({
  columns: z.array(exportColumn),
  rows: z.array(z.array(z.union([z.number(), z.string()]))),
  done: z.number().describe('How many devices are done'),
  next: z.string().optional(),
})

/** The device that is under way, from which of its hours on, and how many are done. */
const place = z.object({ after: z.string(), hour: z.number(), done: z.number() })

const hourMs = 3_600_000
/** Of a page: it is read in the thread that answers everybody else. */
const longestMs = 200

export function exportLedgerRoutes(api: Api, parts: ApiParts): void {
  const ledger = ledgerOf(parts)
  const refuseUnknown = knownValues(parts)

  api.get(
    '/export/ledger',
    {
      schema: {
        summary: 'The ledger of every device and hour of receipt, page after page',
        description:
          'Devices come in the order of their ids. What is pending has no hour yet and is not in it. `kz export ledger` makes files of it.',
        tags: ['ledger'],
        querystring: query,
        response: { 200: answer },
      },
    },
    async ({ query: { cursor: given, limit, from = 0, to = Number.MAX_SAFE_INTEGER, ...named } }) => {
      checkedOrder({ from, to })
      refuseUnknown(named)
      const range = { ...defined(named), from: Math.floor(from / hourMs) * hourMs, to: Math.ceil(to / hourMs) * hourMs }
      const begun = performance.now()
      const rows: (number | string)[][] = []
      let { after, hour, done } = placeOf(given, place) ?? { after: '', hour: 0, done: 0 }
      for (;;) {
        const [one] = ledger.devices(range, after, 1)
        if (!one) return { columns: [...ledgerColumns], rows, done }
        const hours = ledger.hours({ ...range, from: Math.max(range.from, hour), device: one.device })
        const taken = hours.slice(0, limit - rows.length)
        for (const each of taken) rows.push(rowOf(one, each))
        const left = hours[taken.length]
        if (left === undefined) [after, hour, done] = [one.device, 0, done + 1]
        else hour = left.hour
        if (rows.length >= limit || performance.now() - begun > longestMs)
          return { columns: [...ledgerColumns], rows, done, next: cursorOf({ after, hour, done }) }
      }
    },
  )
}

const rowOf = ({ device, kind }: CountedDevice, { hour, received, stored, duplicate, quarantined }: CountedHour) => [
  hour,
  device,
  kind,
  received,
  stored,
  duplicate,
  quarantined,
]
