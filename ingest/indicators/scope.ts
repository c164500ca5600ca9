/** Of whom a value is, and what counts in it. */
import type { Words } from '../../facilities/define.ts'
import { idPattern } from '../../facilities/id.ts'
import type { Contribution, Granularity } from './indicator.ts'

/** `city`, `town:shaxi`, `circle:taidong`, `kind:locker`, `facility:ID`, or of both as `town:shaxi,kind:locker`, `circle:taidong,kind:locker`. */
export interface Scope {
  readonly town?: string
  readonly circle?: string
  readonly kind?: string
  readonly facility?: string
}

/** What `parseScope` takes, for the sentence that refuses anything else. */
export const scopeForms: Words = {
  zh: 'city（全市）、town:shaxi、circle:taidong、kind:locker、facility:编号，或 town:shaxi,kind:locker、circle:taidong,kind:locker',
  en: 'city, town:shaxi, circle:taidong, kind:locker, facility:ID, or town:shaxi,kind:locker and circle:taidong,kind:locker',
}

export const city: Scope = {}

const order = ['town', 'circle', 'facility', 'kind'] as const

/** Undefined: not one of `scopeForms`. Whether there is such a town or facility is not asked. */
export function parseScope(text: string): Scope | undefined {
  if (text === 'city') return city
  const scope: Record<string, string> = {}
  for (const part of text.split(',')) {
    const [name = '', id = '', ...more] = part.split(':')
    if (more.length > 0 || name in scope || !order.includes(name as keyof Scope) || !idPattern.test(id)) return undefined
    scope[name] = id
  }
  const { town, circle, facility, kind } = scope as Scope
  const places = [town, circle, facility].filter((place) => place !== undefined)
  if (places.length > 1 || (facility !== undefined && kind !== undefined)) return undefined
  return scope as Scope
}

/** The one way it is written; what values are kept under. */
export function formatScope(scope: Scope): string {
  const parts = order.flatMap((name) => (scope[name] === undefined ? [] : [`${name}:${scope[name]}`]))
  return parts.join(',') || 'city'
}

type Place = Pick<Contribution, 'town' | 'circles' | 'kind' | 'facility'>

export function matches(place: Place, { town, circle, kind, facility }: Scope): boolean {
  return (
    (town === undefined || place.town === town) &&
    (circle === undefined || place.circles.includes(circle)) &&
    (kind === undefined || place.kind === kind) &&
    (facility === undefined || place.facility === facility)
  )
}

/** Every scope in which it counts. Something heard without being registered has no town, and counts for the city alone. */
export function scopeIdsOf({ town, circles, kind, facility }: Place): string[] {
  const places = [...(town === '' ? [] : [`town:${town}`]), ...circles.map((circle) => `circle:${circle}`)]
  const ofKind = kind === undefined ? [] : [`kind:${kind}`, ...places.map((place) => `${place},kind:${kind}`)]
  return ['city', ...places, ...ofKind, ...(facility === undefined ? [] : [`facility:${facility}`])]
}

/** The scopes that these have at a granularity, in the order of their ids; facilities are asked for as `facility`. */
export function scopesOf(places: Iterable<Place>, granularity: Granularity | 'facility'): readonly Scope[] {
  const ids = new Set<string>()
  for (const place of places) for (const id of idsAt(place, granularity)) ids.add(id)
  return [...ids].sort().map((id) => parseScope(id) as Scope)
}

function idsAt({ town, circles, kind, facility }: Place, granularity: Granularity | 'facility'): readonly string[] {
  switch (granularity) {
    case 'C':
      return ['city']
    case 'T':
      return town === '' ? [] : [`town:${town}`]
    case 'L':
      return circles.map((circle) => `circle:${circle}`)
    case 'F':
      return kind === undefined ? [] : [`kind:${kind}`]
    case 'facility':
      return facility === undefined ? [] : [`facility:${facility}`]
  }
}
