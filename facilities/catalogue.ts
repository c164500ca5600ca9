import type { FacilityKind } from './define.ts'
import { definitionFaults } from './definition-faults.ts'
import { kinds } from './kinds.ts'
import { type KindSchemas, schemasOf } from './schema.ts'

/** The kinds a process knows: those built in and, where a site has some, its own. */
export interface Catalogue {
  readonly all: readonly FacilityKind[]
  get(kind: string): FacilityKind | undefined
  /** The schemas of a kind, built once; what every message is checked with. */
  schemas(kind: string): KindSchemas | undefined
}

/** A kind that cannot be used as it is defined. */
export class WrongDefinition extends Error {
  readonly hint = 'docs/add-a-facility.md says what a definition needs'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`Facility kinds cannot be used: ${faults.join('; ')}`)
    this.name = 'WrongDefinition'
    this.faults = faults
  }
}

/** Throws WrongDefinition with every fault at once: the kinds of a site come without a compiler having seen them. */
export function catalogueOf(all: readonly FacilityKind[]): Catalogue {
  const names = all.map(({ kind }) => kind)
  const twice = names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name}: defined twice`)
  const faults = [...twice, ...all.flatMap((kind) => definitionFaults(kind).map((fault) => `${kind.kind}: ${fault}`))]
  if (faults.length > 0) throw new WrongDefinition(faults)

  const entries = new Map(all.map((kind) => [kind.kind, { kind, schemas: schemasOf(kind) }]))
  return { all, get: (kind) => entries.get(kind)?.kind, schemas: (kind) => entries.get(kind)?.schemas }
}

export const builtIn: Catalogue = catalogueOf(kinds)

/** Whether a kind came with the platform or with the site. */
export const sourceOf = (kind: FacilityKind): 'built-in' | 'site' => (kinds.includes(kind) ? 'built-in' : 'site')
