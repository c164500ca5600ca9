import { indicatorOf } from '../../ingest/indicators/definitions.ts'
import { evaluate } from '../../ingest/indicators/evaluate.ts'
import type { Outcome } from '../../ingest/indicators/indicator.ts'
import { parseScope } from '../../ingest/indicators/scope.ts'
import type { World } from '../../ingest/indicators/world.ts'

export function outcomeFor(world: World, id: string, scope = 'city'): Outcome {
  const indicator = indicatorOf(id)
  const parsed = parseScope(scope)
  const outcome = indicator && parsed && evaluate(indicator, world, [parsed]).get(scope)
  if (!outcome) throw new Error(`no value of ${id} for ${scope}`)
  return outcome
}

/** code → how many things, and how many minutes of others. */
export const exclusionsIn = ({ exclusions }: Outcome): Readonly<Record<string, readonly [number, number]>> =>
  Object.fromEntries(exclusions.map(({ code, count, minutes }) => [code, [count, minutes]]))

export const variant = ({ variants }: Outcome, id: string): number | null | undefined => variants.find((one) => one.id === id)?.value
