import { z } from 'zod'
import { withFaultsOf } from '../all-faults.ts'
import { listOf } from '../answers.ts'
import { connectAnswer, connectOf } from '../connect/connect.ts'
import { dayOrInstant } from '../day-or-instant.ts'
import { defined } from '../defined.ts'
import { deviceItem, deviceQuery, itemOf, listDevices } from '../device-list.ts'
import type { DeviceStates } from '../device-states.ts'
import { knownValues } from '../known-values.ts'
import type { Api, ApiParts } from '../parts.ts'
import { instantInBody } from '../query-values.ts'
import { coldLimits, fieldsOfTerms, type Moment, withoutTimes } from '../register-terms.ts'
import { detailsOf, deviceDetails } from './device-details.ts'
import { neededDevice } from './needed-device.ts'

const params = z.object({ id: z.string() })
export const credentials = z.object({ username: z.string(), password: z.string().describe('Shown once: only its hash is kept') })

const { optional, clearable } = fieldsOfTerms({
  every: z.number().describe('Its interval in seconds, where it is not that of its kind'),
  limits: coldLimits,
  channels: z.array(z.string()).describe('Fields of which each is expected at every interval'),
})

// What the fields must look like and refer to is the register's to say, in both languages and all at once.
const newDeviceOf = (moment: Moment) =>
  z.strictObject({
    id: z.string().meta({ examples: ['charger-0001'] }),
    kind: z.string(),
    facility: z.string(),
    model: z.string().optional(),
    vendor: z.string().optional(),
    adapter: z.string().optional().describe('Binds it to this adapter, which may then speak for it: GET /adapters'),
    commissioned: moment.optional().describe('When it went into service'),
    ...optional,
  })

const changesOf = (moment: Moment) =>
  z.strictObject({
    model: z.string().nullable().optional(),
    vendor: z.string().nullable().optional(),
    adapter: z.string().nullable().optional().describe('Binds it to this adapter; null ends the binding'),
    commissioned: moment.nullable().optional(),
    ...clearable,
    since: moment
      .optional()
      .describe(
        'From when on other terms hold, until what was stated for later; now when not given, the time of a statement to correct it',
      ),
  })

export function deviceRoutes(api: Api, parts: ApiParts, states: DeviceStates): void {
  const { register } = parts
  const refuseUnknown = knownValues(parts)
  const moment = dayOrInstant(parts.settings.timezone)
  const tags = ['devices']
  const change = { access: 'engineer', problems: ['device-not-found', 'retired', 'future'] } as const

  function item(id: string) {
    const device = neededDevice(register, id)
    return itemOf(device, register.facility(device.facility), states.of([id]).get(id))
  }

  api.get(
    '/devices',
    {
      schema: {
        summary: 'Devices with their states, in the order of their ids',
        tags,
        querystring: deviceQuery,
        response: { 200: listOf(deviceItem) },
      },
    },
    ({ query }) => {
      refuseUnknown(query)
      return listDevices({ register, states }, query)
    },
  )

  api.get(
    '/devices/:id',
    {
      config: { problems: ['device-not-found'] },
      schema: { summary: 'All that is known of a device', tags, params, response: { 200: deviceDetails } },
    },
    ({ params: { id } }) => detailsOf(item(id), parts, states.record(id)),
  )

  api.post(
    '/devices',
    {
      config: { access: 'engineer', problems: ['exists', 'retired', 'future'] },
      schema: {
        summary: 'Register a device and make its credentials',
        tags,
        body: withFaultsOf(newDeviceOf(moment), (sent) => register.faultsOfNewDevice(withoutTimes(sent))),
        response: { 201: z.object({ device: deviceItem, credentials, connect: connectAnswer }) },
      },
    },
    async (request, reply) => {
      const { id, kind } = request.body
      const made = await register.enrolDevice(enteredOf(request.body), request.caller?.name)
      reply.code(201).header('location', `/api/v1/devices/${id}`)
      return { device: item(id), credentials: made, connect: connectOf(parts, request, { id, kind }, made.password) }
    },
  )

  api.patch(
    '/devices/:id',
    {
      config: change,
      schema: {
        summary: 'Change model, vendor, adapter or terms; null takes a field away',
        tags,
        params,
        body: changesOf(moment),
        response: { 200: deviceItem },
      },
    },
    ({ params: { id }, body: { since, ...changed }, caller }) => {
      register.updateDevice(id, enteredOf(changed), since, caller?.name)
      return item(id)
    },
  )

  api.post(
    '/devices/:id/credentials',
    {
      config: change,
      schema: {
        summary: 'Rotate the credentials; the old password ends at once',
        tags,
        params,
        body: z.strictObject({ password: z.string().optional().describe('At least 12 characters; made when not given') }).nullish(),
        response: { 200: z.object({ credentials, connect: connectAnswer }) },
      },
    },
    async (request) => {
      const { id } = request.params
      const made = await register.issueCredential(id, { password: request.body?.password })
      return { credentials: made, connect: connectOf(parts, request, neededDevice(register, id), made.password) }
    },
  )

  api.get(
    '/devices/:id/connect',
    {
      config: { access: 'engineer', problems: ['device-not-found'] },
      schema: { summary: 'How a device connects; the password is a placeholder', tags, params, response: { 200: connectAnswer } },
    },
    (request) => connectOf(parts, request, neededDevice(register, request.params.id)),
  )

  api.post(
    '/devices/:id/retire',
    {
      config: change,
      schema: {
        summary: 'Take a device out of service, for good; its readings stay',
        tags,
        params,
        body: z.strictObject({ at: instantInBody.optional() }).nullish(),
        response: { 200: deviceItem },
      },
    },
    ({ params: { id }, body }) => {
      register.retireDevice(id, body?.at)
      return item(id)
    },
  )

  api.post(
    '/devices/:id/move',
    {
      config: change,
      schema: {
        summary: 'Move a device; what it reported before stays with the old facility',
        tags,
        params,
        body: z.strictObject({ facility: z.string(), at: instantInBody.optional().describe('When it moved; now when not given') }),
        response: { 200: deviceItem },
      },
    },
    ({ params: { id }, body }) => {
      register.moveDevice(id, body.facility, body.at)
      return item(id)
    },
  )
}

/** As the register calls them. */
const enteredOf = <Body extends { commissioned?: unknown }>({ commissioned, ...rest }: Body) =>
  defined({ ...rest, commissionedAt: commissioned as Body['commissioned'] })
