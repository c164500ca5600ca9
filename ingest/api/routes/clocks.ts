import { z } from 'zod'
import { clockPolicyOf, setClockPolicy } from '../../../register/clock-policies.ts'
import { iso, listOf, time } from '../answers.ts'
import { clockItem, clockQuery, listClocks } from '../clock-list.ts'
import { type ClockRecords, clockFacts, clockFactsOf, clockPolicy, localOf } from '../clocks.ts'
import { defined } from '../defined.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { neededDevice } from './needed-device.ts'

const params = z.object({ id: z.string() })

const clockOfDevice = z.object({
  policy: clockPolicy,
  changed: time.optional().describe('When the policy was set; absent: never'),
  author: z.string().optional().describe('The account or token that set it'),
  ...clockFacts,
})

export function clockRoutes(api: Api, parts: ApiParts, records: ClockRecords): void {
  const { register, settings } = parts
  const local = localOf(settings.timezone)
  const refuseUnknown = knownValues(parts)
  const tags = ['clocks']

  function clockOf(id: string): z.output<typeof clockOfDevice> {
    const { policy, changedAt, author } = clockPolicyOf(register, id)
    const set = defined({ changed: changedAt === undefined ? undefined : iso(changedAt), author })
    return { policy, ...set, ...clockFactsOf(records.of([id]).get(id), local) }
  }

  api.get(
    '/clocks',
    {
      schema: {
        summary: 'Devices whose clock is wrong, or whose policy is not accept, in the order of their ids',
        description: 'With a cause: every device of which that is known, right ones as well.',
        tags,
        querystring: clockQuery,
        response: { 200: listOf(clockItem) },
      },
    },
    ({ query }) => {
      refuseUnknown(query)
      return listClocks({ register, records, local }, query)
    },
  )

  api.get(
    '/devices/:id/clock',
    {
      config: { problems: ['device-not-found'] },
      schema: { summary: 'How the clock of a device is, and what is done about it', tags, params, response: { 200: clockOfDevice } },
    },
    ({ params: { id } }) => clockOf(neededDevice(register, id).id),
  )

  api.put(
    '/devices/:id/clock',
    {
      config: { access: 'engineer', problems: ['device-not-found'] },
      schema: {
        summary: 'Say what becomes of times when the clock of a device is wrong; it holds from the next message on',
        tags,
        params,
        body: z.strictObject({ policy: clockPolicy }),
        response: { 200: clockOfDevice },
      },
    },
    ({ params: { id }, body, caller }) => {
      setClockPolicy(register, neededDevice(register, id).id, body.policy, caller?.name)
      return clockOf(id)
    },
  )
}
