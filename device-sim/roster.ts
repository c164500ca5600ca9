import type { Catalogue } from '../facilities/catalogue.ts'
import type { FacilityKind } from '../facilities/define.ts'
import { demoRegister } from '../seeds/demo.ts'
import { type Credential, demoCredentials, listedCredentials } from './credentials.ts'
import { namesOf } from './options.ts'
import { SimError } from './sim-error.ts'

/** A device to be simulated and how it signs in. */
export interface RosterEntry extends Credential {
  readonly id: string
  readonly kind: FacilityKind
  readonly model: string
  readonly vendor: string
}

export interface RosterWishes {
  /** Not given: every device there is. */
  readonly devices: number | undefined
  readonly kinds: readonly string[] | undefined
  /** The kinds there are. */
  readonly catalogue: Catalogue
  /** A CSV file, `none` for a broker that asks for no password; not given: the demo register's own passwords. */
  readonly credentials: string | undefined
  readonly dataFolder: string
}

/** Which devices take part. Fewer than there are: spread evenly over the register, so that every town and kind is among them. */
export function roster(wishes: RosterWishes): RosterEntry[] {
  const candidates = candidatesOf(wishes)
  const wanted = wishes.devices ?? candidates.length
  if (candidates.length === 0) throw new SimError('No device is left to simulate.', { hint: 'check --kinds and --credentials' })
  if (wanted > candidates.length) {
    throw new SimError(`There are ${candidates.length} devices with a credential, but --devices asks for ${wanted}.`, {
      hint: 'add devices to the register and list their credentials in a CSV file (--credentials FILE)',
    })
  }
  return Array.from({ length: wanted }, (_, index) => candidates[Math.floor((index * candidates.length) / wanted)] as RosterEntry)
}

function candidatesOf({ credentials, dataFolder, devices = 0, catalogue, kinds: wanted }: RosterWishes): RosterEntry[] {
  const isWanted = ({ kind }: { kind: FacilityKind }) => wanted?.includes(kind.kind) ?? true
  const demo = demoDevices(catalogue)
  const known = demo.filter(isWanted)
  if (credentials === undefined) {
    const credentialOf = demoCredentials(dataFolder)
    return known.map((device) => ({ ...device, ...credentialOf(device.id) }))
  }
  if (credentials === 'none')
    return [...known, ...invented(devices - known.length, wanted?.flatMap((name) => catalogue.get(name) ?? []) ?? catalogue.all)]
  const byId = new Map(demo.map((device) => [device.id, device]))
  const listed = [...listedCredentials(credentials).values()].map(({ kind, ...credential }) => ({
    ...(byId.get(credential.username) ?? {
      id: credential.username,
      kind: kindOf(credential.username, kind, catalogue),
      model: 'SIM',
      vendor: 'kezhong',
    }),
    ...credential,
  }))
  return listed.filter(isWanted)
}

function demoDevices(catalogue: Catalogue): RosterEntry[] {
  return demoRegister().devices.flatMap(({ id, kind, model, vendor }) => {
    const known = catalogue.get(kind)
    return known ? [{ id, kind: known, model, vendor }] : []
  })
}

/** Only for brokers that ask for no password: nobody's register knows them. */
function invented(count: number, kinds: readonly FacilityKind[]): RosterEntry[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const kind = kinds[index % kinds.length] as FacilityKind
    return { id: `${kind.kind}-sim-${String(index + 1).padStart(5, '0')}`, kind, model: 'SIM', vendor: 'kezhong' }
  })
}

/** The column says it, else the beginning of the id, as in `meter-kitchen`. */
function kindOf(id: string, named: string | undefined, { all, get }: Catalogue): FacilityKind {
  const kind = get(named ?? id.split('-')[0] ?? '')
  if (kind) return kind
  throw new SimError(`The kind of the device ${id} is not known.`, {
    hint: `add a column "kind" to the credentials file (${namesOf(all)})`,
  })
}
