import type { Point } from './store.ts'

/** `city`, `town:shaxi`, `town:shaxi,kind:locker` …: of whom a point of table `indicator` is, as one text. */
export function indicatorScopeOf({ kind, place: { town, circle } }: Pick<Point, 'kind' | 'place'>): string {
  const parts = [town && `town:${town}`, circle && `circle:${circle}`, kind && `kind:${kind}`]
  return parts.filter(Boolean).join(',') || 'city'
}
