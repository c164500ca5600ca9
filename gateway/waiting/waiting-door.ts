import type { Register } from '../../register/register.ts'
import { type Knock, knock } from '../../register/waiting.ts'
import { devicePrincipal } from '../access.ts'
import type { Answer } from '../door/doorkeeper.ts'
import { shownName } from '../door/knocks.ts'
import { type Refusal, refusals } from '../door/refusals.ts'

/** The password of a device that was accepted, on its way to the device. In memory only. */
export interface Handover {
  readonly claim: string
  readonly kind: string
  readonly facility: string
  readonly username: string
  readonly password: string
  /** Sent to the device; and acknowledged by it. */
  sent?: boolean
  delivered?: boolean
}

/** What becomes of somebody who comes with a claim code; undefined when nobody has such a code, so that it may be a password after all. */
export function knockAt(register: Register, code: string, user: string, address: string): Answer | undefined {
  const outcome = tryToKnock(register, code, user, address)
  if (outcome === undefined) return { refused: refusals.registerUnavailable(), returnCode: 3 }
  if (outcome.answer === 'unknown') return undefined
  if (outcome.answer === 'waiting') return { principal: { role: 'claimant', name: user, claim: outcome.claim.id, code } }
  if (outcome.answer === 'accepted') return acceptedBy(register, user, outcome.claim.id, outcome.password)
  return { refused: refusalOf(outcome, user), returnCode: 4 }
}

/** An accepted device is let in as what it is now, and finds its password waiting. */
export function acceptedBy(
  register: Register,
  name: string,
  claim: string,
  password: string,
): Exclude<Answer, { refused: Refusal }> | undefined {
  const device = register.device(name)
  if (!device) return undefined
  const principal = devicePrincipal(device.id, device.kind, register.credentialIssuedAt(device.id))
  return { principal, handover: { claim, kind: device.kind, facility: device.facility, username: device.id, password } }
}

/** A knock is written down, which a full disk may prevent. */
function tryToKnock(register: Register, code: string, user: string, address: string): Knock | undefined {
  try {
    return knock(register, code, user, address)
  } catch {
    return undefined
  }
}

function refusalOf({ answer, claim }: Knock, user: string): Refusal {
  const name = shownName(user)
  switch (answer) {
    case 'expired':
      return refusals.claimExpired()
    case 'rejected':
      return refusals.claimRejected()
    case 'revoked':
      return refusals.claimRevoked()
    case 'wrong-id':
      return refusals.wrongIdForClaim(claim?.knockedBy ?? claim?.device ?? '', name)
    case 'bad-id':
      return refusals.invalidDeviceId(name)
    case 'registered':
      return refusals.claimNotNeeded(name)
    case 'retired':
      return refusals.retired(name)
    default:
      return refusals.claimUsed()
  }
}
