import type { Fault } from './fault.ts'

export const clockSeconds: Fault = {
  explanation: 'gives its times in seconds instead of milliseconds',
  of: () => ({ clock: (ts) => Math.floor(ts / 1_000) }),
}
