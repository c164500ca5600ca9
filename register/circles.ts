// Circles that people enter beside those of seeds/, and what they change of these.
import type { Circle as SeedCircle } from '../seeds/circles.ts'
import { circleChangeChecks, circleChecks, fieldFaults } from './checks.ts'
import { type Fault, isWrong, RegisterFault, refuse } from './fault.ts'
import { exists, invalid, notFound } from './faults.ts'
import { guessPlace } from './guesses.ts'
import { circlesOf, enterCircle, isKnown } from './reference.ts'
import type { Register } from './register.ts'

/** `recognised` holds from `since` (absent: ever) until `until` (absent: still). */
export interface Circle extends SeedCircle {
  readonly since?: number
  readonly until?: number
}

export type NewCircle = Pick<Circle, 'id' | 'name' | 'town' | 'recognised' | 'recognisedAsOf' | 'since' | 'until'>

/** Null takes a field away. */
export type CircleChanges = Partial<Pick<Circle, 'name' | 'town' | 'recognised'>> & {
  readonly recognisedAsOf?: string | null
  readonly since?: number | null
  readonly until?: number | null
}

export const isRecognisedAt = ({ recognised, since, until }: Circle, time: number): boolean =>
  recognised && (since === undefined || since <= time) && (until === undefined || time < until)

export function addCircle(register: Register, circle: NewCircle): Circle {
  return register.database.change(() => {
    refuse(newCircleFaults(register, circle))
    return enterCircle(register.database, { ...circle, demo: false })
  })
}

export function updateCircle(register: Register, id: string, changes: CircleChanges): Circle {
  return register.database.change(() => {
    refuse(circleFaults(register, changes, { isPartial: true }))
    const known = circlesOf(register.database).find((circle) => circle.id === id)
    if (!known) throw new RegisterFault(notFound('circle', id, 'id', guessPlace(register.database, 'circle', id)))
    const next = Object.fromEntries(Object.entries({ ...known, ...changes }).filter(([, value]) => value !== null)) as unknown as Circle
    refuse(orderFaults(next))
    return enterCircle(register.database, next)
  })
}

export function newCircleFaults(register: Register, circle: object): Fault[] {
  const faults = circleFaults(register, circle)
  const { id } = circle as NewCircle
  return isWrong(faults, 'id') || !isKnown(register.database, 'circle', id) ? faults : [...faults, exists('circle', id, false)]
}

export function circleFaults({ database }: Register, circle: object, { isPartial = false } = {}): Fault[] {
  const faults = fieldFaults(circle, isPartial ? circleChangeChecks : circleChecks, { isPartial })
  const { town } = circle as Partial<NewCircle>
  const isUnknown = town !== undefined && !isWrong(faults, 'town') && !isKnown(database, 'town', town)
  return [
    ...faults,
    ...(isUnknown ? [notFound('town', town, 'town', guessPlace(database, 'town', town))] : []),
    ...orderFaults(circle as Circle),
  ]
}

function orderFaults({ since, until }: Pick<Circle, 'since' | 'until'>): Fault[] {
  if (typeof since !== 'number' || typeof until !== 'number' || until > since) return []
  return [invalid('until', { zh: '认定的结束时间必须晚于开始时间。', en: 'Recognition must end later than it begins.' })]
}
