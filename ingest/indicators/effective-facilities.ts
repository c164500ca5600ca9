/** 有效设施: what 16-1 and 17-5 count. */
import { facilityDays } from './facility-days.ts'
import type { World } from './world.ts'

/** Parameters of every indicator that asks for effective facilities. */
export const effectiveParameters = {
  onlineShare: { value: 80, label: { zh: '有效设施：在线时长占比，%', en: 'effective facility: online share of registered time, %' } },
  activeShare: {
    value: 80,
    label: { zh: '有效设施：有读数或使用的天数占比，%', en: 'effective facility: share of days with a reading or use, %' },
  },
} as const

export const effectiveWords = {
  zh: '有效设施：期末在用，其设备在线时长合计不低于应在册时长的80%，且在不少于80%的投用日有有效读数或使用（两个80%为参数）。',
  en: 'Effective facility: in service at the end, its devices together online for at least 80 % of registered time, and a valid reading or use on at least 80 % of its days in service (both shares are parameters).',
}

/** Ids of those in service at the end of the window, by the parameters of the indicator that asks. */
export function effectiveFacilities(world: World, indicator: string): ReadonlySet<string> {
  const onlineShare = world.parameter(indicator, 'onlineShare')
  const activeShare = world.parameter(indicator, 'activeShare')
  const times = world.once('facility times', () => timesOf(world))
  const { facilities } = facilityDays(world)
  const isEffective = (id: string): boolean => {
    const { online, registered } = times.get(id) ?? { online: 0, registered: 0 }
    const { days, active } = facilities.get(id) ?? { days: 0, active: 0 }
    return registered > 0 && online * 100 >= registered * onlineShare && active * 100 >= days * activeShare
  }
  return new Set(world.register.facilities.map(({ id }) => id).filter(isEffective))
}

function timesOf(world: World): ReadonlyMap<string, { readonly online: number; readonly registered: number }> {
  const times = new Map<string, { online: number; registered: number }>()
  for (const { facility, online, registered } of world.parts) {
    const sums = times.get(facility) ?? { online: 0, registered: 0 }
    times.set(facility, sums)
    sums.online += online
    sums.registered += registered
  }
  return times
}
