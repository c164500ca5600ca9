import type { ThresholdsConfigBuilder } from '@grafana/grafana-foundation-sdk/dashboard'
import type { Alarm, AlarmCondition, FacilityKind } from '../../../facilities/define.ts'
import { type Step, thresholds } from '../panels/colours.ts'

const colours = { none: 'green', info: 'blue', warning: 'orange', critical: 'red' } as const
const ranks = ['none', 'info', 'warning', 'critical'] as const

/** The alarms that watch a number among these fields. */
export const numberAlarms = (kind: FacilityKind, fields: readonly string[]): Alarm<AlarmCondition>[] =>
  Object.values(kind.alarms).filter(({ when }) => fields.includes(when.field) && !('is' in when))

/** The limits at which alarms are raised, as steps: a value has the colour of the gravest alarm it raises. None without such alarms. */
export function alarmThresholds(kind: FacilityKind, fields: readonly string[]): ThresholdsConfigBuilder | undefined {
  const alarms = numberAlarms(kind, fields)
  const limits = [...new Set(alarms.flatMap(({ when }) => limitOf(when)))].toSorted((a, b) => a - b)
  if (limits.length === 0) return undefined
  const steps: Step[] = [null, ...limits].map((from, index) => {
    const [below, above] = [from ?? (limits[0] ?? 0) - 2, limits[index] ?? (limits.at(-1) ?? 0) + 2]
    return { from, colour: colours[gravest(alarms, (below + above) / 2)] }
  })
  return thresholds(steps)
}

const limitOf = (when: AlarmCondition): number[] => ('above' in when ? [when.above] : 'below' in when ? [when.below] : [])

function gravest(alarms: readonly Alarm<AlarmCondition>[], value: number): (typeof ranks)[number] {
  const raised = alarms.filter(({ when }) => ('above' in when && value > when.above) || ('below' in when && value < when.below))
  return ranks.findLast((rank) => raised.some(({ severity }) => severity === rank)) ?? 'none'
}
