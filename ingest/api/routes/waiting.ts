import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type Claim, claimOfWaiting, findClaim } from '../../../register/claims.ts'
import { RegisterFault } from '../../../register/fault.ts'
import { invalid } from '../../../register/faults.ts'
import type { Register } from '../../../register/register.ts'
import { acceptWaiting, listWaiting, rejectWaiting } from '../../../register/waiting.ts'
import { listOf } from '../answers.ts'
import { connectAnswer, connectOf } from '../connect/connect.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { defined } from '../defined.ts'
import { deviceItem, itemOf } from '../device-list.ts'
import type { DeviceStates } from '../device-states.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, limitUpTo } from '../query-values.ts'
import { waitingDevices, waitingItem } from '../waiting-devices.ts'
import { credentials } from './devices.ts'
import { neededDevice } from './needed-device.ts'

const params = z.object({ id: z.string() })
const query = z.strictObject({ cursor, limit: limitUpTo(1_000, 100) })
const place = z.tuple([z.number(), z.string()])

const acceptance = z.strictObject({
  kind: z.string().optional().describe('As the claim says or the device behaves, when not given; the others likewise'),
  facility: z.string().optional(),
  model: z.string().optional(),
  vendor: z.string().optional(),
})

/** The gateway sees an acceptance within a fraction of a second; a device that listens acknowledges as soon as its network lets it. */
const deliveryMs = 3_000
/** Whether a device is there is written about once a second. */
const perhapsThereMs = 1_000
const lookEveryMs = 50

export function waitingRoutes(api: Api, parts: ApiParts, states: DeviceStates): void {
  const { register, ingestDatabase, catalogue } = parts
  const tags = ['waiting']
  const describe = waitingDevices(ingestDatabase, catalogue)

  api.get(
    '/waiting',
    {
      config: { access: 'engineer' },
      schema: {
        summary: 'Devices that came with a claim code and wait to be accepted, the longest first',
        tags,
        querystring: query,
        response: { 200: listOf(waitingItem) },
      },
    },
    ({ query: { cursor: given, limit } }) => {
      const [knockedAt, id] = placeOf(given, place) ?? []
      const after = knockedAt === undefined || id === undefined ? undefined : { knockedAt, id }
      const found = listWaiting(register, { after, limit: limit + 1 })
      const last = found.length > limit ? found[limit - 1] : undefined
      return { items: found.slice(0, limit).map(describe), ...(last && { next: cursorOf([last.knockedAt, last.id]) }) }
    },
  )

  api.post(
    '/waiting/:id/accept',
    {
      config: { access: 'engineer', problems: ['not-waiting', 'exists', 'retired', 'invalid'] },
      schema: {
        summary: 'Register a waiting device, and hand it its credentials over its connection',
        tags,
        params,
        body: acceptance.nullish(),
        response: {
          200: z.object({
            device: deviceItem,
            credentials,
            delivered: z.boolean().describe('The device has acknowledged them; otherwise it gets them when it comes with its code again'),
            messages: z.int().describe('What it sent while it waited: in quarantine, to be replayed'),
            connect: connectAnswer,
          }),
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const waiting = claimOfWaiting(register, id)
      if (!waiting) throw new Problem('not-waiting', { words: { id } })
      const known = describe(waiting)
      const chosen = { ...defined({ kind: known.kind, facility: known.facility, model: known.model, vendor: known.vendor }) }
      const accepted = await acceptWaiting(register, { id, ...needed({ ...chosen, ...defined(request.body ?? {}) }) })
      if (!accepted) throw new Problem('not-waiting', { words: { id } })
      register.version() // places may have changed
      const delivered = await isDelivered(register, accepted.claim)
      const device = neededDevice(register, id)
      return {
        device: itemOf(device, register.facility(device.facility), states.of([id]).get(id)),
        credentials: accepted.credential,
        delivered,
        messages: known.messages,
        connect: connectOf(parts, request, device, accepted.credential.password),
      }
    },
  )

  api.post(
    '/waiting/:id/reject',
    {
      config: { access: 'engineer', problems: ['not-waiting'] },
      schema: {
        summary: 'Send a waiting device away; its code opens nothing any more',
        tags,
        params,
        response: { 204: z.undefined().describe('Sent away') },
      },
    },
    ({ params: { id } }, reply) => {
      if (!rejectWaiting(register, id)) throw new Problem('not-waiting', { words: { id } })
      return reply.code(204).send(undefined)
    },
  )
}

interface Chosen {
  readonly kind?: string
  readonly facility?: string
  readonly model?: string
  readonly vendor?: string
}

/** What nobody knows has to be said. */
function needed(chosen: Chosen): Chosen & { kind: string; facility: string } {
  const { kind, facility } = chosen
  const [first, ...others] = [...(kind === undefined ? [missing.kind] : []), ...(facility === undefined ? [missing.facility] : [])]
  if (first) throw new RegisterFault(first, ...others)
  return { ...chosen, kind: kind ?? '', facility: facility ?? '' }
}

const missing = {
  kind: invalid('kind', {
    zh: '缺少 kind：认领码没有写，从设备的主题也看不出来。请填写设施类型。',
    en: 'kind is missing: neither the claim nor the topics of the device say it. Give the kind of facility.',
  }),
  facility: invalid('facility', {
    zh: '缺少 facility：认领码没有写。请填写设备所在的设施。',
    en: 'facility is missing: the claim does not say it. Give the facility at which the device is.',
  }),
}

/** Waits a moment for a device that is there. */
async function isDelivered(register: Register, { id, connected }: Claim): Promise<boolean> {
  const isDone = () => findClaim(register, id)?.deliveredAt !== undefined
  const end = performance.now() + (connected ? deliveryMs : perhapsThereMs)
  while (performance.now() < end && !isDone()) await pause(lookEveryMs)
  return isDone()
}
