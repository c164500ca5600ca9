import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Catalogue } from '../../facilities/catalogue.ts'
import { type FacilityKind, milliseconds } from '../../facilities/define.ts'
import type { KindSchemas } from '../../facilities/schema.ts'
import { type ClockPolicy, clockPolicies } from '../../register/clock-policies.ts'
import type { Register } from '../../register/register.ts'
import { contentDigest } from '../deduplicate/digest.ts'
import { type Run, type RunChange, SeenRuns } from '../deduplicate/seen-runs.ts'
import { type DeviceRecord, newRecord } from '../state/device-record.ts'
import type { ActiveHour } from './activity.ts'

/** A device as the pipeline holds it in memory, and what of it has to be written with the next commit. */
export class DeviceContext {
  readonly id: string
  /** Undefined: the register does not know the device, or this site not its kind. */
  kind: FacilityKind | undefined = undefined
  kindName = ''
  /** Of the kind; what every message is checked with. */
  schemas: KindSchemas | undefined = undefined
  retiredAt: number | undefined = undefined
  clockPolicy: ClockPolicy = 'accept'
  everyMs = 0
  readonly record: DeviceRecord
  readonly boots: Map<string, SeenRuns>
  private readonly bootPlaces = new Map<string, number>()
  dirty = false
  /** Of the batch in hand. */
  active: ActiveHour[] = []
  runChanges: RunChange[] = []

  constructor(id: string, record: DeviceRecord, boots: Map<string, SeenRuns>) {
    this.id = id
    this.record = record
    this.boots = boots
  }

  /** The first boot ever heard lies at 0, so that time in ns is ts × 10⁶ + seq; a later one anywhere else, as it may begin at the same time. */
  placeOfBoot(boot: string): number {
    this.record.firstBoot ??= boot
    if (boot === this.record.firstBoot) return 0
    const known = this.bootPlaces.get(boot)
    if (known !== undefined) return known
    if (this.bootPlaces.size >= 100) this.bootPlaces.clear()
    const place = contentDigest({ boot }) % 1_000_000
    this.bootPlaces.set(boot, place)
    return place
  }

  runsOf(boot: string): SeenRuns {
    const known = this.boots.get(boot)
    if (known) return known
    const runs = new SeenRuns()
    this.boots.set(boot, runs)
    return runs
  }

  setKind(kind: FacilityKind | undefined, name: string, schemas: KindSchemas | undefined): void {
    this.kind = kind
    this.kindName = name
    this.schemas = schemas
    this.setEvery()
  }

  /** How often it reports: as its birth says, else as its kind. */
  setEvery(): void {
    const every = this.record.birth?.every
    this.everyMs = typeof every === 'number' ? every * 1_000 : this.kind ? milliseconds(this.kind.every) : 0
  }
}

interface DeviceRow {
  state: DeviceRecord['state']
  since: number
  cause: string
  record: string
  held: string | null
}

/** Every device heard of, loaded when it is first needed. */
export class Devices {
  private readonly register: Register
  private readonly catalogue: Catalogue
  private readonly selectDevice: StatementSync
  private readonly selectRuns: StatementSync
  private readonly contexts = new Map<string, DeviceContext>()
  private clockPolicies: ReadonlyMap<string, ClockPolicy> = new Map()
  private version = -1

  constructor(database: DatabaseSync, register: Register, catalogue: Catalogue) {
    this.register = register
    this.catalogue = catalogue
    this.selectDevice = database.prepare('SELECT state, since, cause, record, held FROM device WHERE device = ?')
    this.selectRuns = database.prepare('SELECT boot, hour, low, high FROM seen_run WHERE device = ?')
    for (const { device } of database.prepare('SELECT device FROM device').all() as { device: string }[]) this.get(device)
  }

  get(id: string): DeviceContext {
    const known = this.contexts.get(id)
    if (known) return known
    const context = new DeviceContext(id, this.loadRecord(id), this.loadRuns(id))
    this.describe(context)
    this.contexts.set(id, context)
    return context
  }

  all(): Iterable<DeviceContext> {
    return this.contexts.values()
  }

  /** Follows the register; called once a batch. */
  refresh(): void {
    const version = this.register.version()
    if (version === this.version) return
    this.version = version
    this.register.refresh()
    this.clockPolicies = clockPolicies(this.register)
    for (const context of this.contexts.values()) this.describe(context)
  }

  private describe(context: DeviceContext): void {
    const device = this.register.device(context.id)
    context.retiredAt = device?.retiredAt
    context.clockPolicy = this.clockPolicies.get(context.id) ?? 'accept'
    const kind = device?.kind ?? ''
    context.setKind(this.catalogue.get(kind), kind, this.catalogue.schemas(kind))
  }

  private loadRecord(id: string): DeviceRecord {
    const row = this.selectDevice.get(id) as DeviceRow | undefined
    if (!row) return newRecord()
    if (row.held !== null) return { ...newRecord(), ...JSON.parse(row.held) }
    return { ...newRecord(), ...JSON.parse(row.record), state: row.state, since: row.since, cause: row.cause }
  }

  private loadRuns(id: string): Map<string, SeenRuns> {
    const byBoot = new Map<string, Run[]>()
    for (const { boot, hour, low, high } of this.selectRuns.all(id) as unknown as (Run & { boot: string })[]) {
      const runs = byBoot.get(boot) ?? []
      runs.push({ hour, low, high })
      byBoot.set(boot, runs)
    }
    return new Map([...byBoot].map(([boot, runs]) => [boot, new SeenRuns(runs)]))
  }
}
