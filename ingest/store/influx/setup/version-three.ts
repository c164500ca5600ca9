// https://docs.influxdata.com/influxdb3/core/admin/databases/create: Core cannot change a retention period later, and has admin tokens only.
import { z } from 'zod'
import { accessNames, type Keys, type Plan } from './plan.ts'
import { anything, ask } from './request.ts'

export async function setUpVersionThree({ url, adminToken, bucket, rollupBucket, days }: Plan, keys: Keys): Promise<void> {
  const headers = { authorization: `Bearer ${adminToken}` }
  const path = '/api/v3/configure/database'
  const names = await ask({ url, path: `${path}?format=json`, headers, answer: z.array(z.object({ 'iox::database': z.string() })) })
  const ensure = async (db: string, retention: object): Promise<void> => {
    if (names.some((each) => each['iox::database'] === db)) return
    await ask({ url, path, method: 'POST', headers, body: { db, ...retention }, answer: anything })
  }
  await ensure(bucket, { retention_period: `${days}d` })
  await ensure(rollupBucket, {})
  for (const access of accessNames) if (keys.known(access) === undefined) keys.keep(access, adminToken)
}
