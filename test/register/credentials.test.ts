import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Accounts } from '../../register/accounts.ts'
import type { Register } from '../../register/register.ts'
import { whenDone } from '../support/clean-up.ts'
import { faultOfPromise, openAgain, openFurnished } from './open-register.ts'

describe('the credential of a device', () => {
  it('is made with 192 random bits, and opens for its device only', async () => {
    const { register } = await openFurnished()

    const locker = await register.issueCredential('locker-1')
    const charger = await register.issueCredential('charger-1')

    expect(locker).toEqual({ username: 'locker-1', password: expect.stringMatching(/^[\w-]{32}$/) })
    expect(await register.verifyCredential('locker-1', locker.password)).toBe('ok')
    expect(await register.verifyCredential('locker-1', charger.password)).toBe('wrong')
    expect(await register.verifyCredential('locker-1', '')).toBe('wrong')
  })

  it('may be given, in any writing', async () => {
    const { register } = await openFurnished()

    await register.issueCredential('locker-1', { password: '设备出厂时写死的密码一二三' })

    expect(await register.verifyCredential('locker-1', '设备出厂时写死的密码一二三')).toBe('ok')
  })

  it('is replaced by the next one', async () => {
    const { register } = await openFurnished()
    const old = await register.issueCredential('locker-1')

    const fresh = await register.issueCredential('locker-1')

    expect(await register.verifyCredential('locker-1', old.password)).toBe('wrong')
    expect(await register.verifyCredential('locker-1', fresh.password)).toBe('ok')
  })

  it('opens nothing any more once the device is retired', async () => {
    const { register } = await openFurnished()
    const { password } = await register.issueCredential('locker-1')

    register.retireDevice('locker-1')

    expect(await register.verifyCredential('locker-1', password)).toBe('retired')
    expect(await faultOfPromise(register.issueCredential('locker-1'))).toMatchObject({ code: 'retired' })
  })

  it('is unknown for names nobody has, and for devices without one', async () => {
    const { register } = await openFurnished()

    expect(await register.verifyCredential('nobody', 'x')).toBe('unknown')
    expect(await register.verifyCredential('locker-1', 'x')).toBe('unknown')
    expect(await register.verifyCredential(`' OR 1=1 --`, 'x')).toBe('unknown')
  })

  it.each([
    ['a device that is not there', 'locker-9', undefined, 'not-found'],
    ['a short password', 'locker-1', 'elevenchars', 'invalid'],
    ['a password with a line end', 'locker-1', 'twelve chars\n', 'invalid'],
  ])('is refused for %s', async (_, device, password, code) => {
    const { register } = await openFurnished()

    expect(await faultOfPromise(register.issueCredential(device, { password }))).toMatchObject({ code })
  })

  it('of one issued by another process holds at once', async () => {
    const { register, path } = await openFurnished()
    const gateway = openAgain(path)
    const version = gateway.version()

    const { password } = await register.issueCredential('locker-1')

    expect(gateway.version()).toBeGreaterThan(version)
    expect(await gateway.verifyCredential('locker-1', password)).toBe('ok')
  })

  it('costs as much to refuse for a name nobody has as for a wrong password', async () => {
    const { register } = await openFurnished()
    await register.issueCredential('locker-1')

    const [unknown, wrong] = [await timeOf(register, 'nobody'), await timeOf(register, 'locker-1')]

    expect(unknown / wrong).toBeGreaterThan(0.5)
    expect(unknown / wrong).toBeLessThan(2)
  })

  it('is checked for a thousand devices that reconnect together', async () => {
    const { register } = await openFurnished()
    const { password } = await register.issueCredential('locker-1')

    const verdicts = await Promise.all(Array.from({ length: 1_000 }, () => register.verifyCredential('locker-1', password)))

    expect(new Set(verdicts)).toEqual(new Set(['ok']))
  })
})

describe('on the disk', () => {
  it('there is no password, session or token, neither in the database nor in its log', async () => {
    const { register, path } = await openFurnished()
    const accounts = new Accounts(path)
    accounts.start()
    whenDone(() => accounts.stop())
    const { password: admin = '' } = await accounts.ensureAdmin()
    const device = await register.issueCredential('locker-1')
    const given = await register.issueCredential('charger-1', { password: 'burnt-into-hardware' })
    const session = accounts.createSession('admin', 60_000)
    const { token } = accounts.createToken({ name: 'exporter', role: 'reviewer' })

    const bytes = Buffer.concat(await filesOf(dirname(path)))

    expect(bytes.includes('scrypt$1024$8$1$')).toBe(true)
    for (const secret of [admin, device.password, given.password, session, token]) {
      expect(secret.length).toBeGreaterThan(12)
      expect(bytes.includes(secret)).toBe(false)
      expect(bytes.includes(Buffer.from(secret, 'base64url'))).toBe(false)
    }
  })
})

/** Of many the middle one: a busy machine makes single ones long. */
async function timeOf(register: Register, username: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 21; round++) {
    const began = performance.now()
    await register.verifyCredential(username, 'not the password')
    times.push(performance.now() - began)
  }
  return times.toSorted((a, b) => a - b)[10]!
}

async function filesOf(folder: string): Promise<Buffer[]> {
  return Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
}
