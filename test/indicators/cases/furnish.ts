/** Enters what a case says into a register, as people would have: before anything is received, and with the dates that the case gives. */
import { setCommunities } from '../../../register/communities.ts'
import { addExemption } from '../../../register/exemptions.ts'
import type { CaseDevice, CaseFacility, CaseWorld } from './read-case.ts'
import { timeOf } from './said.ts'
import type { CaseSite } from './site.ts'

/** All of it was there before the first of the days. */
const longBefore = '09-01 00:00'
/** When the numbers are asked for; late data has come by then. */
export const asked = timeOf('11-05 00:00')

type Registered = Pick<CaseSite, 'register' | 'clock'>

export function furnish(site: Registered, world: CaseWorld): void {
  const { register, clock } = site
  clock.now = timeOf(longBefore)
  for (const [id, facility] of Object.entries(world.facilities)) addFacility(site, id, facility)
  if (world.communities) setCommunities(register, { communities: world.communities }, 'test')
  for (const [id, device] of Object.entries(world.devices)) addDevice(site, id, device)
  clock.now = asked
  for (const move of world.moves ?? []) moveAsSaid(site, move)
  for (const exemption of world.exemptions ?? []) exemptAsSaid(site, exemption)
  for (const [id, { retired }] of Object.entries(world.devices)) if (retired) register.retireDevice(id, timeOf(retired))
  for (const [id, { retired }] of Object.entries(world.facilities)) {
    if (!retired) continue
    clock.now = timeOf(retired)
    register.retireFacility(id)
  }
  clock.now = asked
}

function addFacility({ register, clock }: Registered, id: string, { name, town, circles = [], community, terms = [] }: CaseFacility): void {
  clock.now = timeOf(longBefore)
  register.addFacility({ id, name, town, circles, ...(community !== undefined && { community }) })
  clock.now = asked
  for (const { since, ...values } of terms) register.updateFacility(id, values, timeOf(since), 'test')
}

function addDevice(
  { register, clock }: Registered,
  id: string,
  { kind, facility, registered, commissioned, terms = [] }: CaseDevice,
): void {
  clock.now = timeOf(registered ?? longBefore)
  register.addDevice({ id, kind, facility }, 'test')
  clock.now = asked
  if (commissioned !== undefined) register.updateDevice(id, { commissionedAt: timeOf(commissioned) })
  for (const { since, ...values } of terms) register.updateDevice(id, values, timeOf(since), 'test')
}

function moveAsSaid({ register }: Registered, said: string): void {
  const [, site, town, since] = /^facility (\S+) to town (\S+) at (.+)$/.exec(said) ?? []
  if (site && town && since) {
    register.updateFacility(site, { town }, timeOf(since))
    return
  }
  const [, device, facility, at] = /^(\S+) to (\S+) at (.+)$/.exec(said) ?? []
  if (!device || !facility || !at) throw new Error(said)
  register.moveDevice(device, facility, timeOf(at))
}

function exemptAsSaid({ register }: Registered, said: string): void {
  const [, sort, isFacility, id = '', from = '', to] = /^(\S+) of (facility )?(\S+) from (\d\S+ \S+)(?: to (.+))?$/.exec(said) ?? []
  if (sort !== 'suspension' && sort !== 'excluded-outage') throw new Error(said)
  const place = isFacility ? { facility: id } : { device: id, facility: register.placeAt(id, timeOf(from))?.facility ?? '' }
  const approval = { document: '太商〔2026〕1号', date: '2026-10-01', reason: '计划检修' }
  addExemption(register, { ...place, sort, from: timeOf(from), ...(to !== undefined && { to: timeOf(to) }), ...approval }, 'test')
}
