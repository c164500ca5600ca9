import type { Fault } from './fault.ts'

const hourMs = 3_600_000

export const clockDst: Fault = {
  explanation: 'has its clock an hour ahead (it observes summer time, which there is none of in China)',
  of: () => ({ clock: (ts) => ts + hourMs }),
}
