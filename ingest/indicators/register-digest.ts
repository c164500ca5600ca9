import { createHash } from 'node:crypto'
import type { Register } from '../../register/register.ts'

/** A digest of what the register says of a window: the same as long as nothing that holds in it was entered, changed or withdrawn. */
export function registerDigest(register: Register, from: number, to: number): string {
  const hash = createHash('sha1')
  const add = (...what: unknown[]): void => void hash.update(JSON.stringify(what))
  const within = (time: number | undefined): number | null => (time !== undefined && time < to ? time : null)
  const said = <Statement extends { readonly since: number }>(all: readonly Statement[]) => all.filter(({ since }) => since < to)
  for (const device of register.allDevices()) {
    const { id, kind, createdAt, commissionedAt, retiredAt } = device
    if ((commissionedAt ?? createdAt) >= to || (retiredAt ?? to) <= from) continue
    add(id, kind, commissionedAt, within(retiredAt), said(register.stays(id)), said(register.deviceTerms(id)))
  }
  for (const facility of everyFacility(register)) {
    const { id, name, community, operator, createdAt, commissionedAt, retiredAt, town, circles } = facility
    if ((commissionedAt ?? createdAt) >= to || (retiredAt ?? to) <= from) continue
    add(id, name, community, operator, commissionedAt, within(retiredAt), town, circles, said(register.facilityTerms(id)))
  }
  for (const { id, facility, device, sort, from: start, to: end } of register.exemptions({ from, to }))
    add(id, facility, device, sort, start, within(end))
  add(register.circles(), register.communities())
  return hash.digest('hex')
}

function* everyFacility(register: Register) {
  let cursor: string | undefined
  do {
    const page = register.facilities({ retired: 'all', limit: 1_000, ...(cursor !== undefined && { cursor }) })
    yield* page.items
    cursor = page.next
  } while (cursor !== undefined)
}
