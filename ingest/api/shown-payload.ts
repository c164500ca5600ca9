import { z } from 'zod'

export const shownPayload = {
  payload: z.string(),
  encoding: z.enum(['text', 'base64']).describe('base64 when the bytes are not UTF-8'),
}

/** Bytes as people read them; `isCut` when they end before the message does. */
export function payloadShown(bytes: Uint8Array, isCut: boolean): { payload: string; encoding: 'text' | 'base64' } {
  try {
    // A cut may go through a character: `stream` leaves its beginning out.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut })
    return { payload: text, encoding: 'text' }
  } catch {
    return { payload: Buffer.from(bytes).toString('base64'), encoding: 'base64' }
  }
}
