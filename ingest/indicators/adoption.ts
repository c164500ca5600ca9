/** Installed, online, used: what stands in the register says nothing of what is heard, nor that of what is used. */
import { suspectsOf } from './adoption-suspects.ts'
import type { Adoption, SuspectSort } from './indicators.ts'
import { formatScope, type Scope, scopeIdsOf } from './scope.ts'
import type { World } from './world.ts'

type By = 'city' | 'town' | 'circle' | 'kind'
type Counts = { installed: number; online: number; used: number; readonly suspects: Record<SuspectSort, number> }

/** One for each town, circle or kind that there is, also those in which nothing is installed. */
export function adoptionOf(world: World, by: By): readonly Adoption[] {
  const counts = new Map(scopesBy(world, by).map((scope) => [formatScope(scope), nothing()]))
  const activity = activityOf(world)
  const suspects = Map.groupBy(suspectsOf(world), ({ device }) => device)
  for (const device of world.register.devices) {
    const { isHeard = false, isUsed = false } = activity.get(device.id) ?? {}
    for (const id of scopeIdsOf(device)) {
      const scope = counts.get(id)
      if (!scope) continue
      scope.installed++
      if (isHeard) scope.online++
      if (isUsed) scope.used++
      for (const { sort } of suspects.get(device.id) ?? []) scope.suspects[sort]++
    }
  }
  return [...counts].map(([scope, sums]) => ({ scope, ...sums }))
}

function scopesBy({ register, kinds }: World, by: By): readonly Scope[] {
  switch (by) {
    case 'city':
      return [{}]
    case 'town':
      return register.towns.map((town) => ({ town }))
    case 'circle':
      return register.circles.map(({ id }) => ({ circle: id }))
    case 'kind':
      return kinds.map(({ kind }) => ({ kind }))
  }
}

const nothing = (): Counts => ({
  installed: 0,
  online: 0,
  used: 0,
  suspects: { 'heartbeat-only': 0, frozen: 0, identical: 0, 'counted-twice': 0 },
})

/** Wherever it stood in the window. Of a kind without uses a valid reading is one. */
function activityOf(world: World): ReadonlyMap<string, { isHeard: boolean; isUsed: boolean }> {
  const activity = new Map<string, { isHeard: boolean; isUsed: boolean }>()
  for (const { device, kind, heard, uses, readings } of world.parts) {
    const known = activity.get(device) ?? { isHeard: false, isUsed: false }
    activity.set(device, known)
    known.isHeard ||= heard > 0
    known.isUsed ||= (world.kind(kind)?.use === undefined ? readings : uses) > 0
  }
  return activity
}
