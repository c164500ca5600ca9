// What of ours is not as it stands in Grafana. What Grafana adds of its own (ids, versions, defaults) is no difference.

/** Whether everything of `ours` is the same in `theirs`. */
export function isIn(ours: unknown, theirs: unknown): boolean {
  if (ours === undefined || typeof ours === 'function') return true
  if (typeof ours !== 'object' || ours === null) return ours === theirs
  if (typeof theirs !== 'object' || theirs === null) return false
  if (Array.isArray(ours))
    return Array.isArray(theirs) && ours.length === theirs.length && ours.every((each, index) => isIn(each, theirs[index]))
  return Object.entries(ours).every(([name, value]) => isIn(value, (theirs as Record<string, unknown>)[name]))
}

interface Panel {
  readonly title?: string
  readonly type?: string
  readonly panels?: readonly Panel[]
}

export interface BoardLike {
  readonly panels?: readonly Panel[]
  readonly [property: string]: unknown
}

export interface Change {
  readonly how: 'added' | 'changed' | 'removed'
  /** Title of a panel, or the name of a property of the dashboard. */
  readonly what: string
}

/** Told by panels, which have titles, and by properties. */
export function boardChanges(ours: BoardLike, theirs: BoardLike): Change[] {
  const [mine, there] = [titled(ours), titled(theirs)]
  const panels = [...mine].flatMap(([what, panel]): Change[] => {
    const other = there.get(what)
    if (other === undefined) return [{ how: 'added', what }]
    return isIn(panel, other) ? [] : [{ how: 'changed', what }]
  })
  const removed = [...there.keys()].filter((what) => !mine.has(what)).map((what): Change => ({ how: 'removed', what }))
  const properties = Object.keys(ours).filter((name) => !ownToGrafana.has(name) && !isIn(ours[name], theirs[name]))
  return [...panels, ...removed, ...properties.map((what): Change => ({ how: 'changed', what }))]
}

const ownToGrafana: ReadonlySet<string> = new Set(['id', 'version', 'panels'])

/** A row holds panels when it is collapsed. Panels of the same title are numbered. */
function titled({ panels = [] }: BoardLike): Map<string, Panel> {
  const found = new Map<string, Panel>()
  for (const panel of panels.flatMap((each) => [each, ...(each.panels ?? [])])) {
    const title = panel.title || panel.type || '?'
    let name = title
    for (let number = 2; found.has(name); number++) name = `${title} (${number})`
    found.set(name, panel)
  }
  return found
}
