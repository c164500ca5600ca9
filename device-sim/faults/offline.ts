import { type Fault, inEpisode } from './fault.ts'

export const offline: Fault = {
  explanation: 'loses its power for six readings out of thirty, and starts afresh (a new boot)',
  of: () => ({ link: (tick) => (inEpisode(tick, { every: 30, lasts: 6 }) ? 'off' : 'up') }),
}
