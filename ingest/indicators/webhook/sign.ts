// https://www.standardwebhooks.com: id, time and body are signed together, so that none can be changed or sent again later.
import { createHmac } from 'node:crypto'

/** `secret` is `whsec_` and the key in base64. The time is in whole seconds. */
export function signedHeaders(secret: string, { id, at, body }: { id: string; at: number; body: string }): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const timestamp = String(Math.floor(at / 1_000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
