import type { DatabaseSync } from 'node:sqlite'
import type { Facility, Register } from '../../register/register.ts'
import { type OwnHealth, type OwnOutage, ownOutage } from './own-outage.ts'
import { type Standing, standingOf } from './standing.ts'
import { type KnownState, stateReader } from './states.ts'

export interface StandingDevice {
  readonly id: string
  readonly kind: string
  readonly facility: Facility
  readonly standing: Standing
  /** A code of stateCauses, a code of outageWords, or the word of a service field. */
  readonly cause: string
  /** ms. */
  readonly since: number
  /** The field that says it does not serve, of one that is faulty. */
  readonly field?: string
}

export interface FleetPicture {
  readonly outage: OwnOutage | undefined
  readonly facilities: readonly Facility[]
  readonly devices: readonly StandingDevice[]
}

interface FleetParts {
  readonly register: Register
  /** ingest.sqlite. */
  readonly ingestDatabase: DatabaseSync
  readonly health: () => OwnHealth
}

interface Registered {
  readonly version: number
  readonly facilities: ReadonlyMap<string, Facility>
  readonly devices: readonly { readonly id: string; readonly kind: string; readonly facility: Facility; readonly createdAt: number }[]
}

/** The whole fleet at a glance: what is in service and how it stands. The register is read again only when it has changed. */
export class Fleet {
  private readonly parts: FleetParts
  private readonly states: () => ReadonlyMap<string, KnownState>
  private known: Registered | undefined
  /** When somebody first saw a device say that it does not serve: it repeats that with every reading. */
  private readonly badSince = new Map<string, { readonly word: string; readonly ts: number }>()
  private outageSince: { readonly outage: OwnOutage; readonly at: number } | undefined

  constructor(parts: FleetParts) {
    this.parts = parts
    this.states = stateReader(parts.ingestDatabase, parts.register.catalogue.all)
  }

  look(now: number): FleetPicture {
    const outage = ownOutage(this.parts.health())
    if (outage === undefined) this.outageSince = undefined
    else if (this.outageSince?.outage !== outage) this.outageSince = { outage, at: now }
    const { facilities, devices } = this.registered()
    const states = this.states()
    const standing = devices.map((device) => this.standing(device, states.get(device.id), outage))
    return { outage, facilities: [...facilities.values()], devices: standing }
  }

  private standing(
    { id, kind, facility, createdAt }: Registered['devices'][number],
    known: KnownState | undefined,
    outage: OwnOutage | undefined,
  ): StandingDevice {
    const device = { id, kind, facility }
    const { state = 'unknown', since = createdAt, cause = 'never-heard', bad } = known ?? {}
    const standing = standingOf(state, bad !== undefined, outage)
    if (standing !== 'faulty') this.badSince.delete(id)
    if (standing === 'unknown' && outage !== undefined && cause !== 'never-heard')
      return { ...device, standing, cause: outage, since: this.outageSince?.at ?? since }
    if (standing !== 'faulty' || !bad) return { ...device, standing, cause, since: since || createdAt }
    const seen = this.badSince.get(id)
    if (seen?.word !== bad.word) this.badSince.set(id, bad)
    return { ...device, standing, cause: bad.word, field: bad.field, since: seen?.word === bad.word ? seen.ts : bad.ts }
  }

  private registered(): Registered {
    const version = this.parts.register.version()
    if (this.known?.version !== version) this.known = { version, ...inService(this.parts.register) }
    return this.known
  }
}

function inService(register: Register): Omit<Registered, 'version'> {
  const facilities = new Map<string, Facility>()
  let cursor: string | undefined
  do {
    const { items, next } = register.facilities({ limit: 1_000, ...(cursor !== undefined && { cursor }) })
    for (const facility of items) facilities.set(facility.id, facility)
    cursor = next
  } while (cursor !== undefined)
  const devices: Registered['devices'][number][] = []
  for (const { id, kind, facility: at, createdAt, retiredAt } of register.allDevices()) {
    const facility = facilities.get(at)
    if (retiredAt === undefined && facility) devices.push({ id, kind, facility, createdAt })
  }
  return { facilities, devices }
}
