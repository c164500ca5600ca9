import { type Fault, inEpisode } from './fault.ts'

export const burst: Fault = {
  explanation: 'loses its network for ten readings out of forty, then sends what it kept at once, with the original times',
  of: () => ({ link: (tick) => (inEpisode(tick, { every: 40, lasts: 10 }) ? 'cut' : 'up') }),
}
