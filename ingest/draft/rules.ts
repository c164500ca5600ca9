// The mapping that belongs to a draft, while it grows: one rule for each of the device's names.
import type { MappingRule } from '../../facilities/mapping/mapping.ts'
import { unused } from './naming.ts'

export class DraftRules {
  private readonly names = new Map<string, string>()
  private readonly rules = new Map<string, MappingRule>()

  /** Our name for a path in one sort of message; undefined when the path has one already that is taken here. */
  name(path: string, suggested: string, taken: Set<string>): string | undefined {
    const known = this.names.get(path)
    const name = known ?? unused(suggested, taken)
    if (taken.has(name.toLowerCase())) return undefined
    taken.add(name.toLowerCase())
    this.names.set(path, name)
    return name
  }

  /** A path whose values are read in one way cannot be read in another elsewhere. */
  fits(path: string, rule: Omit<MappingRule, 'to'>): boolean {
    const known = this.rules.get(path)
    return !known || JSON.stringify([known.scale, known.offset, known.values]) === JSON.stringify([rule.scale, rule.offset, rule.values])
  }

  add(path: string, rule: MappingRule): void {
    this.rules.set(path, rule)
  }

  get fields(): Record<string, MappingRule> {
    return Object.fromEntries(this.rules)
  }
}
