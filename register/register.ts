import { builtIn, type Catalogue } from '../facilities/catalogue.ts'
import type { Circle } from '../seeds/circles.ts'
import type { Town, Zone } from '../seeds/towns.ts'
import * as adapters from './adapters.ts'
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
import * as facilities from './facilities.ts'
import type { Fault } from './fault.ts'
import type { Page } from './pages.ts'
import { type Assignment, assignmentsOf, type Place, type Stay, staysOf, validAt } from './places.ts'
import { allTowns, allZones, type CircleFilter, circlesOf, loadReference } from './reference.ts'

export type { Credential, Verdict } from './credentials.ts'
export type { Device, DeviceFilter } from './devices.ts'
export type { Facility } from './facilities.ts'
export type { Page } from './pages.ts'
export type { Assignment, Place } from './places.ts'

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
  private readonly stays = new Map<string, readonly Stay[]>()
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
    this.stays.clear()
  }

  /** For the other files of this folder. */
  get database(): RegisterDatabase {
    if (!this.open) throw new Error('the register is not started')
    return this.open
  }

  /** Grows with every change by any process. A few microseconds. */
  version(): number {
    const version = this.database.version()
    if (version !== this.seenVersion) this.stays.clear()
    this.seenVersion = version
    return version
  }

  /** Lets placeAt see what other processes changed; call it as often as you like, it looks once a second. */
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

  addFacility(facility: facilities.NewFacility): Facility {
    return this.changed(() => facilities.addFacility(this.database, facility, this.now()))
  }

  /** Another town or other circles hold from `since` on; an earlier time corrects what was entered wrong. */
  updateFacility(id: string, changes: facilities.FacilityChanges, since = this.now()): Facility {
    return this.changed(() => facilities.updateFacility(this.database, id, changes, since, this.now()))
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

  addDevice(device: devices.NewDevice): Device {
    return this.changed(() => devices.addDevice(this.database, this.catalogue, device, this.now()))
  }

  /** A device with its credential, both or neither. The password is never to be had again. */
  async enrolDevice(device: devices.NewDevice): Promise<Credential> {
    const credential = await addDeviceWithCredential(this, device)
    this.version()
    return credential
  }

  updateDevice(id: string, changes: devices.DeviceChanges): Device {
    return this.changed(() => devices.updateDevice(this.database, id, changes, this.now()))
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
    return validAt(this.stays.get(device) ?? this.readStays(device), time)?.place
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

  private readStays(device: string): readonly Stay[] {
    const stays = staysOf(this.database, device)
    if (stays.length > 0) this.stays.set(device, stays) // an unknown one may be registered any moment, and there is no end of them
    return stays
  }
}
