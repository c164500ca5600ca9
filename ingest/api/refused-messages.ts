import { z } from 'zod'

/** Which refused messages are asked for, for lists, groups and replays; `when` is an instant as a query or a body writes it. */
export const refusedMessages = <Instant extends z.ZodType<number>>(when: Instant) => ({
  device: z.string().max(48).optional(),
  kind: z.string().max(48).optional(),
  code: z.string().max(64).optional(),
  from: when.optional().describe('Received at or after'),
  to: when.optional().describe('Received before'),
})

export const fieldOfGroup = z.string().max(200).optional().describe('The field, as a group has it; empty: those without')
