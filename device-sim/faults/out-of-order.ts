import type { Draft, Fault } from './fault.ts'

export const outOfOrder: Fault = {
  explanation: 'holds every fourth message or so back until after the next one',
  of() {
    let held: readonly Draft[] = []
    return {
      drafts(drafts, tick) {
        const released = held
        held = released.length === 0 && tick.chance() < 0.25 ? drafts : []
        return held.length > 0 ? [] : [...drafts, ...released]
      },
    }
  },
}
