/** Things that are counted in the readings: whether the door is open, lanes and compartments. */
import type { DeviceBasis } from './basis.ts'
import type { CountingRules } from './counting-rules.ts'
import type { Draft } from './draft.ts'
import { heldAt } from './held.ts'
import type { Marks } from './marks.ts'
import type { Material } from './material.ts'
import { WordRuns } from './runs.ts'

export function countThings(draft: Draft, basis: DeviceBasis, marks: Marks, material: Material, rules: CountingRules): void {
  const { cold, lanes, compartments } = basis.kind.roles ?? {}
  const held = (field: string) => heldAt(field, basis, marks, material, rules)
  if (cold?.door) {
    const [door, open] = [held(cold.door.field), new Set(cold.door.open)]
    for (let index = 0; index < marks.count; index++) if (marks.service[index] && open.has(door[index] as string)) draft.doorOpen += 60
  }
  if (lanes) countLanes(draft, marks, held(lanes.total) as Counts, held(lanes.empty) as Counts)
  if (compartments) countCompartments(draft, marks, held(compartments.total) as Counts, held(compartments.faulty) as Counts)
}

type Counts = readonly (number | undefined)[]

function countLanes(draft: Draft, marks: Marks, totals: Counts, empties: Counts): void {
  const runs = new WordRuns()
  for (let index = 0; index < marks.count; index++) {
    const [total, empty] = [totals[index], empties[index]]
    const isKnown = total !== undefined && empty !== undefined
    runs.add(marks.registered[index] ? (isKnown ? `${empty}` : '?') : '-')
    if (!marks.service[index] || !isKnown) continue
    draft.laneMinutes += total
    draft.emptyLaneMinutes += empty
    draft.stockKnown += 60
  }
  draft.stockRuns = runs.end()
}

function countCompartments(draft: Draft, marks: Marks, totals: Counts, faults: Counts): void {
  for (let index = 0; index < marks.count; index++) {
    const [total, faulty] = [totals[index], faults[index]]
    if (!marks.registered[index] || total === undefined || faulty === undefined) continue
    draft.compartmentMinutes += total
    draft.faultyMinutes += faulty
    draft.compartmentsKnown += 60
    draft.compartmentsLast = total
    draft.faultyLeast = Math.min(draft.faultyLeast ?? faulty, faulty)
  }
}
