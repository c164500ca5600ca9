import type { Fault } from './fault.ts'

const hourMs = 3_600_000
const gainMs = 1_000

export const clockDrift: Fault = {
  explanation: 'has a clock that gains a second an hour since the device started',
  of: () => ({ clock: (ts, startedAt) => ts + Math.round(((ts - startedAt) / hourMs) * gainMs) }),
}
