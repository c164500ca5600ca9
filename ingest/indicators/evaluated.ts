import { addHashes } from '../facts/digest.ts'
import type { DayPart } from '../facts/parts.ts'
import { contributions, isApplicable, outcomeOf } from './evaluate.ts'
import type { Contribution, Indicator, Outcome } from './indicator.ts'
import type { Value } from './indicators.ts'
import { scopeIdsOf } from './scope.ts'
import type { World } from './world.ts'

/** What was computed, of what. How it stands, and whether it is closed, is asked elsewhere. */
export type Computed = Outcome &
  Pick<Value, 'indicator' | 'period' | 'scope' | 'formulaVersion' | 'registerVersion' | 'inputs' | 'computed' | 'until' | 'reason'> & {
    readonly parameters: Readonly<Record<string, number>>
  }

/** Facts by piece, with how many there are and a digest of them. */
type Inputs = Iterable<{ readonly part: DayPart['part']; readonly count: number; readonly hash: number }>

interface Made {
  readonly world: World
  readonly inputs: () => Inputs
  readonly computed: number
  /** Of the formula in this period. */
  readonly parameters: (indicator: Indicator) => Readonly<Record<string, number>>
}

const noInputs = { count: 0, hash: 0 }

/** The values of one period, made when they are asked for and then kept. */
export class Evaluated {
  readonly world: World
  readonly computed: number
  private readonly made: Made
  private readonly groups = new Map<string, ReadonlyMap<string, readonly Contribution[]>>()
  private readonly outcomes = new Map<string, Outcome>()
  private inputs: ReadonlyMap<string, { count: number; hash: number }> | undefined

  constructor(made: Made) {
    this.made = made
    this.world = made.world
    this.computed = made.computed
  }

  /** Every scope in which something counts or is left out. */
  scopes(indicator: Indicator): Iterable<string> {
    return this.group(indicator).keys()
  }

  contributions(indicator: Indicator): readonly Contribution[] {
    return contributions(indicator, this.world)
  }

  isMeasured(indicator: Indicator): boolean {
    return isApplicable(indicator, this.world)
  }

  value(indicator: Indicator, scope: string): Computed {
    const { world, made } = this
    const outcome = this.outcome(indicator, scope)
    const { count, hash } = this.inputsOf(scope)
    const reason = outcome.value === null ? reasonOf(indicator, this.isMeasured(indicator)) : undefined
    return {
      ...outcome,
      ...{ indicator: indicator.id, period: world.period.id, scope, formulaVersion: indicator.formula.version },
      parameters: made.parameters(indicator),
      registerVersion: world.register.version,
      inputs: { count, digest: hash.toString(36) },
      computed: made.computed,
      until: world.until,
      ...(reason && { reason }),
    }
  }

  private outcome(indicator: Indicator, scope: string): Outcome {
    const key = `${indicator.id} ${scope}`
    const known = this.outcomes.get(key)
    if (known) return known
    const made = outcomeOf(indicator, this.world, this.group(indicator).get(scope) ?? [])
    this.outcomes.set(key, made)
    return made
  }

  private group(indicator: Indicator): ReadonlyMap<string, readonly Contribution[]> {
    const known = this.groups.get(indicator.id)
    if (known) return known
    const groups = new Map<string, Contribution[]>()
    for (const contribution of this.contributions(indicator))
      for (const scope of scopeIdsOf(contribution)) push(groups, scope, contribution)
    this.groups.set(indicator.id, groups)
    return groups
  }

  private inputsOf(scope: string): { count: number; hash: number } {
    this.inputs ??= sumInputs(this.made.inputs())
    return this.inputs.get(scope) ?? noInputs
  }
}

export function reasonOf({ feed, count }: Indicator, isMeasured: boolean): NonNullable<Value['reason']> {
  if (isMeasured && count) return { zh: '期内没有可计的内容', en: 'there is nothing to count in the period' }
  return { zh: `尚无数据来源：${feed.label.zh}`, en: `nothing feeds it yet: ${feed.label.en}` }
}

function push(groups: Map<string, Contribution[]>, scope: string, contribution: Contribution): void {
  const group = groups.get(scope)
  if (group) group.push(contribution)
  else groups.set(scope, [contribution])
}

/** By scope; what belongs together is found by its part, of which there are few. */
function sumInputs(inputs: Inputs): ReadonlyMap<string, { count: number; hash: number }> {
  const byPart = new Map<DayPart['part'], { count: number; hash: number }>()
  for (const { part, count, hash } of inputs) add(byPart, part, count, hash)
  const byScope = new Map<string, { count: number; hash: number }>()
  for (const [part, { count, hash }] of byPart) for (const scope of scopeIdsOf(part)) add(byScope, scope, count, hash)
  return byScope
}

function add<Key>(sums: Map<Key, { count: number; hash: number }>, key: Key, count: number, hash: number): void {
  const sum = sums.get(key)
  if (!sum) {
    sums.set(key, { count, hash })
    return
  }
  sum.count += count
  sum.hash = addHashes(sum.hash, hash)
}
