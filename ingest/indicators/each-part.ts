/** The indicators that are counted per device: one contribution for each part of a device that has the role. */

import type { DevicePart } from '../facts/parts.ts'
import type { KnownExclusion } from './exclusions.ts'
import { type Feed, kindsOf } from './feeds.ts'
import type { Contribution } from './indicator.ts'
import type { World } from './world.ts'

type Place = 'device' | 'facility' | 'kind' | 'town' | 'circles'
/** What a part gives, or why nothing. */
type Counted = Omit<Contribution, Place> | KnownExclusion

export const eachPart = (feed: Feed, count: (part: DevicePart, world: World) => Counted) =>
  function* contributions(world: World): Iterable<Contribution> {
    const kinds = kindsOf(world, feed)
    for (const part of world.parts) if (kinds.has(part.kind)) yield { ...placeOf(part), ...countedOf(count(part, world)) }
  }

export const placeOf = ({ device, facility, kind, town, circles }: Pick<DevicePart, Place>): Pick<DevicePart, Place> => ({
  device,
  facility,
  kind,
  town,
  circles,
})

export const leftOut = (excluded: KnownExclusion): Pick<Contribution, 'numerator' | 'denominator' | 'excluded'> => ({
  numerator: 0,
  denominator: 0,
  excluded,
})

const countedOf = (counted: Counted): Omit<Contribution, Place> => (typeof counted === 'string' ? leftOut(counted) : counted)

/** Why a part has no registered time; undefined when it has. */
export function notRegistered({ registered, suspended }: DevicePart): KnownExclusion | undefined {
  if (registered > 0) return undefined
  return suspended > 0 ? 'suspended' : 'not-in-service'
}

/** Why nothing of what is counted happened. */
export const nothingIn = (part: DevicePart): KnownExclusion => notRegistered(part) ?? 'nothing-counted'

export const minutes = (seconds: number): number => seconds / 60

export const suspendedMinutes = ({ suspended }: DevicePart) => ({ suspended: minutes(suspended) })

interface Judged {
  readonly good: number
  readonly bad: number
  readonly unknown: number
}

/** States judged within the service time, seconds: value, coverage and floor. */
export function judged(part: DevicePart, { good, bad, unknown }: Judged, parts?: Contribution['parts']): Counted {
  const asked = minutes(good + bad + unknown)
  if (asked === 0) return notRegistered(part) ?? 'no-service-hours'
  const known = minutes(good + bad)
  if (known === 0) return { ...leftOut('state-unknown'), known, asked, floor: 0 }
  return {
    numerator: minutes(good),
    denominator: known,
    known,
    asked,
    floor: minutes(good),
    excludedMinutes: suspendedMinutes(part),
    ...(parts && { parts }),
  }
}
