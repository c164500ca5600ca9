/** Enters the statements of a simulated world into a real register, as people would. */

import { addCircle } from '../../../register/circles.ts'
import { setCommunities } from '../../../register/communities.ts'
import { addExemption } from '../../../register/exemptions.ts'
import type { Register } from '../../../register/register.ts'
import type { TownId } from '../../../seeds/towns.ts'
import type { DeviceStatements, FacilityStatements, Statements } from '../reference/statements.ts'

interface Furnished {
  /** Those that are registered by then and were not before. */
  registerUntil(time: number): void
}

/** `clock` is the register's own; it is left at `end`, a time after all that is stated. */
export function furnish(register: Register, clock: { now: number }, statements: Statements, end: number): Furnished {
  const at = <Result>(time: number, enter: () => Result): Result => {
    clock.now = time
    const result = enter()
    clock.now = end
    return result
  }
  at(0, () => addCircles(register, statements))
  for (const facility of statements.facilities) at(facility.registered, () => addFacility(register, facility))
  for (const facility of statements.facilities) at(end, () => stateLater(register, facility))
  at(end, () => setCommunities(register, { communities: statements.communities.map((community) => ({ ...community })) }))
  const waiting = statements.devices.toSorted((one, other) => one.registered - other.registered)
  const exemptions = [...statements.exemptions]
  return {
    registerUntil(time) {
      while (waiting[0] && waiting[0].registered <= time) {
        const device = waiting.shift() as DeviceStatements
        at(device.registered, () => addDevice(register, device))
        at(end, () => stateLaterOf(register, device))
      }
      for (const [index, { sort, facility, device, from, to }] of [...exemptions.entries()].reverse()) {
        if (device !== undefined && !register.device(device)) continue
        const paper = { document: `文〔2026〕${index + 1}号`, date: '2026-11-01', reason: '检修' }
        at(end, () =>
          addExemption(
            register,
            { sort, facility, from, ...paper, ...(device !== undefined && { device }), ...(to !== undefined && { to }) },
            'test',
          ),
        )
        exemptions.splice(index, 1)
      }
    },
  }
}

function addCircles(register: Register, { circles }: Statements): void {
  const known = new Set(register.circles().map(({ id }) => id))
  for (const { id, town, isRecognised } of circles) {
    if (!known.has(id)) addCircle(register, { id, town: town as TownId, name: { zh: id, en: id }, recognised: isRecognised })
  }
}

function addFacility(register: Register, { id, places, terms, community }: FacilityStatements): void {
  const [place] = places
  const { since: _, ...first } = terms[0] ?? { since: 0 }
  register.addFacility({
    id,
    name: id,
    town: place?.town ?? '',
    circles: [...(place?.circles ?? [])],
    ...first,
    ...(community !== undefined && { community }),
  })
}

function stateLater(register: Register, { id, places, terms, commissioned }: FacilityStatements): void {
  for (const { since, town, circles } of places.slice(1)) register.updateFacility(id, { town, circles: [...circles] }, since)
  for (const [index, { since, ...stated }] of terms.entries())
    if (index > 0) register.updateFacility(id, { ...goneOf(terms[index - 1], stated), ...stated }, since)
  if (commissioned !== undefined) register.updateFacility(id, { commissionedAt: commissioned })
}

function addDevice(register: Register, { id, kind, stays, terms }: DeviceStatements): void {
  const { since: _, ...first } = terms[0] ?? { since: 0 }
  register.addDevice({ id, kind, facility: stays[0]?.facility ?? '', ...first })
}

function stateLaterOf(register: Register, { id, stays, terms, commissioned, retired }: DeviceStatements): void {
  for (const { since, facility } of stays.slice(1)) register.moveDevice(id, facility, since)
  for (const [index, { since, ...stated }] of terms.entries())
    if (index > 0) register.updateDevice(id, { ...goneOf(terms[index - 1], stated), ...stated }, since)
  if (commissioned !== undefined) register.updateDevice(id, { commissionedAt: commissioned })
  if (retired !== undefined) register.retireDevice(id, retired)
}

/** What was stated before and is not any more. */
function goneOf(before: object | undefined, stated: object): Record<string, null> {
  const names = Object.keys(before ?? {}).filter((name) => name !== 'since' && !(name in stated))
  return Object.fromEntries(names.map((name) => [name, null]))
}
