// https://docs.influxdata.com/influxdb3/core/admin/databases/create: Core cannot change a retention period later, and has admin tokens only.
import { z } from 'zod'
import { accessNames, type Keys, type Plan } from './plan.ts'
import { anything, ask } from './request.ts'
import { keptAsMade, type Words } from './sentences.ts'

const path = '/api/v3/configure/database'

/** The reference says an object of names; servers answer rows. */
const databases = z.union([
  z.array(z.object({ 'iox::database': z.string() })).transform((rows) => rows.map((row) => row['iox::database'])),
  z.object({ databases: z.array(z.string()) }).transform((body) => body.databases),
])

export async function setUpVersionThree(plan: Plan, keys: Keys): Promise<readonly Words[]> {
  const { url, adminToken, bucket, rollupBucket, days } = plan
  const names = await databasesSeenBy(url, adminToken)
  const ensure = async (db: string, retention: object): Promise<void> => {
    if (names.includes(db)) return
    await ask({ url, path, method: 'POST', headers: bearer(adminToken), body: { db, ...retention }, answer: anything })
  }
  await ensure(bucket, { retention_period: `${days}d` })
  await ensure(rollupBucket, {})
  for (const access of accessNames) if (!(await holds(url, keys.known(access)))) keys.keep(access, adminToken)
  return names.includes(bucket) ? [keptAsMade] : []
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const databasesSeenBy = (url: string, token: string): Promise<readonly string[]> =>
  ask({ url, path: `${path}?format=json`, headers: bearer(token), answer: databases })

/** An admin token may have been made anew. */
async function holds(url: string, token: string | undefined): Promise<boolean> {
  if (token === undefined) return false
  return databasesSeenBy(url, token).then(
    () => true,
    () => false,
  )
}
