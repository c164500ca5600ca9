import { z } from 'zod'

export const shownPayload = {
  payload: z.string(),
  encoding: z.enum(['text', 'base64']).describe('base64 when the bytes are not UTF-8'),
  size: z.int().describe('Bytes'),
  truncated: z.boolean().describe('Only the beginning is shown'),
}

type ShownPayload = z.output<z.ZodObject<typeof shownPayload>>

/** Bytes as people read them: the text they are, or base64. `size`: of the whole of which this may be the beginning. */
export function payloadShown(bytes: Uint8Array, size = bytes.length): ShownPayload {
  const truncated = bytes.length < size
  try {
    // A cut may go through a character: `stream` leaves its beginning out.
    const payload = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: truncated })
    return { payload, encoding: 'text', size, truncated }
  } catch {
    return { payload: Buffer.from(bytes).toString('base64'), encoding: 'base64', size, truncated }
  }
}
