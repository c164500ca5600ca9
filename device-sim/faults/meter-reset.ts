import type { FacilityKind } from '../../facilities/define.ts'
import { type Fault, inEpisode } from './fault.ts'

export const meterReset: Fault = {
  explanation: 'has its meters back at zero once in two hundred readings',
  of: (kind) => ({
    values(values, tick) {
      if (inEpisode(tick, { every: 200, lasts: 1 })) for (const name of totals(kind)) values[name] = 0
    },
  }),
}

const totals = (kind: FacilityKind): string[] => Object.keys(kind.telemetry).filter((name) => kind.telemetry[name]?.type === 'total')
