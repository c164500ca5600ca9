import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import type { Catalogue } from '../../facilities/catalogue.ts'
import { type Offset, offsetOf } from '../../facilities/zone.ts'
import type { Device, Register } from '../../register/register.ts'
import type { Store } from '../store/store.ts'
import { basisOf, type DeviceBasis, digestOfBasis } from './basis.ts'
import { type CountingRules, countingVersion, hourMs } from './counting-rules.ts'
import { KnownDevice } from './known-device.ts'
import type { FactsWriter } from './writer.ts'

interface KnownParts {
  readonly register: Register
  readonly catalogue: Catalogue
  readonly store: Pick<Store, 'rows' | 'eventsOnward'>
  /** ingest.sqlite. */
  readonly database: DatabaseSync
  readonly writer: FactsWriter
  readonly timezone: string
  readonly rules: CountingRules
}

interface Birth {
  readonly since: number
  readonly seconds: number
}

const devicesAtOnce = 200

/** All devices with facts, as the register and their births describe them. What describes one otherwise makes its facts anew. */
export class KnownDevices {
  readonly offset: Offset
  private readonly parts: KnownParts
  private readonly all = new Map<string, KnownDevice>()
  private readonly version: string
  private readonly firstHour: StatementSync
  private registerVersion = -1
  private birthCount = -1
  private births = new Map<string, Birth[]>()
  private readonly firstData = new Map<string, number>()

  constructor(parts: KnownParts) {
    this.parts = parts
    this.offset = offsetOf(parts.timezone)
    this.version = `${countingVersion} ${parts.timezone} ${JSON.stringify(parts.rules)}`
    this.firstHour = parts.database.prepare('SELECT hour FROM activity WHERE device = ? AND stored = 1 ORDER BY hour LIMIT 1')
  }

  get(device: string): KnownDevice | undefined {
    return this.all.get(device)
  }

  values(): Iterable<KnownDevice> {
    return this.all.values()
  }

  /** Looks whether register or births have changed, and at those devices of which something of before their registration came. */
  async refresh(early: ReadonlySet<string>, horizon: number): Promise<void> {
    const { register, writer } = this.parts
    const [version, births] = [register.version(), this.countBirths()]
    const isFirst = this.all.size === 0
    if (version === this.registerVersion && births === this.birthCount && early.size === 0) return
    register.refresh()
    this.births = this.readBirths()
    const kept = isFirst ? new Map(writer.devices().map((row) => [row.device, row])) : undefined
    const described = new Described(register)
    let batch: KnownDevice[] = []
    let count = 0
    for (const device of register.allDevices()) {
      const known = this.all.get(device.id)
      if (known && version === this.registerVersion && !early.has(device.id) && !this.hasOtherBirths(known)) continue
      const basis = await this.basisOf(device, described)
      if (!basis) continue
      const digest = digestOfBasis(basis, this.version)
      if (known?.digest === digest) continue
      const row = kept?.get(device.id)
      batch.push(this.made(basis, digest, known, row, horizon))
      if (++count % devicesAtOnce === 0) {
        this.keep(batch)
        batch = []
        await turn()
      }
    }
    this.keep(batch)
    // From here on it is written down what of the facts is not as this register says.
    if (writer.meta('register') !== `${version}`) writer.transaction(() => writer.setMeta('register', `${version}`))
    this.registerVersion = version
    this.birthCount = births
  }

  private made(
    basis: DeviceBasis,
    digest: string,
    known: KnownDevice | undefined,
    row: ReturnType<FactsWriter['devices']>[number] | undefined,
    horizon: number,
  ): KnownDevice {
    const { writer, rules } = this.parts
    const id = known?.id ?? row?.id ?? 0
    const pending = known?.pending ?? (row && row.pending !== null ? { from: row.pending, to: Number.POSITIVE_INFINITY } : undefined)
    const device = new KnownDevice(id, basis, digest, rules, { until: known?.until ?? row?.until ?? 0, pending })
    if (row?.basis === digest) return device
    const first = Math.min(device.firstInService, id === 0 ? Number.POSITIVE_INFINITY : (writer.firstSlice(id) ?? Number.POSITIVE_INFINITY))
    if (first < Number.POSITIVE_INFINITY) device.mark(Math.max(first, horizon), Number.POSITIVE_INFINITY)
    return device
  }

  /** With what they are made of from now on, in one transaction with that they are to be made anew. */
  private keep(devices: readonly KnownDevice[]): void {
    if (devices.length === 0) return
    const { writer } = this.parts
    writer.transaction(() => {
      for (const device of devices) {
        device.id = writer.device(device.basis.device, device.basis.kind.kind)
        writer.setDevice(device.id, keptOf(device))
      }
    })
    for (const device of devices) this.all.set(device.basis.device, device)
  }

  private async basisOf(device: Device, { exemptionsAt, commissionedAt }: Described): Promise<DeviceBasis | undefined> {
    const { register, catalogue } = this.parts
    const kind = catalogue.get(device.kind)
    if (!kind) return undefined
    const births = this.births.get(device.id) ?? []
    const firstData = await this.firstDataOf(device)
    return basisOf({ register, device, kind, births, firstData, offset: this.offset, exemptionsAt, commissionedAt })
  }

  /** Its first reading or event, if that is of before its registration; else that decides nothing. */
  private async firstDataOf({ id, kind, createdAt, commissionedAt }: Device): Promise<number | undefined> {
    const hour = (this.firstHour.get(id) as { hour: number } | undefined)?.hour
    if (commissionedAt !== undefined || hour === undefined || hour > createdAt) return this.firstData.get(id)
    const known = this.firstData.get(id)
    if (known !== undefined && known < hour) return known
    const range = { kind, device: id, from: hour, to: hour + hourMs, limit: 1 }
    const [reading] = await this.parts.store.rows({ ...range, fields: [] })
    const [event] = await this.parts.store.eventsOnward(range)
    const first = Math.min(reading?.[0] ?? Number.POSITIVE_INFINITY, event?.ts ?? Number.POSITIVE_INFINITY)
    if (first === Number.POSITIVE_INFINITY) return known
    this.firstData.set(id, first)
    return first
  }

  private countBirths(): number {
    return (this.parts.database.prepare('SELECT count(*) AS count FROM reporting').get() as { count: number }).count
  }

  private readBirths(): Map<string, Birth[]> {
    const rows = this.parts.database
      .prepare('SELECT device, since, seconds FROM reporting ORDER BY device, since')
      .all() as unknown as (Birth & {
      device: string
    })[]
    const births = new Map<string, Birth[]>()
    for (const { device, since, seconds } of rows) {
      const known = births.get(device)
      if (known) known.push({ since, seconds })
      else births.set(device, [{ since, seconds }])
    }
    return births
  }

  private hasOtherBirths({ basis }: KnownDevice): boolean {
    const births = this.births.get(basis.device) ?? []
    return births.some(({ since }) => !basis.intervals.some((interval) => interval.since === since))
  }
}

/** As it stands in facts.sqlite. */
export const keptOf = ({ digest, pending, until }: KnownDevice) => ({ basis: digest, pending: pending?.from ?? null, until })

/** What all devices have in common, read once. */
class Described {
  readonly exemptionsAt: (facility: string) => ReturnType<Register['exemptions']>
  readonly commissionedAt: (facility: string) => number | undefined

  constructor(register: Register) {
    const exemptions = Map.groupBy(register.exemptions(), ({ facility }) => facility)
    const commissioned = new Map<string, number | undefined>()
    this.exemptionsAt = (facility) => exemptions.get(facility) ?? []
    this.commissionedAt = (facility) => {
      if (!commissioned.has(facility)) commissioned.set(facility, register.facility(facility)?.commissionedAt)
      return commissioned.get(facility)
    }
  }
}
