/**
 * What a reviewer who is bound to a unit or a town may read. Bound to a unit: the indicators of which the work plan names it a reader, and
 * those the bureau agreed to. Bound to a town: every indicator for the city and each town, but below the towns (circle, facility, device,
 * evidence, and what devices send: own-town.ts) only its own. Neither writes targets, exemptions or values. Everybody else reads all.
 */
import type { Words } from '../../facilities/define.ts'
import { units } from '../../register/tasks.ts'
import type { Caller } from './access.ts'
import { Problem } from './problem.ts'

type Bound = Pick<Caller, 'unit' | 'town'>

/** Of an indicator: units the plan names, and those that need the bureau's consent. */
interface Readers {
  readonly readers: readonly string[]
  readonly onConsent: readonly string[]
}

export const isBound = ({ unit, town }: Bound): boolean => unit !== undefined || town !== undefined

/** `consented`: units with a recorded consent for this indicator (register/consents.ts). */
export function mayRead({ unit }: Bound, { readers, onConsent }: Readers, consented: ReadonlySet<string>): boolean {
  if (unit === undefined || readers.includes(unit)) return true
  return onConsent.includes(unit) && consented.has(unit)
}

/** Whether what lies below this town (circle, facility, device, evidence) may be read. */
export const mayReadScope = (caller: Bound, town: string): boolean => caller.town === undefined || caller.town === town

/** For what the functions above say no to. */
export const notForYou = (caller: Bound): Problem =>
  new Problem('not-for-you', {
    message: {
      zh: `此令牌限定于${boundTo(caller).zh}，不能查看此内容`,
      en: `this token is bound to ${boundTo(caller).en} and does not read this`,
    },
  })

export const boundReadsOnly = (caller: Bound): Problem =>
  new Problem('not-for-you', {
    message: {
      zh: `限定于${boundTo(caller).zh}的令牌只能查看，不能录入`,
      en: `a token bound to ${boundTo(caller).en} reads only and enters nothing`,
    },
  })

function boundTo({ unit, town = '' }: Bound): Words {
  const named = units.find(({ id }) => id === unit)?.name
  return named ?? { zh: `“${unit ?? town}”`, en: unit ?? town }
}
