import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Accounts } from '../../register/accounts.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { faultOf, faultOfPromise, hour, start } from './open-register.ts'

async function openAccounts() {
  const path = join(await tempFolder(), 'register.sqlite')
  const clock = { now: start }
  const open = () => {
    const accounts = new Accounts(path, { now: () => clock.now })
    accounts.start()
    whenDone(() => accounts.stop())
    return accounts
  }
  return { accounts: open(), open, clock }
}

describe('the administrator', () => {
  it('is made once with a password that is told once', async () => {
    const { accounts } = await openAccounts()

    const { password = '' } = await accounts.ensureAdmin()

    expect(password).toMatch(/^[\w-]{24}$/)
    expect(await accounts.ensureAdmin()).toEqual({})
    expect(await accounts.verify('admin', password)).toEqual({ user: 'admin', role: 'admin' })
    expect(await accounts.verify('admin', `${password} `)).toBeUndefined()
    expect(await accounts.verify('Admin', password)).toBeUndefined()
  })

  it('has the password that was set, also when it was another one before, and old sessions end', async () => {
    const { accounts } = await openAccounts()
    const { password: made = '' } = await accounts.ensureAdmin()
    const session = accounts.createSession('admin', hour)

    expect(await accounts.ensureAdmin('correct horse')).toEqual({})

    expect(await accounts.verify('admin', made)).toBeUndefined()
    expect(await accounts.verify('admin', 'correct horse')).toBeDefined()
    expect(accounts.session(session)).toBeUndefined()
  })

  it('stays signed in when the same password is set again', async () => {
    const { accounts } = await openAccounts()
    await accounts.ensureAdmin('correct horse')
    const session = accounts.createSession('admin', hour)

    await accounts.ensureAdmin('correct horse')

    expect(accounts.session(session)).toBeDefined()
  })

  it('is not made when the password could not be kept', async () => {
    const { accounts } = await openAccounts()

    const refused = accounts.ensureAdmin(undefined, () => {
      throw new Error('disk full')
    })

    await expect(refused).rejects.toThrow('disk full')
    expect(await accounts.ensureAdmin()).toHaveProperty('password')
  })

  it('never has an empty password', async () => {
    const { accounts } = await openAccounts()

    expect(await faultOfPromise(accounts.ensureAdmin(''))).toMatchObject({ code: 'invalid', path: 'password' })
  })
})

describe('a session', () => {
  it('holds until it expires', async () => {
    const { accounts, open, clock } = await openAccounts()
    await accounts.ensureAdmin()
    const token = accounts.createSession('admin', hour)

    clock.now += hour - 1
    const before = open().session(token)
    clock.now += 1

    expect(before).toEqual({ user: 'admin', role: 'admin', expires: start + hour })
    expect(accounts.session(token)).toBeUndefined()
  })

  it('ends when asked to, and no other with it', async () => {
    const { accounts } = await openAccounts()
    await accounts.ensureAdmin()
    const [mine, other] = [accounts.createSession('admin', hour), accounts.createSession('admin', hour)]

    accounts.endSession(mine)

    expect(accounts.session(mine)).toBeUndefined()
    expect(accounts.session(other)).toBeDefined()
    expect(accounts.session('')).toBeUndefined()
  })

  it('is not given to users that are not there', async () => {
    const { accounts } = await openAccounts()

    expect(faultOf(() => accounts.createSession('nobody', hour)).path).toBe('user')
  })
})

describe('an API token', () => {
  it('opens with its role and is listed without its secret', async () => {
    const { accounts } = await openAccounts()

    const { id, token } = accounts.createToken({ name: 'exporter', role: 'reviewer' })

    expect(accounts.token(token)).toEqual({ id, name: 'exporter', role: 'reviewer' })
    expect(accounts.tokens()).toEqual([{ id, name: 'exporter', role: 'reviewer', createdAt: start, usedAt: start }])
    expect(accounts.token(`${token}x`)).toBeUndefined()
    expect(accounts.token(id)).toBeUndefined()
    expect(accounts.token('')).toBeUndefined()
  })

  it('opens nothing once it is revoked, and stays in the list', async () => {
    const { accounts, clock } = await openAccounts()
    const { id, token } = accounts.createToken({ name: 'exporter', role: 'reviewer' })

    clock.now += hour
    const [first, second] = [accounts.revokeToken(id), accounts.revokeToken('nothing')]

    expect([first, second]).toEqual([true, false])
    expect(accounts.token(token)).toBeUndefined()
    expect(accounts.tokens()).toMatchObject([{ id, revokedAt: start + hour }])
  })

  it('expires when it was given a time', async () => {
    const { accounts, clock } = await openAccounts()
    const { token } = accounts.createToken({ name: 'for today', role: 'engineer', ttlMs: hour })

    clock.now += hour - 1
    const before = accounts.token(token)
    clock.now += 1

    expect(before).toBeDefined()
    expect(accounts.token(token)).toBeUndefined()
  })

  it('notes its last use to the minute', async () => {
    const { accounts, clock } = await openAccounts()
    const { token } = accounts.createToken({ name: 'exporter', role: 'reviewer' })
    const used = () => accounts.tokens()[0]?.usedAt
    accounts.token(token)

    clock.now += 59_999
    accounts.token(token)
    const early = used()
    clock.now += 1
    accounts.token(token)

    expect([early, used()]).toEqual([start, start + 60_000])
  })
})
