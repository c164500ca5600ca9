import type { Fault } from './fault.ts'

export const duplicate: Fault = {
  explanation: 'sends every fourth message or so twice',
  of: () => ({ drafts: (drafts, tick) => drafts.flatMap((draft) => (tick.chance() < 0.25 ? [draft, draft] : [draft])) }),
}
