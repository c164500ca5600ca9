import type { FactsState } from '../close.ts'
import type { Evaluated } from '../evaluated.ts'
import type { Period } from '../period.ts'

/** Periods kept in memory: the running month, and what somebody looks at. One of 10,000 devices takes some tens of MB. */
const mostKept = 5
/** Facts change every minute: values follow this often, and of the time at most a fourth goes into one period. */
const leastAgeMs = 3_000
const shareOfTime = 4
/** Many months at once follow less often. */
const leastAgeOfManyMs = 60_000

export interface EvaluationsParts {
  readonly make: (period: Period) => Evaluated
  readonly facts: Pick<FactsState, 'version' | 'changedSince'>
  /** Grows with the register. */
  readonly registerVersion: () => number
  /** Another with every line and parameter entered: what somebody enters shows at once. */
  readonly entered: () => string
  /** Ms that only go forward. */
  readonly clock: () => number
}

/** What an evaluation was made of. */
interface State {
  facts: number
  readonly register: number
  readonly entered: string
}

interface Kept extends State {
  readonly evaluated: Evaluated
  readonly at: number
  readonly tookMs: number
}

/** The values of periods, made anew when what they are made of has changed, but not more often than they can be made. */
export class Evaluations {
  private readonly parts: EvaluationsParts
  private readonly kept = new Map<string, Kept>()

  constructor(parts: EvaluationsParts) {
    this.parts = parts
  }

  of(period: Period): Evaluated {
    const known = this.kept.get(period.id)
    return known && !this.isDue(period) ? this.used(period, known) : this.renew(period)
  }

  /** Whether it is time to make it anew. */
  isDue(period: Period): boolean {
    const known = this.kept.get(period.id)
    if (!known || known.entered !== this.parts.entered()) return true
    const age = this.parts.clock() - known.at
    const least = period.sort === 'month' ? leastAgeMs : leastAgeOfManyMs
    return age >= Math.max(least, known.tookMs * shareOfTime) && this.isStale(period, known)
  }

  /** `warm` makes what is asked for most, so that it is there when somebody asks; meanwhile the one before is shown. */
  async renewSlowly(period: Period, warm: (evaluated: Evaluated) => Promise<void>): Promise<Evaluated> {
    const [begun, state] = [this.parts.clock(), this.state()]
    const evaluated = this.parts.make(period)
    await warm(evaluated)
    return this.keep(period, evaluated, state, begun)
  }

  private renew(period: Period): Evaluated {
    const [begun, state] = [this.parts.clock(), this.state()]
    return this.keep(period, this.parts.make(period), state, begun)
  }

  private state(): State {
    return { facts: this.parts.facts.version(), register: this.parts.registerVersion(), entered: this.parts.entered() }
  }

  private keep(period: Period, evaluated: Evaluated, state: State, begun: number): Evaluated {
    const at = this.parts.clock()
    this.used(period, { evaluated, ...state, at, tookMs: at - begun })
    const [longestUnused] = this.kept.keys()
    if (this.kept.size > mostKept && longestUnused !== undefined) this.kept.delete(longestUnused)
    return evaluated
  }

  private used(period: Period, kept: Kept): Evaluated {
    this.kept.delete(period.id)
    this.kept.set(period.id, kept)
    return kept.evaluated
  }

  private isStale(period: Period, known: Kept): boolean {
    if (known.register !== this.parts.registerVersion()) return true
    const version = this.parts.facts.version()
    if (version === known.facts) return false
    // Episodes that began before a period belong to it. A file made anew begins to count anew.
    if (version < known.facts || this.parts.facts.changedSince(known.facts).ranges.some(({ from }) => from < period.to)) return true
    known.facts = version
    return false
  }
}
