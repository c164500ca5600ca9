import { describe, expect, test } from 'vitest'
import { readClaimCode } from '../../register/claim-code.ts'
import { claimFaults, createClaim, findClaim, listClaims, mostLiveClaims, type NewClaim, revokeClaim } from '../../register/claims.ts'
import type { Register } from '../../register/register.ts'
import { acceptWaiting, knock, listWaiting, noteTaken, rejectWaiting, sealedPassword } from '../../register/waiting.ts'
import { faultOf, faultOfPromise, hour, openAgain, openFurnished } from './open-register.ts'

const day = 24 * hour

function made(register: Register, asked: NewClaim = {}, ttlMs = day) {
  const { claim, code } = createClaim(register, asked, 'an engineer', ttlMs) as NonNullable<ReturnType<typeof createClaim>>
  return { id: claim.id, code: readClaimCode(code) as string }
}

const stateOf = (register: Register, id: string) => findClaim(register, id)?.state

describe('a claim', () => {
  test('goes from open over knocked and accepted to used, and its code is nowhere in the register', async () => {
    const { register } = await openFurnished()
    const { id, code } = made(register, { kind: 'charger', facility: 'east' })
    expect(stateOf(register, id)).toBe('open')

    expect(knock(register, code, 'new-1', '10.0.0.7')).toMatchObject({ answer: 'waiting' })
    expect(findClaim(register, id)).toMatchObject({ state: 'knocked', knockedBy: 'new-1', address: '10.0.0.7', author: 'an engineer' })
    const accepted = await acceptWaiting(register, { id: 'new-1', kind: 'charger', facility: 'east' })
    expect(accepted?.claim.state).toBe('accepted')
    expect(knock(register, code, 'new-1', '10.0.0.7')).toMatchObject({ answer: 'accepted', password: accepted?.credential.password })
    expect(await register.verifyCredential('new-1', accepted?.credential.password ?? '')).toBe('ok')
    noteTaken(register, 'new-1')

    expect(stateOf(register, id)).toBe('used')
    expect(knock(register, code, 'new-1', '10.0.0.7')).toMatchObject({ answer: 'used' })
    const rows = JSON.stringify(register.database.all('SELECT * FROM claim'))
    for (const secret of [code, accepted?.credential.password ?? '']) expect(rows).not.toContain(secret)
  })

  test('expires when nobody comes, and waits a week for people once a device has come', async () => {
    const { register, clock } = await openFurnished()
    const [unused, used] = [made(register, {}, hour), made(register, {}, hour)]
    knock(register, used.code, 'new-1', '')

    clock.now += 2 * hour

    expect(knock(register, unused.code, 'new-2', '')).toMatchObject({ answer: 'expired' })
    expect([stateOf(register, unused.id), stateOf(register, used.id)]).toEqual(['expired', 'knocked'])
    clock.now += 8 * day
    expect(stateOf(register, used.id)).toBe('expired')
    expect(listWaiting(register, { limit: 10 })).toEqual([])
    expect(await acceptWaiting(register, { id: 'new-1', kind: 'charger', facility: 'east' })).toBeUndefined()
  })

  test('whose device does not fetch its password within a week hands out none, and keeps none', async () => {
    const { register, clock } = await openFurnished()
    const { id, code } = made(register)
    knock(register, code, 'new-1', '')
    await acceptWaiting(register, { id: 'new-1', kind: 'charger', facility: 'east' })

    clock.now += 8 * day
    made(register)

    expect(knock(register, code, 'new-1', '')).toMatchObject({ answer: 'used' })
    expect(register.database.get('SELECT sealed FROM claim WHERE id = ?', id)).toEqual({ sealed: null })
  })

  test('is bound by the first that comes, also when two processes let them in', async () => {
    const { register, path, clock } = await openFurnished()
    const other = openAgain(path, clock)
    const { code } = made(register)

    expect(knock(register, code, 'new-1', '')).toMatchObject({ answer: 'waiting' })
    expect(knock(other, code, 'new-2', '')).toMatchObject({ answer: 'wrong-id', claim: { knockedBy: 'new-1' } })
    expect(knock(other, code, 'new-1', '')).toMatchObject({ answer: 'waiting' })
  })

  test.each([
    ['another id than it names', { device: 'new-1' }, 'new-2', 'wrong-id'],
    ['a registered device', {}, 'locker-1', 'registered'],
    ['a name that is no id', {}, 'New 1', 'bad-id'],
    ['the name of the administrator', {}, 'admin', 'bad-id'],
  ])('does not let in %s, and is still open afterwards', async (_, asked, id, answer) => {
    const { register } = await openFurnished()
    const { id: claim, code } = made(register, asked)

    expect(knock(register, code, id, '')).toMatchObject({ answer })
    expect(stateOf(register, claim)).toBe('open')
  })

  test('of a device that comes with a second one is taken back', async () => {
    const { register } = await openFurnished()
    const [first, second] = [made(register), made(register)]
    knock(register, first.code, 'new-1', '')

    knock(register, second.code, 'new-1', '')

    expect([stateOf(register, first.id), stateOf(register, second.id)]).toEqual(['revoked', 'knocked'])
    expect(listWaiting(register, { limit: 10 }).map(({ id }) => id)).toEqual([second.id])
  })

  test('rejected or revoked opens nothing, whatever was asked for first stands', async () => {
    const { register } = await openFurnished()
    const { id, code } = made(register)
    knock(register, code, 'new-1', '')

    expect(rejectWaiting(register, 'new-1')).toBe(true)
    expect(revokeClaim(register, id)).toBe(true)

    expect(stateOf(register, id)).toBe('rejected')
    expect(knock(register, code, 'new-1', '')).toMatchObject({ answer: 'rejected' })
    expect([rejectWaiting(register, 'new-1'), revokeClaim(register, 'nothing')]).toEqual([false, false])
    expect(await acceptWaiting(register, { id: 'new-1', kind: 'charger', facility: 'east' })).toBeUndefined()
  })

  test('whose device got another password by hand, or is retired, hands out none any more', async () => {
    const { register } = await openFurnished()
    const [one, other] = [made(register), made(register)]
    for (const [id, { code }] of [['new-1', one] as const, ['new-2', other] as const]) {
      knock(register, code, id, '')
      await acceptWaiting(register, { id, kind: 'charger', facility: 'east' })
    }

    await register.issueCredential('new-1')
    register.retireDevice('new-2')

    expect(knock(register, one.code, 'new-1', '')).toMatchObject({ answer: 'used' })
    expect(knock(register, other.code, 'new-2', '')).toMatchObject({ answer: 'retired' })
  })

  test('whose device is registered by hand meanwhile is done: it waits no more, and is sent to its own password', async () => {
    const { register } = await openFurnished()
    const { id, code } = made(register)
    knock(register, code, 'new-1', '')

    await register.enrolDevice({ id: 'new-1', kind: 'charger', facility: 'east' })

    expect(listWaiting(register, { limit: 10 })).toEqual([])
    expect(await acceptWaiting(register, { id: 'new-1', kind: 'charger', facility: 'east' })).toBeUndefined()
    expect(stateOf(register, id)).toBe('used')
    expect(knock(register, code, 'new-1', '')).toMatchObject({ answer: 'registered' })
  })

  test('is made only for what can be registered, and everything wrong is told at once', async () => {
    const { register } = await openFurnished()
    const wrong = { device: 'locker-1', kind: 'chargr', facility: 'eest', vendor: '' }

    expect(claimFaults(register, wrong).map(({ path }) => path)).toEqual(['vendor', 'device', 'kind', 'facility'])
    expect(faultOf(() => made(register, wrong)).words.en).toContain('one line of text')
    expect(claimFaults(register, { kind: 'chargr' })[0]?.message.en).toContain('Did you mean charger?')
  })

  test('is not made when there are too many that may still be used', async () => {
    const { register, clock } = await openFurnished()
    for (let count = 0; count < mostLiveClaims; count++) made(register)

    expect(createClaim(register, {}, '', day)).toBeUndefined()
    clock.now += 2 * day
    expect(createClaim(register, {}, '', day)).toBeDefined()
  })

  test('is listed by state, the newest first, page by page', async () => {
    const { register, clock } = await openFurnished()
    const ids = Array.from({ length: 5 }, () => {
      clock.now += 1
      return made(register).id
    }).reverse()
    revokeClaim(register, ids[1] as string)

    const first = listClaims(register, { states: ['open'], limit: 2 })
    const second = listClaims(register, { states: ['open'], limit: 9, after: first.at(-1) })

    expect([...first, ...second].map(({ id }) => id)).toEqual(ids.filter((_, index) => index !== 1))
    expect(listClaims(register, { states: ['revoked'], limit: 9 }).map(({ id }) => id)).toEqual([ids[1]])
  })
})

describe('an acceptance', () => {
  test('that two people give at once makes one device with one password', async () => {
    const { register } = await openFurnished()
    const { id, code } = made(register)
    knock(register, code, 'new-1', '')
    const accept = () => acceptWaiting(register, { id: 'new-1', kind: 'charger', facility: 'east' })

    const [one, other] = await Promise.allSettled([accept(), accept()])

    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected'])
    const accepted = (one.status === 'fulfilled' ? one : (other as typeof one & { status: 'fulfilled' })).value
    const claim = findClaim(register, id) as NonNullable<ReturnType<typeof findClaim>>
    expect(sealedPassword(register, claim, code)).toBe(accepted?.credential.password)
  })

  test('that is refused leaves the device waiting', async () => {
    const { register } = await openFurnished()
    const { id, code } = made(register)
    knock(register, code, 'new-1', '')

    const fault = await faultOfPromise(acceptWaiting(register, { id: 'new-1', kind: 'chargr', facility: 'nowhere' }))

    expect(fault.faults.map(({ path }) => path)).toEqual(['kind', 'facility'])
    expect([stateOf(register, id), register.device('new-1')]).toEqual(['knocked', undefined])
  })
})

test('a device is registered with its credential or not at all, also on a disk that fills up in between', async () => {
  const { register } = await openFurnished()
  register.database.run("CREATE TRIGGER full BEFORE INSERT ON credential BEGIN SELECT raise(ABORT, 'database or disk is full'); END")

  await expect(register.enrolDevice({ id: 'new-1', kind: 'charger', facility: 'east' })).rejects.toThrow('disk is full')
  expect(register.device('new-1')).toBeUndefined()

  register.database.run('DROP TRIGGER full')
  const { password } = await register.enrolDevice({ id: 'new-1', kind: 'charger', facility: 'east' })
  expect(await register.verifyCredential('new-1', password)).toBe('ok')
  expect((await faultOfPromise(register.enrolDevice({ id: 'new-1', kind: 'charger', facility: 'east' }))).code).toBe('exists')
})
