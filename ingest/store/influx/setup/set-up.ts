import { versionOf } from '../server.ts'
import type { Keys, Plan } from './plan.ts'
import { setUpVersionOne } from './version-one.ts'
import { setUpVersionThree } from './version-three.ts'
import { setUpVersionTwo } from './version-two.ts'

const ways: Readonly<Record<number, (plan: Plan, keys: Keys) => Promise<void>>> = {
  1: setUpVersionOne,
  2: setUpVersionTwo,
  3: setUpVersionThree,
}

/** Makes what is missing, changes what is different, leaves what is right; may be run as often as one likes. Resolves with the version. */
export async function setUpInflux(plan: Plan, keys: Keys): Promise<string> {
  const { org, url, bucket } = plan
  const version = await versionOf({ org, url, bucket })
  // 2.x may hide its version; its API then says whether it is one.
  await (ways[version.major ?? 2] ?? setUpVersionThree)(plan, keys)
  return version.text
}
