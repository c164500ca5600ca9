import type { DeviceBasis } from './basis.ts'
import type { CountingRules } from './counting-rules.ts'
import type { Draft } from './draft.ts'
import { type Held, heldAt } from './held.ts'
import type { Marks } from './marks.ts'
import type { Material } from './material.ts'
import { LetterRuns } from './runs.ts'

/** Good, bad, unknown by the words of the kind; of service time, and of all registered time as outages. */
export function countService(draft: Draft, basis: DeviceBasis, marks: Marks, material: Material, rules: CountingRules): void {
  const { service } = basis.kind
  if (!service || service.length === 0) return
  const parts = service.map(({ field, good, bad }) => ({
    good: new Set(good),
    bad: new Set(bad),
    held: heldAt(field, basis, marks, material, rules),
  }))
  const runs = new LetterRuns()
  let state: ReturnType<typeof stateOf> = 'U'
  for (let index = 0; index < marks.count; index++) {
    if (index === 0 || parts.some(({ held }) => held[index] !== held[index - 1])) state = stateOf(parts, index)
    runs.add(marks.suspended[index] ? 'S' : marks.registered[index] ? state : '-')
    if (!marks.registered[index]) continue
    if (marks.service[index]) draft[state === 'G' ? 'good' : state === 'B' ? 'bad' : 'unknown'] += 60
    if (state === 'B') draft.outage += 60
    if (state === 'U') draft.outageUnknown += 60
    if (marks.excluded[index] && state !== 'G') draft[state === 'B' ? 'outageExcluded' : 'unknownExcluded'] += 60
  }
  draft.serviceRuns = runs.end()
}

interface Part {
  readonly good: ReadonlySet<string>
  readonly bad: ReadonlySet<string>
  readonly held: readonly Held[]
}

/** Bad as soon as one is, good when each is. */
function stateOf(parts: readonly Part[], index: number): 'G' | 'B' | 'U' {
  let state: 'G' | 'U' = 'G'
  for (const { good, bad, held } of parts) {
    const word = held[index] as string
    if (bad.has(word)) return 'B'
    if (!good.has(word)) state = 'U'
  }
  return state
}
