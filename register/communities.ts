// Communities and villages (社区、村), town by town. What is renamed or ended stays readable; nothing is deleted.

import { communityChecks, fieldFaults } from './checks.ts'
import type { RegisterDatabase } from './database.ts'
import { type Fault, isWrong, refuse } from './fault.ts'
import { invalid, notFound } from './faults.ts'
import { guessPlace } from './guesses.ts'
import { isKnown } from './reference.ts'
import type { Register } from './register.ts'

export interface Community {
  readonly id: string
  readonly name: string
  readonly town: string
  /** Absent: ever. */
  readonly since?: number
  /** Absent: still. */
  readonly until?: number
  readonly demo: boolean
}

export type NewCommunity = Pick<Community, 'id' | 'name' | 'town' | 'since' | 'until'>

/** The whole list of the towns in it. */
export interface CommunityList {
  /** With it the list is that of this town alone, and may be empty. */
  readonly town?: string
  readonly communities: readonly NewCommunity[]
  /** When those ended that are not in the list any more; now when not given. */
  readonly at?: number
}

export interface SetCommunities {
  readonly added: number
  readonly changed: number
  readonly ended: number
}

/** One statement of the history of a community. */
export interface CommunityStatement extends Community {
  readonly recorded: number
  readonly author?: string
  readonly superseded?: number
}

interface CommunityRow {
  id: string
  name: string
  town: string
  since: number | null
  until: number | null
  demo: number
  recorded: number
  author: string | null
  superseded: number | null
}

/** By town and id; ended ones too. */
export function communitiesOf(database: RegisterDatabase): Community[] {
  return database.all<CommunityRow>('SELECT * FROM community WHERE superseded IS NULL ORDER BY town, id').map(communityOf)
}

/** Everything ever entered of one, in the order of entry. */
export function communityHistory({ database }: Register, id: string): CommunityStatement[] {
  return database.all<CommunityRow>('SELECT * FROM community WHERE id = ? ORDER BY row', id).map((row) => ({
    ...communityOf(row),
    recorded: row.recorded,
    ...(row.author !== null && { author: row.author }),
    ...(row.superseded !== null && { superseded: row.superseded }),
  }))
}

/** Adds, renames and ends, all or nothing. Without `since` the one known stays; without `until` it has not ended. */
export function setCommunities(register: Register, list: CommunityList, author?: string): SetCommunities {
  const { database } = register
  const done = database.transaction(() => {
    refuse(communityFaults(register, list))
    const now = register.now()
    const known = new Map(communitiesOf(database).map((community) => [community.id, community]))
    const wanted = list.communities.map((given) => merged(given, known.get(given.id)))
    const towns = new Set([...(list.town === undefined ? [] : [list.town]), ...wanted.map(({ town }) => town)])
    const listed = new Set(wanted.map(({ id }) => id))
    const gone = [...known.values()].filter(({ id, town, until }) => towns.has(town) && !listed.has(id) && until === undefined)
    const fresh = wanted.filter(({ id }) => !known.has(id))
    const changed = wanted.filter((community) => {
      const before = known.get(community.id)
      return before && !isSame(before, community)
    })
    const ended = gone.map((community) => ({ ...community, until: list.at ?? now }))
    if (fresh.length + changed.length + ended.length > 0) {
      database.change(() => {
        for (const community of [...fresh, ...changed, ...ended]) putCommunity(database, community, now, author)
      })
    }
    return { added: fresh.length, changed: changed.length, ended: ended.length }
  })
  register.version()
  return done
}

/** Without looking at anything. */
export function putCommunity(database: RegisterDatabase, community: Community, now: number, author?: string): void {
  const { id, name, town, since, until, demo } = community
  database.run('UPDATE community SET superseded = ? WHERE id = ? AND superseded IS NULL', now, id)
  const columns = 'id, name, town, since, until, demo, recorded, author'
  const insert = `INSERT INTO community (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  database.run(insert, id, name, town, since ?? null, until ?? null, Number(demo), now, author ?? null)
}

/** What is wrong with a list. */
export function communityFaults({ database }: Register, { town, communities }: CommunityList): Fault[] {
  const seen = new Set<string>()
  const names = new Set<string>()
  const townFault = (id: string, path: string) =>
    isKnown(database, 'town', id) ? [] : [notFound('town', id, path, guessPlace(database, 'town', id))]
  const each = communities.flatMap((community, index) => {
    const at = (path: string) => `communities.${index}.${path}`
    const faults = fieldFaults(community, communityChecks)
    const isRepeated = seen.has(community.id)
    seen.add(community.id)
    const { since, until } = community
    // Facilities name their community by id or name: of two with one name they would count in both.
    const named = `${community.town} ${community.name}`
    const isNamesake = until === undefined && names.has(named)
    if (until === undefined) names.add(named)
    return [
      ...faults.map((fault) => ({ ...fault, path: at(fault.path ?? '') })),
      ...(isWrong(faults, 'town') ? [] : townFault(community.town, at('town'))),
      ...(isRepeated ? [invalid(at('id'), { zh: '该编号在列表中出现了不止一次。', en: 'The id is in the list more than once.' })] : []),
      ...(isNamesake && !isRepeated ? [invalid(at('name'), namesake)] : []),
      ...(town !== undefined && community.town !== town ? [invalid(at('town'), otherTown(town))] : []),
      ...(typeof since === 'number' && typeof until === 'number' && until <= since ? [invalid(at('until'), backwards)] : []),
    ]
  })
  return [...(town === undefined ? [] : townFault(town, 'town')), ...each]
}

const namesake = {
  zh: '同一镇（街道）有两个同名社区，请写明区别。',
  en: 'Two communities of the town bear this name. Tell them apart.',
}
const backwards = { zh: '撤销时间必须晚于设立时间。', en: 'The end must be later than the beginning.' }
const otherTown = (town: string) => ({
  zh: `这是 ${town} 的名单，不能含其他镇（街道）的社区。`,
  en: `This is the list of ${town}; it has no communities of other towns.`,
})

const isSame = (a: Community, b: Community): boolean =>
  (['name', 'town', 'since', 'until'] as const).every((field) => a[field] === b[field])

/** One that had ended and is in the list again has not ended. */
function merged({ id, name, town, since, until }: NewCommunity, known: Community | undefined): Community {
  const from = since ?? known?.since
  return { id, name, town, ...(from !== undefined && { since: from }), ...(until !== undefined && { until }), demo: known?.demo ?? false }
}

function communityOf({ id, name, town, since, until, demo }: CommunityRow): Community {
  return { id, name, town, ...(since !== null && { since }), ...(until !== null && { until }), demo: demo === 1 }
}
