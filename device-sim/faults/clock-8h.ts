import type { Fault } from './fault.ts'

/** The commonest clock fault in China: local time sent as if it were UTC. */
export const clock8h: Fault = {
  explanation: 'has its clock 8 hours ahead (local time sent as UTC)',
  of: () => ({ clock: (ts) => ts + 8 * 3_600_000 }),
}
