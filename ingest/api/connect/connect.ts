// How a device connects, ready to be pasted: what whoever gets a credential has to know, filled in.
import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FacilityKind } from '../../../facilities/define.ts'
import type { Device } from '../../../register/register.ts'
import { words } from '../answers.ts'
import type { ApiParts } from '../parts.ts'
import { arduino } from './arduino.ts'
import type { Command, Connection } from './command.ts'
import { esp32 } from './esp32.ts'
import { mosquittoPub } from './mosquitto.ts'
import { node } from './node.ts'
import { python } from './python.ts'

export const commands: readonly Command[] = [mosquittoPub, python, arduino, esp32, node]

/** Stands where only the device knows the password. */
const passwordPlaceholder = 'YOUR_PASSWORD'

/** Where nobody has heard of the gateway yet: the port it has when nobody set another. */
const usualPort = 1883
const exampleFields = 3

export const connectAnswer = z
  .object({
    host: z.string().describe('The name under which the API was asked'),
    port: z.int().describe('MQTT over TCP'),
    tls: z.object({ port: z.int() }).optional().describe('MQTT over TLS, where the gateway has a certificate'),
    topic: z.string(),
    payload: z.string().describe('An example reading of its kind'),
    commands: z
      .array(z.object({ id: z.string(), label: words, language: z.string(), text: z.string() }))
      .describe('Each sends one reading'),
  })
  .describe('How the device connects, with test commands to be pasted')

export function connectOf(
  { catalogue, mqttPorts }: Pick<ApiParts, 'catalogue' | 'mqttPorts'>,
  request: Pick<FastifyRequest, 'hostname'>,
  { id, kind }: Pick<Device, 'id' | 'kind'>,
  password = passwordPlaceholder,
): z.output<typeof connectAnswer> {
  const ports = mqttPorts()
  const below = `kz/v1/${kind}/${id}`
  const connection: Connection = {
    host: hostOf(request),
    port: ports?.mqtt ?? usualPort,
    username: id,
    password,
    topic: `${below}/telemetry`,
    payload: exampleReading(catalogue.get(kind)),
    verdictTopic: `${below}/verdict`,
  }
  const { host, port, topic, payload } = connection
  const texts = commands.map(({ text, ...command }) => ({ ...command, text: text(connection) }))
  return { host, port, ...(ports?.mqtts && { tls: { port: ports.mqtts } }), topic, payload, commands: texts }
}

/** The first fields of the kind, as its simulation begins. An invented total would look like a reset as soon as the real one comes. */
export function exampleReading(kind: FacilityKind | undefined): string {
  const start = kind?.simulate.start ?? {}
  const all = Object.entries(kind?.telemetry ?? {}).filter(([name]) => Object.hasOwn(start, name))
  const harmless = all.filter(([, { type }]) => type !== 'total')
  const fields = (harmless.length > 0 ? harmless : all).map(([name]) => name)
  return JSON.stringify(Object.fromEntries(fields.slice(0, exampleFields).map((name) => [name, start[name]])))
}

/** Whatever a caller names itself after goes into commands people paste, so it has to be a name or an address. */
function hostOf({ hostname }: Pick<FastifyRequest, 'hostname'>): string {
  const bare = hostname?.replace(/^\[(.*)\]$/, '$1') ?? ''
  return /^[a-z\d]([a-z\d.-]{0,252}[a-z\d])?$/i.test(bare) || isIPv6(bare) ? bare : 'localhost'
}
