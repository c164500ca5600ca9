import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../register/migrations.ts'
import { termHistory } from '../../register/terms.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { faultOf, hour, openAgain, openFurnished, openRegister, start } from './open-register.ts'

const shopHours = [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '22:00' }]

describe('terms of a facility', () => {
  it('hold from when they were stated until the next statement, the first one also before', async () => {
    const { register, clock } = await openRegister()
    register.addFacility({ id: 'e', name: '小区', town: 'shaxi', households: 100 })
    clock.now += 10 * hour

    register.updateFacility('e', { retentionHours: 48, households: 120 })

    expect(register.facilityTermsAt('e', 0)).toEqual({ households: 100, retentionHours: 48 })
    expect(register.facilityTermsAt('e', start + 10 * hour - 1)).toEqual({ households: 100, retentionHours: 48 })
    expect(register.facilityTermsAt('e', start + 10 * hour)).toEqual({ households: 120, retentionHours: 48 })
    expect(register.facilityTerms('e').map(({ since }) => since)).toEqual([start, start + 10 * hour])
    expect(register.facility('e')).toMatchObject({ households: 120, retentionHours: 48 })
  })

  it('are corrected by a statement for the same time, and what was stated wrong stays readable', async () => {
    const { register, clock } = await openRegister()
    register.addFacility({ id: 'e', name: '小区', town: 'shaxi', households: 100 }, 'li')
    clock.now += hour

    register.updateFacility('e', { households: 1_000 }, start, 'wang')

    expect(register.facilityTerms('e')).toEqual([{ since: start, terms: { households: 1_000 } }])
    expect(termHistory(register.database, 'facility', 'e')).toEqual([
      { term: 'households', value: 100, since: start, recorded: start, author: 'li', superseded: start + hour },
      { term: 'households', value: 1_000, since: start, recorded: start + hour, author: 'wang' },
    ])
  })

  it('end where null takes them away, and what holds already is not stated again', async () => {
    const { register, clock } = await openRegister()
    register.addFacility({ id: 's', name: '店', town: 'shaxi', hours: shopHours, isPublic: false, functions: ['parcel'] })
    clock.now += hour

    register.updateFacility('s', { hours: null, isPublic: false, functions: ['parcel'] })

    expect(register.facilityTermsAt('s', start)).toEqual({ hours: shopHours, isPublic: false, functions: ['parcel'] })
    expect(register.facility('s')).not.toHaveProperty('hours')
    expect(termHistory(register.database, 'facility', 's')).toHaveLength(4)
  })

  it('are seen when another process changed them', async () => {
    const { register, path } = await openFurnished()
    const other = openAgain(path)
    other.facilityTerms('east')

    register.updateFacility('east', { retentionHours: 24 })
    other.version()

    expect(other.facilityTermsAt('east', start)).toEqual({ retentionHours: 24 })
  })

  it.each([
    ['hours across midnight', { hours: [{ days: [1], from: '22:00', to: '06:00' }] }, 'hours', 'two parts'],
    ['an eighth day', { hours: [{ days: [8], from: '06:00', to: '24:00' }] }, 'hours', 'from 1 (Monday) to 7'],
    ['no hour of retention', { retentionHours: 0 }, 'retentionHours', 'from 1 to 8760'],
  ])('are refused: %s', async (_, terms, path, sentence) => {
    const { register } = await openFurnished()

    const fault = faultOf(() => register.updateFacility('east', terms))

    expect(fault).toMatchObject({ path, words: { en: expect.stringContaining(sentence) } })
  })
})

describe('terms of a device', () => {
  it('are interval, limits and channels, with a history', async () => {
    const { register, clock } = await openFurnished()
    register.addDevice({ id: 'v', kind: 'vending', facility: 'east', limits: 'chilled', every: 120 })
    clock.now += hour

    const changed = register.updateDevice('v', { limits: { low: 2, high: 6, severe: 10 }, channels: ['temperature'] })

    expect(changed).toMatchObject({ every: 120, limits: { low: 2, high: 6, severe: 10 }, channels: ['temperature'] })
    expect(register.deviceTermsAt('v', start)).toEqual({ every: 120, limits: 'chilled', channels: ['temperature'] })
    expect(register.deviceTerms('v')).toHaveLength(2)
    expect(register.deviceTermsAt('locker-1', start)).toEqual({})
  })

  it.each([
    ['limits of a kind without a temperature to judge', { limits: 'frozen' }, 'limits', 'roles.cold'],
    ['a channel that is no field', { channels: ['fre'] }, 'channels', 'Did you mean free?'],
    ['no interval', { every: 0 }, 'every', 'from 1 to 86400'],
  ])('are refused: %s', async (_, terms, path, sentence) => {
    const { register } = await openFurnished()

    const fault = faultOf(() => register.updateDevice('locker-1', terms as object))

    expect(fault).toMatchObject({ path, words: { en: expect.stringContaining(sentence) } })
  })

  it('refuses limits that contradict each other', async () => {
    const { register } = await openFurnished()
    const freezer = { id: 'f', kind: 'freezer', facility: 'east' }

    expect(faultOf(() => register.addDevice({ ...freezer, limits: { low: 5, high: 1 } })).path).toBe('limits')
    expect(faultOf(() => register.addDevice({ ...freezer, limits: { severe: 1 } })).path).toBe('limits')
    expect(faultOf(() => register.addDevice({ ...freezer, limits: 'warm' as 'frozen' })).path).toBe('limits')
  })
})

describe('commissioning', () => {
  it('is a date of facility and device that may be corrected, and every entry stays readable', async () => {
    const { register, clock } = await openFurnished()
    register.updateDevice('locker-1', { commissionedAt: start - hour }, start, 'li')
    register.updateFacility('east', { commissionedAt: start - 2 * hour })
    clock.now += hour

    register.updateDevice('locker-1', { commissionedAt: null })

    expect(register.facility('east')?.commissionedAt).toBe(start - 2 * hour)
    expect(register.device('locker-1')?.commissionedAt).toBeUndefined()
    expect(termHistory(register.database, 'device', 'locker-1')).toEqual([
      { term: 'commissioned', value: start - hour, recorded: start, author: 'li', superseded: start + hour },
      { term: 'commissioned', recorded: start + hour },
    ])
    expect(register.deviceTerms('locker-1')).toEqual([])
  })

  it('lies not in the future', async () => {
    const { register } = await openFurnished()

    expect(faultOf(() => register.updateDevice('locker-1', { commissionedAt: start + 1 }))).toMatchObject({
      code: 'future',
      path: 'commissioned',
    })
  })
})

describe('a register of the version before', () => {
  it('has its households and functions as the first statement, and keeps reading as before', async () => {
    const path = join(await tempFolder(), 'register.sqlite')
    const old = new DatabaseSync(path)
    for (const step of migrations.slice(0, 5)) old.exec(step)
    old.exec(`PRAGMA user_version = 5; INSERT INTO town VALUES ('shaxi', 0, '{}')`)
    const insert = old.prepare('INSERT INTO facility VALUES (?, ?, ?, ?, NULL, NULL, NULL, NULL, ?, ?, 0, ?, NULL)')
    insert.run('a', '甲', 'shaxi', '', '["parcel"]', 640, start - hour)
    insert.run('b', '乙', 'shaxi', '', null, null, start - hour)
    old.close()

    const register = openAgain(path)

    const common = { town: 'shaxi', circles: [], demo: false, createdAt: start - hour }
    expect(register.facility('a')).toEqual({ id: 'a', name: '甲', ...common, functions: ['parcel'], households: 640 })
    expect(register.facility('b')).toEqual({ id: 'b', name: '乙', ...common })
    expect(register.facilityTerms('a')).toEqual([{ since: start - hour, terms: { households: 640, functions: ['parcel'] } }])
    expect(register.facilityTerms('b')).toEqual([])
  })
})
