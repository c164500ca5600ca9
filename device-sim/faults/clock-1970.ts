import type { Fault } from './fault.ts'

export const clock1970: Fault = {
  explanation: 'never sets its clock, which counts from 1970 on since the device started',
  of: () => ({ clock: (ts, startedAt) => ts - startedAt }),
}
