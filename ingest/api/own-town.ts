/**
 * A reviewer who is bound to a town reads facilities, devices and what they sent of that town alone, whatever the route: decided here by the
 * pattern of the route, before it runs, so that no route can forget it.
 */
import type { FastifyRequest } from 'fastify'
import type { Register } from '../../register/register.ts'
import { notForYou } from './reading-rights.ts'

/** Lists with a filter `town`: without one they are of the reader's own. */
const byTown: ReadonlySet<string> = new Set(['/devices', '/facilities', '/live', '/clocks', '/export/:what'])

/** What passes through the platform: for a reader of a town with one of its devices or facilities in the query only. */
const byThing: ReadonlySet<string> = new Set([
  '/exemptions',
  '/ledger',
  '/knocks',
  '/quarantine',
  '/quarantine/groups',
  '/quarantine/replays',
  '/quarantine/:id',
  '/quarantine/replays/:id',
])

type Named = { readonly [Name in 'id' | 'device' | 'facility' | 'town']?: unknown }

/** `base`: what the paths of the routes begin with. */
export function keepToOwnTown(register: Register, base: string) {
  const ofFacility = (id: unknown): string | undefined => (typeof id === 'string' ? register.facility(id)?.town : undefined)
  const ofDevice = (id: unknown): string | undefined => (typeof id === 'string' ? ofFacility(register.device(id)?.facility) : undefined)

  /** The towns that a request is about; what there is not belongs to none. */
  function townsOf(path: string, { id }: Named, { device, facility, town }: Named): readonly unknown[] {
    if (path.startsWith('/devices/:id')) return [ofDevice(id)]
    if (path.startsWith('/facilities/:id')) return [ofFacility(id)]
    if (path === '/export/:what') return [town, device && ofDevice(device), facility && ofFacility(facility)]
    if (byTown.has(path)) return [town]
    return byThing.has(path) ? [ofDevice(device) ?? ofFacility(facility) ?? 'all'] : []
  }

  return async (request: FastifyRequest): Promise<void> => {
    const own = request.caller?.town
    const { url = '' } = request.routeOptions
    if (own === undefined || !url.startsWith(base)) return
    const path = url.slice(base.length)
    const query = request.query as Named
    const isForeign = townsOf(path, request.params as Named, query).some((town) => town !== undefined && town !== own)
    if (isForeign) throw notForYou({ town: own })
    if (byTown.has(path)) Object.assign(query, { town: own })
  }
}
