import { versionOf } from '../server.ts'
import type { Keys, Plan } from './plan.ts'
import type { Words } from './sentences.ts'
import { asSetupFault } from './setup-fault.ts'
import { setUpVersionOne } from './version-one.ts'
import { setUpVersionThree } from './version-three.ts'
import { setUpVersionTwo } from './version-two.ts'

/** Gives what somebody should know of, though it is set up. */
type Way = (plan: Plan, keys: Keys) => Promise<readonly Words[]>

const ways: Readonly<Record<number, Way>> = { 1: setUpVersionOne, 2: setUpVersionTwo, 3: setUpVersionThree }

/**
 * Makes what is missing, changes what is different, leaves what is right; may be run as often as one likes. Throws SetupFault with what to do,
 * StoreUnavailable when the database is away.
 */
export async function setUpInflux(plan: Plan, keys: Keys): Promise<{ version: string; warnings: readonly Words[] }> {
  const { org, url, bucket, adminToken: token } = plan
  try {
    // 3.x tells even its version only to those it knows.
    const version = await versionOf({ org, url, bucket, token })
    // 2.x may hide its version; its API then says whether it is one.
    const warnings = await (ways[version.major ?? 2] ?? setUpVersionThree)(plan, keys)
    return { version: version.text, warnings }
  } catch (error) {
    throw asSetupFault(error)
  }
}
