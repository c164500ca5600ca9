import { z } from 'zod'
import { mappingSchema } from '../../../facilities/mapping/mapping.ts'
import { type CapturedMessage, messageOf, parseCapture } from '../../draft/capture.ts'
import { draftKind } from '../../draft/draft.ts'
import { words } from '../answers.ts'
import type { Api, ApiParts } from '../parts.ts'
import { Problem } from '../problem.ts'

const mostMessages = 5_000
const mostBytes = 20 * 1024 * 1024

const body = z
  .strictObject({
    kind: z.string().min(1).max(48).optional().describe('How it is to be called; guessed when not given'),
    device: z.string().max(48).optional().describe('From what this device sent of late; it may be one that waits to be accepted'),
    hours: z.number().positive().max(8_760).optional().describe('With device: how far back; 1 when not given'),
    messages: z
      .array(z.unknown())
      .max(mostMessages)
      .optional()
      .describe('Captured messages `{topic?, payload, received?}`; a payload is text or JSON, received ISO 8601 or ms since 1970'),
    capture: z
      .string()
      .optional()
      .describe('A file of captured messages: a JSON array, JSON lines, or what `mosquitto_sub -v` prints (-F "%I %t %p" adds the times)'),
  })
  .superRefine(({ device, hours, messages, capture }, context) => {
    const given = [device, messages, capture].filter((source) => source !== undefined).length
    if (given !== 1)
      context.addIssue({
        code: 'custom',
        message: 'must have one of device, messages and capture',
        params: { zh: '应在 device、messages、capture 中给出一项' },
      })
    if (hours !== undefined && device === undefined)
      context.addIssue({ code: 'custom', path: ['hours'], message: 'goes with device only', params: { zh: '只与 device 一起使用' } })
  })

const answer = z.object({
  kind: z.string(),
  file: z.string().describe('Name of the file in KZ_KINDS'),
  source: z.string().describe('The kind file; questions stand in it as comments beginning with `// ?`'),
  mapping: mappingSchema
    .partial({ fields: true })
    .optional()
    .describe("To be PUT to /mappings once the kind is there: what makes the device's words those of the kind; absent when they are"),
  questions: z.array(words).describe('What the messages do not tell'),
  messages: z.int().describe('Readings and events it was made from'),
})

export function kindDraftRoutes(api: Api, parts: ApiParts): void {
  const { register, catalogue, captured, now = Date.now } = parts

  async function heardFrom(device: string, hours: number): Promise<CapturedMessage[]> {
    const { entries } = await captured({ device, from: now() - hours * 3_600_000, limit: mostMessages })
    return entries.map(({ topic, payload, at }) => ({ topic, payload: Buffer.from(payload).toString('utf8'), received: at }))
  }

  api.post(
    '/kinds/draft',
    {
      bodyLimit: mostBytes,
      config: { access: 'engineer', problems: ['device-not-found', 'nothing-to-draft'] },
      schema: {
        summary: 'Draft a kind file from what a device sends: fields, units, events, interval, simulator, and a mapping for its own words',
        description: 'Nothing is saved. The source goes into KZ_KINDS, and is read at the next start.',
        tags: ['kinds'],
        body: body.meta({ examples: [{ device: 'my-machine', hours: 1 }, { capture: 'shop/7/up {"wd":5.3,"qh":2}' }] }),
        response: { 200: answer },
      },
    },
    async ({ body: { kind, device, hours = 1, messages, capture } }) => {
      const known = device === undefined ? undefined : register.device(device)
      const heard = device !== undefined ? await heardFrom(device, hours) : messages ? messages.map(messageOf) : parseCapture(capture ?? '')
      // One that waits to be accepted is not registered: of a kind that is not there yet it cannot be.
      if (device !== undefined && !known && heard.length === 0) throw new Problem('device-not-found', { words: { id: device } })
      const isTaken = (name: string) => catalogue.get(name) !== undefined
      // A device may be registered with a kind that is not there yet: that is the one to draft.
      const wished = kind ?? (known && !isTaken(known.kind) ? known.kind : undefined)
      const draft = draftKind(heard, { kind: wished, isTaken })
      if ('nothing' in draft) throw new Problem('nothing-to-draft', { message: draft.nothing })
      const { mapping } = draft
      const scope = known?.model === undefined ? {} : { kind: draft.kind, model: known.model }
      return { ...draft, questions: [...draft.questions], ...(mapping && { mapping: { ...scope, ...mapping } }) }
    },
  )
}
