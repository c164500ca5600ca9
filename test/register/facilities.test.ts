import { describe, expect, it } from 'vitest'
import { faultOf, hour, openFurnished, openRegister, start } from './open-register.ts'

const estate = { id: 'estate-1', name: '惠阳小区', town: 'loudong' }

describe('a facility', () => {
  it('is kept with everything that was said of it', async () => {
    const { register } = await openRegister()
    const said = {
      ...estate,
      circles: ['huiyang', 'yulong'],
      community: '惠阳社区',
      operator: '某公司',
      latitude: 31.46,
      longitude: 121.12,
      functions: ['parcel', 'breakfast'],
      households: 640,
    }

    register.addFacility(said)

    expect(register.facility('estate-1')).toEqual({ ...said, demo: false, createdAt: start })
  })

  it('has no fields that nobody gave', async () => {
    const { register } = await openRegister()

    register.addFacility(estate)

    expect(register.facility('estate-1')).toEqual({ ...estate, circles: [], demo: false, createdAt: start })
    expect(register.facility('estate-2')).toBeUndefined()
  })

  it('changes only in what is given, and null takes a field away', async () => {
    const { register } = await openRegister()
    register.addFacility({ ...estate, circles: ['huiyang'], community: '惠阳社区', households: 640 })

    const changed = register.updateFacility('estate-1', { name: '惠阳花园', community: null })

    expect(changed).toEqual({ ...estate, name: '惠阳花园', circles: ['huiyang'], households: 640, demo: false, createdAt: start })
    expect(register.facility('estate-1')).toEqual(changed)
  })

  it('is retired only without devices in service, is kept, and its id is not given again', async () => {
    const { register, clock } = await openFurnished()
    const inUse = faultOf(() => register.retireFacility('east'))
    register.retireDevice('locker-1')
    register.moveDevice('charger-1', 'west')

    clock.now += hour
    register.retireFacility('east')
    clock.now += hour
    register.retireFacility('east')

    expect(inUse).toMatchObject({
      code: 'in-use',
      words: { zh: expect.stringContaining('2 台'), en: expect.stringContaining('2 devices') },
    })
    expect(register.facility('east')?.retiredAt).toBe(start + hour)
    expect(faultOf(() => register.addFacility({ ...estate, id: 'east' })).code).toBe('exists')
    expect(faultOf(() => register.moveDevice('charger-1', 'east'))).toMatchObject({ code: 'retired', path: 'facility' })
    expect(faultOf(() => register.addDevice({ id: 'd', kind: 'meter', facility: 'east' })).code).toBe('retired')
  })
})

describe('what is refused', () => {
  it.each([
    ['a town by a slip of the pen', { ...estate, town: 'loudon' }, 'not-found', 'town', 'Did you mean loudong?'],
    ['a town by its name', { ...estate, town: '城厢镇' }, 'not-found', 'town', 'Did you mean chengxiang?'],
    ['a town that is like none', { ...estate, town: 'atlantis' }, 'not-found', 'town', 'Take an id from the list of towns.'],
    ['an unknown circle', { ...estate, circles: ['huiyan'] }, 'not-found', 'circles', 'Did you mean huiyang?'],
    ['an id with capitals', { ...estate, id: 'Estate-1' }, 'invalid', 'id', 'Use 1 to 48 lower-case letters'],
    ['no name', { ...estate, name: ' ' }, 'invalid', 'name', 'one line of text'],
    ['a latitude off the earth', { ...estate, latitude: 121.1 }, 'invalid', 'latitude', 'from -90 to 90'],
    ['half a household', { ...estate, households: 0.5 }, 'invalid', 'households', 'a whole number'],
    ['a field by a slip of the pen', { ...estate, comunity: 'x' }, 'invalid', 'comunity', 'Did you mean community?'],
  ])('%s', async (_, facility, code, path, sentence) => {
    const { register } = await openRegister()

    const fault = faultOf(() => register.addFacility(facility))

    expect(fault).toMatchObject({
      code,
      path,
      words: { zh: expect.stringMatching(/\p{Script=Han}.*[。？]$/u), en: expect.stringContaining(sentence) },
    })
    expect(register.facilities().items).toEqual([])
  })

  it('names every wrong field at once', async () => {
    const { register } = await openRegister()

    const fault = faultOf(() => register.addFacility({ ...estate, name: '', latitude: 91, longitude: 181 }))

    expect(fault.faults.map(({ path }) => path)).toEqual(['name', 'latitude', 'longitude'])
  })

  it('is an id that is there, and a change of what is not there or not to be changed', async () => {
    const { register } = await openRegister()
    register.addFacility(estate)

    expect(faultOf(() => register.addFacility(estate))).toMatchObject({ code: 'exists', path: 'id' })
    expect(faultOf(() => register.updateFacility('estate1', { name: 'x' }))).toMatchObject({
      code: 'not-found',
      words: { en: 'There is no facility estate1. Did you mean estate-1?' },
    })
    expect(faultOf(() => register.updateFacility('estate-1', { id: 'other' } as object)).code).toBe('invalid')
    expect(faultOf(() => register.updateFacility('estate-1', { circles: null } as object)).path).toBe('circles')
    expect(faultOf(() => register.updateFacility('estate-1', { town: 'shaxi' }, start + 1)).code).toBe('future')
  })
})

describe('towns, zones and circles', () => {
  it('are there from the start, and none of them is invented', async () => {
    const { register } = await openRegister()

    expect(register.towns().map(({ id }) => id)).toEqual(expect.arrayContaining(['chengxiang', 'ludu']))
    expect(register.towns()).toHaveLength(8)
    expect(register.zones()).toHaveLength(3)
    expect(register.circles()).toHaveLength(5)
    expect(register.circles({ town: 'shaxi' })).toEqual([])
    expect(register.circles({ recognised: true, town: 'loudong' })).toHaveLength(5)
  })

  it('are not written again by the next start', async () => {
    const { register } = await openRegister()
    const version = register.version()

    register.stop()
    register.start()

    expect(register.version()).toBe(version)
  })
})
