/**
 * The words in which a facility kind is told. A kind is one call of `defineFacility` in one file; validation, storage columns, simulator,
 * API, panels, alarms and documents are derived from it, so nothing else has to know a kind by name.
 */
import type { z } from 'zod'
import type { BusinessType } from './business-types.ts'

/** What a person reads, Chinese first. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** A measured quantity that goes up and down. `limits` are what the sensor can say, not what is healthy: a value outside is refused. */
export interface Gauge {
  readonly type: 'gauge'
  readonly unit: string
  readonly limits: readonly [number, number]
  readonly label: Words
}

/** A whole number of things, at least `limits[0]`. */
export interface Count {
  readonly type: 'count'
  readonly limits: readonly [number, number]
  readonly label: Words
}

/** An absolute meter value: it only grows, a drop is a reset, and the platform takes the differences. */
export interface Total {
  readonly type: 'total'
  readonly unit: string
  readonly label: Words
}

/** One word out of a list, each with what a person reads for it. */
export interface State<Value extends string = string> {
  readonly type: 'state'
  readonly values: Readonly<Record<Value, Words>>
  readonly label: Words
}

export type Field = Gauge | Count | Total | State

export const gauge = (unit: string, limits: readonly [number, number], label: Words): Gauge => ({ type: 'gauge', unit, limits, label })
export const count = (limits: readonly [number, number], label: Words): Count => ({ type: 'count', limits, label })
export const total = (unit: string, label: Words): Total => ({ type: 'total', unit, label })
export const state = <const Value extends string>(values: Readonly<Record<Value, Words>>, label: Words): State<Value> => ({
  type: 'state',
  values,
  label,
})

type Telemetry = Readonly<Record<string, Field>>
/** The fields of an event or the arguments of a command. Lists are allowed; they are stored as JSON text. */
export type Shape = Readonly<Record<string, z.ZodType>>

export type ValueOf<F extends Field> = F extends State<infer Value> ? Value : number
export type ValuesOf<T extends Telemetry> = { -readonly [Name in keyof T]: ValueOf<T[Name]> }

type NumberField<T extends Telemetry> = { [Name in keyof T]: T[Name] extends State ? never : Name }[keyof T] & string
type StateField<T extends Telemetry> = { [Name in keyof T]: T[Name] extends State ? Name : never }[keyof T] & string
type WordsOfState<T extends Telemetry> = {
  [Name in StateField<T>]: { readonly field: Name; readonly is: readonly ValueOf<T[Name]>[] }
}[StateField<T>]

export type Duration = `${number} ${'s' | 'min' | 'h'}`

export interface EventKind {
  readonly label: Words
  readonly payload: Shape
  /** Optional fields of which at least one must be there, where no single one can be demanded of every device. */
  readonly anyOf?: readonly string[]
}

/** What a device may send as the fields of each event. */
export type Payloads<E extends Readonly<Record<string, EventKind>>> = {
  [Name in keyof E & string]: z.input<z.ZodObject<E[Name]['payload']>>
}

export interface CommandKind {
  readonly label: Words
  readonly arguments: Shape
  /** A command not answered within this time has expired. */
  readonly within: Duration
}

/** Clears at `clearsBelow` or `clearsAbove`, not at the threshold, so that it does not flap. */
type NumberCondition<Name extends string> = { readonly field: Name; readonly for?: Duration } & (
  | { readonly above: number; readonly clearsBelow?: number }
  | { readonly below: number; readonly clearsAbove?: number }
)

export interface Alarm<Condition> {
  readonly label: Words
  readonly severity: 'info' | 'warning' | 'critical'
  readonly when: Condition
}

/** Which words of a state field mean that the facility can serve, and which that it cannot; a word in neither list says nothing either way. */
type Service<T extends Telemetry> = {
  [Name in StateField<T>]: {
    readonly field: Name
    readonly good: readonly ValueOf<T[Name]>[]
    readonly bad: readonly ValueOf<T[Name]>[]
  }
}[StateField<T>]

/** Names of a kind's fields and events; the definition proper narrows them to those it has. */
interface RoleNames<Numeric extends string, Totals extends string, Door, Event extends string> {
  /** Which of the eleven types of task 16 it is; none for chargers and meters. */
  readonly businessType?: BusinessType
  /** What the words of `service` stand for: a charging port that is available, a store that can trade. */
  readonly availability?: 'port' | 'store'
  /** Keeps food cold. `limits`: those of every such device; without them only devices whose limits the register knows are judged. */
  readonly cold?: { readonly temperature: Numeric; readonly door?: Door; readonly limits?: 'frozen' | 'chilled' }
  /** Counts of lanes, and of those with nothing left. */
  readonly lanes?: { readonly total: Numeric; readonly empty: Numeric }
  readonly compartments?: { readonly total: Numeric; readonly faulty: Numeric }
  /** Events of one parcel; `parcel` is the field with its number in both. */
  readonly parcels?: { readonly deposit: Event; readonly pickup: Event; readonly parcel: string }
  /** A sale with an amount in fen and a trace code, of its own or for each of its `lines`. */
  readonly sales?: {
    readonly event: Event
    readonly amount: string
    readonly trace: string
    readonly quantity: string
    readonly lines?: string
  }
  /** Fields that are true or false. */
  readonly starts?: { readonly event: Event; readonly authorised: string; readonly delivered: string; readonly cancelled: string }
  readonly stockCounts?: { readonly event: Event; readonly book: string; readonly counted: string }
  readonly sessions?: { readonly event: Event; readonly energyKwh: string }
  /** A total in kWh: what a port delivers, a meter measures for others, or the device uses itself. */
  readonly energy?: { readonly field: Totals; readonly as: 'delivered' | 'metered' | 'used' }
}

/** What of a kind the indicators count; the formulas live with the indicators, and name no kind. */
export type Roles = RoleNames<string, string, { readonly field: string; readonly open: readonly string[] }, string>

type DoorOf<T extends Telemetry> = {
  [Name in StateField<T>]: { readonly field: Name; readonly open: readonly ValueOf<T[Name]>[] }
}[StateField<T>]
type TotalField<T extends Telemetry> = { [Name in keyof T]: T[Name] extends Total ? Name : never }[keyof T] & string

/** What a simulated device knows of the world while it computes its next reading. */
export interface World<Events extends string, Memory, Fields extends Record<Events, unknown> = Record<Events, Record<string, unknown>>> {
  /** Evenly distributed; the same seed tells the same day. */
  random(low: number, high: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** True on average `perHour` times an hour, however often readings are due. */
  happens(perHour: number): boolean
  /** Hour of the local day, 0 to 24, with fractions. */
  readonly hour: number
  /** Simulated time, ms since 1970 UTC. */
  readonly now: number
  /** Since the previous reading. */
  readonly seconds: number
  /** Sends an event of this kind after the reading. */
  emit<Event extends Events>(event: Event, fields: Fields[Event]): void
  /** Whatever the device has to remember between readings and does not report. */
  readonly memory: Memory
}

export interface FacilityDefinition<
  T extends Telemetry,
  E extends Readonly<Record<string, EventKind>>,
  C extends Readonly<Record<string, CommandKind>>,
  Memory extends object,
> {
  readonly kind: string
  readonly label: Words
  /** A reading is due this often; three missed make the device silent. */
  readonly every: Duration
  readonly telemetry: T
  readonly events: E
  readonly commands: C
  readonly alarms: Readonly<Record<string, Alarm<NumberCondition<NumberField<T>> | (WordsOfState<T> & { readonly for?: Duration })>>>
  /** The facility serves while all of these are good, and does not as soon as one is bad. The formulas live with the indicators. */
  readonly service?: readonly Service<T>[]
  /** The event that counts as one use by a resident. */
  readonly use?: keyof E & string
  readonly roles?: RoleNames<NumberField<T>, TotalField<T>, DoorOf<T>, keyof E & string>
  readonly simulate: {
    readonly start: ValuesOf<T>
    /** A fresh one for each device. */
    readonly memory?: () => Memory
    /** The fields of the next reading; what it leaves out stays as it was. */
    next(values: ValuesOf<T>, world: World<keyof E & string, Memory, Payloads<E>>): Partial<ValuesOf<T>>
  }
}

/** A kind as the rest of the system handles it: the definition without its type parameters. */
export interface FacilityKind {
  readonly kind: string
  readonly label: Words
  readonly every: Duration
  readonly telemetry: Telemetry
  readonly events: Readonly<Record<string, EventKind>>
  readonly commands: Readonly<Record<string, CommandKind>>
  readonly alarms: Readonly<Record<string, Alarm<AlarmCondition>>>
  readonly service?: readonly { readonly field: string; readonly good: readonly string[]; readonly bad: readonly string[] }[]
  readonly use?: string
  readonly roles?: Roles
  readonly simulate: {
    readonly start: Readonly<Record<string, number | string>>
    readonly memory?: () => object
    next(values: Record<string, number | string>, world: World<string, object>): Record<string, number | string>
  }
}

export type AlarmCondition = { readonly field: string; readonly for?: Duration } & (
  | { readonly above: number; readonly clearsBelow?: number }
  | { readonly below: number; readonly clearsAbove?: number }
  | { readonly is: readonly string[] }
)

export function defineFacility<
  const T extends Telemetry,
  const E extends Readonly<Record<string, EventKind>>,
  const C extends Readonly<Record<string, CommandKind>>,
  Memory extends object = Record<string, never>,
>(definition: FacilityDefinition<T, E, C, Memory>): FacilityKind {
  return definition as unknown as FacilityKind
}

const unitMs = { s: 1_000, min: 60_000, h: 3_600_000 } as const

/** How a duration is written. */
export const durationPattern = /^\d{1,6}(\.\d{1,6})? (s|min|h)$/

/** '15 s' → 15000. */
export function milliseconds(duration: Duration): number {
  const [amount, unit] = duration.split(' ') as [string, keyof typeof unitMs]
  return Number(amount) * unitMs[unit]
}
