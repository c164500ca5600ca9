import { join } from 'node:path'
import { builtIn } from '../../../facilities/catalogue.ts'
import type { FacilityKind } from '../../../facilities/define.ts'
import type { Place } from '../../../ingest/store/store.ts'
import { Accounts } from '../../../register/accounts.ts'
import { communitiesOf, putCommunity } from '../../../register/communities.ts'
import { loadDemoCircles } from '../../../register/reference.ts'
import { Register } from '../../../register/register.ts'
import { demoCommunities, demoRegister } from '../../../seeds/demo.ts'
import { adminPassword } from '../../support/site.ts'

export interface YearDevice {
  readonly id: string
  readonly kind: FacilityKind
  readonly place: Place
}

/** The devices of the year, all towns, circles and kinds among them; more than the demo register has stand beside those it has. */
export function fleet(count: number): YearDevice[] {
  const { facilities, devices } = demoRegister()
  const placeOf = new Map(facilities.map(({ id, town, circles }) => [id, { facility: id, circle: circles.join(','), town }]))
  return Array.from({ length: count }, (_, index) => {
    const spread = count < devices.length ? Math.floor((index * devices.length) / count) : index % devices.length
    const { id, kind, facility } = devices[spread] as (typeof devices)[number]
    const round = Math.floor(index / devices.length)
    return {
      id: round === 0 ? id : `${id}-r${round}`,
      kind: builtIn.get(kind) as FacilityKind,
      place: placeOf.get(facility) as Place,
    }
  })
}

/** Registers them as of that time; done twice it changes nothing. */
export async function registerFleet(folder: string, devices: readonly YearDevice[], since: number): Promise<void> {
  const path = join(folder, 'register.sqlite')
  const [register, accounts] = [new Register(path, { now: () => since }), new Accounts(path)]
  register.start()
  accounts.start()
  await accounts.ensureAdmin(adminPassword)
  const { facilities, devices: known } = demoRegister()
  const termsOf = new Map(known.map((device) => [device.id, device]))
  register.database.change(() => {
    loadDemoCircles(register.database)
    const communities = new Set(communitiesOf(register.database).map(({ id }) => id))
    for (const community of demoCommunities()) if (!communities.has(community.id)) putCommunity(register.database, community, since)
  })
  const used = new Set(devices.map(({ place }) => place.facility))
  for (const facility of facilities) if (used.has(facility.id) && !register.facility(facility.id)) register.addFacility(facility)
  for (const { id, kind, place } of devices) {
    const terms = termsOf.get(id.replace(/-r\d+$/, ''))
    if (!register.device(id)) register.addDevice({ ...terms, id, kind: kind.kind, facility: place.facility, demo: true })
  }
  accounts.stop()
  register.stop()
}
