/** The world of a period: facts.sqlite, the register and quarantine, read once for all indicators. */
import type { DatabaseSync } from 'node:sqlite'
import { type Offset, startOfDay } from '../../facilities/zone.ts'
import type { Register } from '../../register/register.ts'
import type { DevicePart } from '../facts/parts.ts'
import type { FactsReader } from '../facts/reader.ts'
import { dayMs } from './day.ts'
import { indicatorOf } from './definitions.ts'
import { excludedOutages } from './exempt-times.ts'
import type { Period } from './period.ts'
import { mistakenIn, strangersIn } from './refused-devices.ts'
import { registerView } from './register-view.ts'
import type { DaysOptions, World } from './world.ts'

interface Sources {
  readonly facts: FactsReader
  readonly register: Register
  /** ingest.sqlite, read only. */
  readonly quarantine: DatabaseSync
  /** Of KZ_TIMEZONE. */
  readonly offset: Offset
}

/** What people have settled; undefined: nothing, and the formula's own number holds. */
interface Settled {
  readonly parameter?: (indicator: string, name: string) => number | undefined
  readonly target?: (indicator: string) => number | undefined
}

/** Episodes are followed back this far (look-back.ts). */
const longestMs = 400 * dayMs

export function worldOfFacts({ facts, register, quarantine, offset }: Sources, period: Period, settled: Settled = {}): World {
  const { from } = period
  const until = Math.max(from, Math.min(period.to, facts.until()))
  const once = remembering()
  const parts = [...facts.parts(from, until)].sort(byDevice)
  const timed = parts.filter(({ registered }) => registered > 0)
  const withTime = { devices: new Set(timed.map(({ device }) => device)), facilities: new Set(timed.map(({ facility }) => facility)) }
  const kinds = register.catalogue.all
  const firstDay = ({ lookbackDays = 0, lastDays }: DaysOptions): number => {
    if (lookbackDays > 0) return startOfDay(from, offset, -lookbackDays)
    return lastDays === undefined ? from : Math.max(from, startOfDay(until - 1, offset, 1 - lastDays))
  }
  const world: World = {
    period,
    until,
    kinds,
    kind: (name) => register.catalogue.get(name),
    register: registerView(register, until, withTime),
    parts,
    days: (wanted, options = {}) => facts.days(wanted, firstDay(options), until, options.devices),
    slices: (wanted, start, end, devices) => facts.slices(wanted, start, end, devices),
    get strangers() {
      return once('strangers', () => strangersIn(quarantine, register, from, until))
    },
    get mistaken() {
      return once('mistaken', () => mistakenIn(quarantine, from, until))
    },
    excludedOutage: excludedOutages(register, { from: from - longestMs, to: until }),
    parameter: (indicator, name) => settled.parameter?.(indicator, name) ?? defaultOf(indicator, name),
    target: (indicator) => settled.target?.(indicator),
    contributionsOf: (indicator) => once(`contributions ${indicator}`, () => [...(indicatorOf(indicator)?.count?.(world) ?? [])]),
    once,
  }
  return world
}

function defaultOf(indicator: string, name: string): number {
  const parameter = indicatorOf(indicator)?.formula.parameters[name]
  if (!parameter) throw new Error(`indicator ${indicator} has no parameter ${name}`)
  return parameter.value
}

/** So that the evidence lists them the same way however the facts were read. */
function byDevice(one: DevicePart, other: DevicePart): number {
  const [a, b] = [
    `${one.device} ${one.facility} ${one.town} ${one.circles}`,
    `${other.device} ${other.facility} ${other.town} ${other.circles}`,
  ]
  return a < b ? -1 : Number(a > b)
}

function remembering(): World['once'] {
  const made = new Map<string, unknown>()
  return <Result>(name: string, make: () => Result): Result => {
    if (!made.has(name)) made.set(name, make())
    return made.get(name) as Result
  }
}
