// What is done with the times of a device whose clock is wrong, as register data.
import { neededDevice } from './devices.ts'
import type { Register } from './register.ts'

/** accept: as the rules for times say; correct: what is known to be the matter is undone; quarantine: what a wrong clock says is refused. */
export const clockPolicyNames = ['accept', 'correct', 'quarantine'] as const

export type ClockPolicy = (typeof clockPolicyNames)[number]

export interface SetClockPolicy {
  readonly policy: ClockPolicy
  /** Ms since 1970 UTC; absent: it was never set, and is what holds for all. */
  readonly changedAt?: number
  readonly author?: string
}

interface PolicyRow {
  policy: ClockPolicy
  changed_at: number
  author: string | null
}

/** Holds from the next message on. The same policy once more changes nothing. Throws a RegisterFault for a device that is not registered. */
export function setClockPolicy(register: Register, device: string, policy: ClockPolicy, author?: string): SetClockPolicy {
  const { database } = register
  database.transaction(() => {
    neededDevice(database, device)
    if (clockPolicyOf(register, device).policy === policy) return
    database.change(() =>
      database.run(
        `INSERT INTO clock_policy VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET policy = excluded.policy, changed_at = excluded.changed_at, author = excluded.author`,
        device,
        policy,
        register.now(),
        author ?? null,
      ),
    )
  })
  register.version()
  return clockPolicyOf(register, device)
}

export function clockPolicyOf({ database }: Register, device: string): SetClockPolicy {
  const row = database.get<PolicyRow>('SELECT policy, changed_at, author FROM clock_policy WHERE device = ?', device)
  if (!row) return { policy: 'accept' }
  const { policy, changed_at: changedAt, author } = row
  return { policy, changedAt, ...(author !== null && { author }) }
}

/** Of the devices whose policy is not `accept`. */
export function clockPolicies({ database }: Register): ReadonlyMap<string, ClockPolicy> {
  const rows = database.all<{ device: string; policy: ClockPolicy }>("SELECT device, policy FROM clock_policy WHERE policy <> 'accept'")
  return new Map(rows.map(({ device, policy }) => [device, policy]))
}
