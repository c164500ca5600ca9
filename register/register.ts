import { builtIn, type Catalogue } from '../facilities/catalogue.ts'
import type { Town, Zone } from '../seeds/towns.ts'
import * as adapters from './adapters.ts'
import type { Circle } from './circles.ts'
import { type Community, communitiesOf } from './communities.ts'
import {
  addDeviceWithCredential,
  type Credential,
  credentialIssuedAt,
  issueCredential,
  type Verdict,
  verifyCredential,
} from './credentials.ts'
import { openRegisterDatabase, type RegisterDatabase } from './database.ts'
import * as devices from './devices.ts'
import * as exemptions from './exemptions.ts'
import * as facilities from './facilities.ts'
import type { Fault } from './fault.ts'
import type { Page } from './pages.ts'
import { type Assignment, assignmentsOf, type Place, type Stay, staysOf, validAt } from './places.ts'
import { allTowns, allZones, type CircleFilter, circlesOf, loadReference } from './reference.ts'
import { type Stated, termsOf } from './terms.ts'

export type { Circle } from './circles.ts'
export type { Community } from './communities.ts'
export type { Credential, Verdict } from './credentials.ts'
export type { Device, DeviceFilter } from './devices.ts'
export type { Exemption } from './exemptions.ts'
export type { Facility, FacilityTerms } from './facilities.ts'
export type { Page } from './pages.ts'
export type { Assignment, Place, Stay } from './places.ts'
export type { ColdLimits } from './term-checks.ts'
export type { Stated } from './terms.ts'

type Device = devices.Device
type Facility = facilities.Facility

interface Options {
  readonly now?: () => number
  /** The kinds of which there may be devices. */
  readonly catalogue?: Catalogue
}

/** Between two looks of `refresh` at what other processes changed. */
const refreshMs = 1_000

/**
 * Which facilities and devices exist, where they are and were, and the devices' credentials. What cannot be done is thrown as a
 * RegisterFault; times are ms since 1970 UTC.
 */
export class Register {
  readonly catalogue: Catalogue
  readonly now: () => number
  private readonly path: string
  private open: RegisterDatabase | undefined
  private readonly knownStays = new Map<string, readonly Stay[]>()
  private readonly knownFacilityTerms = new Map<string, readonly Stated<facilities.FacilityTerms>[]>()
  private readonly knownDeviceTerms = new Map<string, readonly Stated<devices.DeviceTerms>[]>()
  private seenVersion = 0
  private refreshedAt = Number.NEGATIVE_INFINITY

  constructor(path: string, { now = Date.now, catalogue = builtIn }: Options = {}) {
    this.path = path
    this.now = now
    this.catalogue = catalogue
  }

  start(): void {
    this.open = openRegisterDatabase(this.path)
    loadReference(this.open)
  }

  stop(): void {
    this.open?.close()
    this.open = undefined
    this.forget()
  }

  /** For the other files of this folder. */
  get database(): RegisterDatabase {
    if (!this.open) throw new Error('the register is not started')
    return this.open
  }

  /** Grows with every change by any process. A few microseconds. */
  version(): number {
    const version = this.database.version()
    if (version !== this.seenVersion) this.forget()
    this.seenVersion = version
    return version
  }

  /** Lets placeAt, stays and terms see what other processes changed; call it as often as you like, it looks once a second. */
  refresh(): void {
    const now = performance.now()
    if (now - this.refreshedAt < refreshMs) return
    this.refreshedAt = now
    this.version()
  }

  towns(): Town[] {
    return allTowns(this.database)
  }

  zones(): Zone[] {
    return allZones(this.database)
  }

  circles(filter?: CircleFilter): Circle[] {
    return circlesOf(this.database, filter)
  }

  facility(id: string): Facility | undefined {
    return facilities.findFacility(this.database, id)
  }

  /** In the order of ids. */
  facilities(filter: facilities.FacilityFilter = {}): Page<Facility> {
    return facilities.listFacilities(this.database, filter)
  }

  addFacility(facility: facilities.NewFacility, author?: string): Facility {
    return this.changed(() => facilities.addFacility(this.database, facility, this.now(), author))
  }

  /** Another town, other circles or terms hold from `since` on; an earlier time corrects what was entered wrong. */
  updateFacility(id: string, changes: facilities.FacilityChanges, since = this.now(), author?: string): Facility {
    return this.changed(() => facilities.updateFacility(this.database, id, changes, { since, now: this.now(), author }))
  }

  retireFacility(id: string): Facility {
    return this.changed(() => facilities.retireFacility(this.database, id, this.now()))
  }

  device(id: string): Device | undefined {
    return devices.findDevice(this.database, id)
  }

  /** In the order of ids. */
  devices(filter: devices.DeviceFilter = {}): Page<Device> {
    return devices.listDevices(this.database, filter)
  }

  /** Retired ones too. */
  allDevices(): Iterable<Device> {
    return devices.everyDevice(this.database)
  }

  /** All for which addDevice would refuse it, whatever it looks like; the others below likewise. */
  faultsOfNewDevice(device: object): Fault[] {
    return devices.newDeviceFaults(this.database, this.catalogue, device as devices.NewDevice)
  }

  faultsOfNewFacility(facility: object): Fault[] {
    return facilities.newFacilityFaults(this.database, facility as facilities.NewFacility)
  }

  faultsOfFacilityChanges(changes: object): Fault[] {
    return facilities.facilityFaults(this.database, changes, { isPartial: true })
  }

  faultsOfDeviceChanges(id: string, changes: object): Fault[] {
    return devices.deviceChangeFaults(this.database, this.catalogue, id, changes)
  }

  addDevice(device: devices.NewDevice, author?: string): Device {
    return this.changed(() => devices.addDevice(this.database, this.catalogue, device, this.now(), author))
  }

  /** A device with its credential, both or neither. The password is never to be had again. */
  async enrolDevice(device: devices.NewDevice, author?: string): Promise<Credential> {
    const credential = await addDeviceWithCredential(this, device, { author })
    this.version()
    return credential
  }

  /** Other terms hold from `since` on; an earlier time corrects what was entered wrong. */
  updateDevice(id: string, changes: devices.DeviceChanges, since = this.now(), author?: string): Device {
    return this.changed(() => devices.updateDevice(this.database, this.catalogue, id, changes, { since, now: this.now(), author }))
  }

  /** From `at` on the device is at `facility`, until the next move known: one entered later for an earlier time goes in between. */
  moveDevice(id: string, facility: string, at = this.now()): Device {
    return this.changed(() => devices.moveDevice(this.database, id, facility, at, this.now()))
  }

  retireDevice(id: string, at = this.now()): Device {
    return this.changed(() => devices.retireDevice(this.database, id, at, this.now()))
  }

  /** Tells one credential of a device from the next. */
  credentialIssuedAt(device: string): number | undefined {
    return credentialIssuedAt(this.database, device)
  }

  assignments(device: string): Assignment[] {
    return assignmentsOf(this.database, device)
  }

  /** Where the device was at that time; undefined for a device that is not registered. Changes of other processes show after `refresh`. */
  placeAt(device: string, time: number): Place | undefined {
    return validAt(this.stays(device), time)?.place
  }

  /** Ascending; the first one also holds before. Empty for a device that is not registered. */
  stays(device: string): readonly Stay[] {
    const stays = this.knownStays.get(device) ?? staysOf(this.database, device)
    if (stays.length > 0) this.knownStays.set(device, stays) // an unknown one may be registered any moment, and there is no end of them
    return stays
  }

  /** Ascending; the first one also holds before. Empty when nothing was stated. */
  facilityTerms(facility: string): readonly Stated<facilities.FacilityTerms>[] {
    return this.kept(this.knownFacilityTerms, facility, () => termsOf(this.database, 'facility', facility))
  }

  facilityTermsAt(facility: string, time: number): facilities.FacilityTerms {
    return validAt(this.facilityTerms(facility), time)?.terms ?? {}
  }

  deviceTerms(device: string): readonly Stated<devices.DeviceTerms>[] {
    return this.kept(this.knownDeviceTerms, device, () => termsOf(this.database, 'device', device))
  }

  deviceTermsAt(device: string, time: number): devices.DeviceTerms {
    return validAt(this.deviceTerms(device), time)?.terms ?? {}
  }

  /** Approved suspensions and excluded outages in the order in which they were entered; see also exemptions.ts. */
  exemptions(filter?: exemptions.ExemptionFilter): exemptions.Exemption[] {
    return exemptions.exemptions(this, filter)
  }

  /** By town and id; ended ones too. */
  communities(): Community[] {
    return communitiesOf(this.database)
  }

  /** Replaces the credential the device had. Without a password one is made; it is never to be had again. */
  async issueCredential(device: string, { password }: { password?: string | undefined } = {}): Promise<Credential> {
    return issueCredential(this.database, device, { password, now: this.now })
  }

  async verifyCredential(username: string, password: string): Promise<Verdict> {
    return verifyCredential(this.database, username, password)
  }

  /** Who speaks for which devices in service: device → adapter. */
  bindings(): ReadonlyMap<string, string> {
    return adapters.bindings(this.database)
  }

  /** Replaces the secret the adapter had. */
  async setAdapterSecret(name: adapters.AdapterName, secret: string): Promise<void> {
    return adapters.setAdapterSecret(this.database, name, secret, this.now())
  }

  async verifyAdapter(name: adapters.AdapterName, secret: string): Promise<boolean> {
    return adapters.verifyAdapter(this.database, name, secret)
  }

  adapterIssuedAt(name: adapters.AdapterName): number | undefined {
    return adapters.adapterIssuedAt(this.database, name)
  }

  /** How much is in service. */
  count(): { facilities: number; devices: number } {
    const inService = (table: string) =>
      this.database.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${table} WHERE retired_at IS NULL`)?.rows ?? 0
    return { facilities: inService('facility'), devices: inService('device') }
  }

  private changed<Result>(change: () => Result): Result {
    const result = change()
    this.version()
    return result
  }

  private kept<Entry>(known: Map<string, readonly Entry[]>, id: string, read: () => readonly Entry[]): readonly Entry[] {
    const found = known.get(id) ?? read()
    known.set(id, found)
    return found
  }

  private forget(): void {
    this.knownStays.clear()
    this.knownFacilityTerms.clear()
    this.knownDeviceTerms.clear()
  }
}
