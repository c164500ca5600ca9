import type { z } from 'zod'

const timeoutMs = 2_000

/** What another process says of itself; throws where it does not answer, or says something else. */
export async function askHealth<Health>(address: string, health: z.ZodType<Health>): Promise<Health> {
  const response = await fetch(`${address}/health`, { signal: AbortSignal.timeout(timeoutMs) })
  return health.parse(await response.json())
}
