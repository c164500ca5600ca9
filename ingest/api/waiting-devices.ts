// What is known of a device that waits to be accepted: its claim, and what it has sent, which lies in quarantine.
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Catalogue } from '../../facilities/catalogue.ts'
import { splitTopic } from '../../facilities/topics.ts'
import type { Claim } from '../../register/claims.ts'
import { parseBirth } from '../decode/state.ts'
import { iso, time } from './answers.ts'
import { defined } from './defined.ts'
import { payloadShown, shownPayload } from './shown-payload.ts'

const shownBytes = 500

export const waitingItem = z
  .object({
    id: z.string(),
    claim: z.string().describe('The id of the claim it came by'),
    since: time,
    last: time.optional().describe('Receipt of its latest message'),
    connected: z.boolean(),
    address: z.string(),
    messages: z.int().describe('Received; they are in quarantine, and lose nothing by waiting'),
    kind: z.string().optional().describe('As the claim says, or the topics it uses'),
    facility: z.string().optional(),
    model: z.string().optional(),
    vendor: z.string().optional(),
    birth: z.record(z.string(), z.unknown()).optional().describe('What it said of itself: model, vendor, firmware …'),
    sample: z
      .object({ topic: z.string(), received: time, ...shownPayload })
      .optional()
      .describe(`Its latest message, the first ${shownBytes} bytes`),
  })
  .meta({ id: 'Waiting' })

export type WaitingItem = z.output<typeof waitingItem>

interface KeptRow {
  topic: string
  received: number
  payload: Uint8Array
  size: number
}

export type DescribeWaiting = (claim: Claim) => WaitingItem

export function waitingDevices(database: DatabaseSync, catalogue: Catalogue): DescribeWaiting {
  const columns = `topic, received, coalesce(substr(payload, 1, ?), x'') AS payload, length(payload) AS size`
  const latest = database.prepare(`SELECT ${columns} FROM quarantine WHERE device = ? ORDER BY seq DESC, id DESC LIMIT 1`)
  const birth = database.prepare(
    `SELECT ${columns} FROM quarantine WHERE device = ? AND topic LIKE 'kz/v1/%/birth' ORDER BY seq DESC, id DESC LIMIT 1`,
  )
  const received = database.prepare('SELECT coalesce(sum(received), 0) AS received FROM ledger WHERE device = ?')

  return (claim) => {
    const id = claim.knockedBy ?? ''
    const last = latest.get(shownBytes, id) as KeptRow | undefined
    const said = birthOf(birth.get(64 * 1_024, id) as KeptRow | undefined)
    const kind = claim.kind ?? knownKind(catalogue, last?.topic)
    const model = claim.model ?? lineOf(said?.model)
    const vendor = claim.vendor ?? lineOf(said?.vendor)
    return {
      id,
      claim: claim.id,
      since: iso(claim.knockedAt ?? claim.createdAt),
      ...(last && { last: iso(last.received) }),
      connected: claim.connected,
      address: claim.address ?? '',
      messages: (received.get(id) as { received: number }).received,
      ...defined({ kind, facility: claim.facility, model, vendor, birth: said }),
      ...(last && { sample: sampleOf(last) }),
    }
  }
}

const sampleOf = ({ topic, received, payload, size }: KeptRow): NonNullable<WaitingItem['sample']> => ({
  topic,
  received: iso(received),
  ...payloadShown(payload, size),
})

function birthOf(row: KeptRow | undefined): Record<string, unknown> | undefined {
  const parsed = row && row.payload.length === row.size ? parseBirth(row.payload) : undefined
  return parsed === undefined || 'code' in parsed ? undefined : { ...parsed }
}

function knownKind(catalogue: Catalogue, topic: string | undefined): string | undefined {
  const kind = topic === undefined ? undefined : splitTopic(topic)?.kind
  return kind === undefined ? undefined : catalogue.get(kind)?.kind
}

/** What a device says of itself goes into the register only where it is fit to. */
function lineOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 100 && !/\p{Cc}/u.test(value) ? value : undefined
}
