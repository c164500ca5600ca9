/** Bytes as they are shown in JSON: the text they are, or base64. `size`: of the whole of which this may be the beginning. */
export function textOrBase64(payload: Uint8Array, size: number): { payload: string; encoding: 'text' | 'base64' } {
  try {
    // A cut may go through a character: `stream` leaves its beginning out.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload, { stream: payload.length < size })
    return { payload: text, encoding: 'text' }
  } catch {
    return { payload: Buffer.from(payload).toString('base64'), encoding: 'base64' }
  }
}
