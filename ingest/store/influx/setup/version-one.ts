// InfluxQL of 1.x: databases, retention policies, users and what they are granted.
import { randomBytes } from 'node:crypto'
import { identifier, query, text } from '../server.ts'
import { accesses, accessNames, type Keys, type Plan } from './plan.ts'
import { authenticationOff, noPassword, type Words } from './sentences.ts'
import { SetupFault } from './setup-fault.ts'

/** Shards go as a whole, and 1.x refuses those that are longer than what is kept. */
const longShardFromDays = 60

const granted = { 'read,write': 'ALL', read: 'READ' } as const

export async function setUpVersionOne(plan: Plan, keys: Keys): Promise<readonly Words[]> {
  const { url, org, adminToken } = plan
  if (!/^[^:]+:./.test(adminToken)) throw new SetupFault('InfluxDB 1.x was given no user:password', noPassword)
  const admin = { url, org, bucket: plan.bucket }
  await ensureAdministrator(admin, adminToken)
  const statement = (q: string) => query({ ...admin, token: adminToken }, q)
  await ensureDatabase(statement, plan.bucket, `${plan.days}d SHARD DURATION ${plan.days < longShardFromDays ? '1d' : '7d'}`)
  await ensureDatabase(statement, plan.rollupBucket, 'INF SHARD DURATION 7d')
  const { rows } = await statement('SHOW USERS')
  for (const access of accessNames) {
    const { name, actions } = accesses[access]
    const isThere = rows.some(([user]) => user === name)
    if (!isThere || !(await holds(admin, keys.known(access)))) keys.keep(access, await ensureUser(statement, name, isThere))
    const right = granted[actions.join(',') as keyof typeof granted]
    for (const database of [plan.bucket, plan.rollupBucket])
      await statement(`GRANT ${right} ON ${identifier(database)} TO ${identifier(name)}`)
  }
  return (await answersTo(admin, undefined)) ? [authenticationOff] : []
}

type Server = Parameters<typeof query>[0]
type Statement = (statement: string) => ReturnType<typeof query>

/** With authentication on, a server without users takes one statement from anybody: the one that makes its first administrator. */
async function ensureAdministrator(admin: Server, token: string): Promise<void> {
  const [user = '', ...password] = token.split(':')
  const make = `CREATE USER ${identifier(user)} WITH PASSWORD ${text(password.join(':'))} WITH ALL PRIVILEGES`
  const isKnown = await query({ ...admin, token }, 'SHOW USERS').then(
    ({ rows }) => rows.some(([name]) => name === user),
    () => false,
  )
  if (!isKnown) await query(admin, make)
}

const holds = async (server: Server, token: string | undefined): Promise<boolean> => token !== undefined && answersTo(server, token)

const answersTo = (server: Server, token: string | undefined): Promise<boolean> =>
  query({ ...server, token }, 'SHOW DATABASES').then(
    () => true,
    () => false,
  )

async function ensureDatabase(statement: Statement, database: string, duration: string): Promise<void> {
  await statement(`CREATE DATABASE ${identifier(database)}`) // one that is there stays as it is
  await statement(`ALTER RETENTION POLICY "autogen" ON ${identifier(database)} DURATION ${duration} DEFAULT`)
}

/** A name and a password that hold, and nobody has typed. */
async function ensureUser(statement: Statement, name: string, isThere: boolean): Promise<string> {
  const password = randomBytes(24).toString('base64url')
  await statement(
    isThere
      ? `SET PASSWORD FOR ${identifier(name)} = ${text(password)}`
      : `CREATE USER ${identifier(name)} WITH PASSWORD ${text(password)}`,
  )
  return `${name}:${password}`
}
