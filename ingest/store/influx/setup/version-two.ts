// https://docs.influxdata.com/influxdb/v2/api/: setup, orgs, buckets, dbrps, authorizations.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Access, accesses, accessNames, type Keys, type Plan } from './plan.ts'
import { anything, ask } from './request.ts'
import { noSuchOrganisation, type Words } from './sentences.ts'
import { SetupFault } from './setup-fault.ts'

const daySeconds = 86_400

const withId = z.object({ id: z.string() })
const bucketSchema = withId.extend({ retentionRules: z.array(z.object({ everySeconds: z.number() })) })
type Bucket = z.output<typeof bucketSchema>

export async function setUpVersionTwo(plan: Plan, keys: Keys): Promise<readonly Words[]> {
  await onboard(plan)
  const api = apiOf(plan)
  const org = await organisation(api, plan.org)
  const buckets = [
    await ensureBucket(api, org.id, plan.bucket, plan.days * daySeconds),
    await ensureBucket(api, org.id, plan.rollupBucket, 0), // 0: for ever
  ]
  for (const access of accessNames) {
    const known = keys.known(access)
    if (known === undefined || !(await mayRead(plan, known))) keys.keep(access, await authorize(api, org.id, buckets, access))
  }
  return []
}

/** A new server takes the first who comes as its operator; later it says that it is taken, and we go on with the token we have. */
async function onboard({ url, adminToken: token, org, bucket, days }: Plan): Promise<void> {
  const { allowed } = await ask({ url, path: '/api/v2/setup', headers: {}, answer: z.object({ allowed: z.boolean() }) })
  if (!allowed) return
  // Nobody needs to know the password: the operator token can give a new one.
  const body = {
    username: 'kezhong',
    password: randomBytes(24).toString('base64url'),
    org,
    bucket,
    token,
    retentionPeriodSeconds: days * daySeconds,
  }
  await ask({ url, path: '/api/v2/setup', method: 'POST', headers: {}, body, answer: anything })
}

type Api = ReturnType<typeof apiOf>

function apiOf({ url, adminToken }: Plan) {
  const headers = { authorization: `Token ${adminToken}` }
  return {
    get: <Body>(path: string, answer: z.ZodType<Body>) => ask({ url, path, headers, answer }),
    post: <Body>(path: string, body: object, answer: z.ZodType<Body>) => ask({ url, path, method: 'POST', headers, body, answer }),
    patch: <Body>(path: string, body: object, answer: z.ZodType<Body>) => ask({ url, path, method: 'PATCH', headers, body, answer }),
  }
}

async function ensureBucket(api: Api, orgID: string, name: string, everySeconds: number): Promise<Bucket> {
  const retentionRules = everySeconds === 0 ? [] : [{ type: 'expire', everySeconds }]
  const { buckets } = await api.get(`/api/v2/buckets?${new URLSearchParams({ orgID, name })}`, z.object({ buckets: z.array(bucketSchema) }))
  const [found] = buckets
  const bucket = found ?? (await api.post('/api/v2/buckets', { orgID, name, retentionRules }, bucketSchema))
  if ((bucket.retentionRules[0]?.everySeconds ?? 0) !== everySeconds)
    await api.patch(`/api/v2/buckets/${bucket.id}`, { retentionRules }, anything)
  await ensureMapping(api, orgID, bucket.id, name)
  return bucket
}

/** InfluxQL asks databases, which 2.x has only as mappings. Those it calls virtual go when somebody maps another bucket to the name. */
async function ensureMapping(api: Api, orgID: string, bucketID: string, database: string): Promise<void> {
  const mappings = z.object({
    content: z.array(withId.extend({ bucketID: z.string(), default: z.boolean(), virtual: z.boolean().optional() })),
  })
  const { content } = await api.get(`/api/v2/dbrps?${new URLSearchParams({ orgID, db: database })}`, mappings)
  if (content.some((each) => each.bucketID === bucketID && each.default && each.virtual !== true)) return
  await api.post('/api/v2/dbrps', { orgID, bucketID, database, retention_policy: 'autogen', default: true }, anything)
}

async function authorize(api: Api, orgID: string, buckets: readonly Bucket[], access: Access): Promise<string> {
  const { name, actions } = accesses[access]
  const permissions = buckets.flatMap(({ id }) => actions.map((action) => ({ action, resource: { type: 'buckets', id, orgID } })))
  const { token } = await api.post('/api/v2/authorizations', { orgID, description: name, permissions }, z.object({ token: z.string() }))
  return token
}

/** A server that was made anew does not know the tokens of the one before. */
async function mayRead({ url, bucket, rollupBucket, org }: Plan, token: string): Promise<boolean> {
  const headers = { authorization: `Token ${token}` }
  const answer = z.object({ buckets: z.array(z.object({ name: z.string() })) })
  const { buckets } = await ask({ url, path: `/api/v2/buckets?${new URLSearchParams({ org })}`, headers, answer }).catch(() => ({
    buckets: [],
  }))
  return [bucket, rollupBucket].every((name) => buckets.some((each) => each.name === name))
}

async function organisation(api: Api, name: string): Promise<{ id: string }> {
  const { orgs } = await api.get(`/api/v2/orgs?${new URLSearchParams({ org: name })}`, z.object({ orgs: z.array(withId) }))
  const [org] = orgs
  if (!org) throw new SetupFault(`InfluxDB knows no organisation ${JSON.stringify(name)}`, noSuchOrganisation)
  return org
}
