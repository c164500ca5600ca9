import type { Words } from '../../facilities/define.ts'
import { rejection } from '../quarantine/reject.ts'
import type { Rejection } from '../quarantine/rejection.ts'
import { showSent } from '../quarantine/sent-digits.ts'
import { clockCauses } from './causes.ts'
import { toleranceMs } from './clock-record.ts'
import { wrongTimeWords } from './describe.ts'
import { faultAt, isJumping, isRightAgain } from './fault-at.ts'
import type { Told } from './put-right.ts'
import { zoneFault } from './zones.ts'

/** The policy `quarantine`: what a wrong clock says is refused, so that it can be stored once somebody has looked at it. */
export function refuseWrong(told: Told, sent: unknown): Rejection | undefined {
  const { given, clock, window, local } = told
  const { ts, sort, refused } = given
  if (sort === undefined) return refused
  const at = window.receivedAt
  const fault = isRightAgain(clock, ts, at) ? undefined : faultAt(clock.learned, at, local)
  const isOff = sort !== 'ms' || ts > at + toleranceMs || isJumping(clock, at) || Math.abs(fault?.offset ?? 0) > toleranceMs
  if (!isOff) return refused
  const found = showSent(sent, window.digitsOf)
  const details = { path: 'ts', expected: new Date(at).toISOString(), found, suggestion: cureOf(told) }
  return rejection('clock-wrong', { field: 'ts', found, diagnosis: wrongTimeWords(clock, given, at, local) }, details)
}

function cureOf({ given: { ts, sort }, clock, window: { receivedAt }, local }: Told): Words {
  if (sort === 'never-set') return clockCauses['never-set'].cure
  if (sort !== 'ms') return clockCauses.unit.cure
  const fault = faultAt(clock.learned, receivedAt, local) ?? zoneFault(ts - receivedAt, local(receivedAt))
  return clockCauses[fault?.cause ?? 'ahead'].cure
}
