import { describe, expect, it } from 'vitest'
import { faultOf, hour, openFurnished, openRegister, start } from './open-register.ts'

describe('a device', () => {
  it('is kept with what was said of it', async () => {
    const { register } = await openFurnished()

    expect(register.device('locker-1')).toEqual({
      id: 'locker-1',
      kind: 'locker',
      facility: 'east',
      model: 'L84',
      vendor: 'ACME',
      demo: false,
      createdAt: start,
    })
    expect(register.device('charger-1')).toEqual({ id: 'charger-1', kind: 'charger', facility: 'east', demo: false, createdAt: start })
    expect(register.device('locker-2')).toBeUndefined()
  })

  it('changes its model and vendor, and nothing else by an update', async () => {
    const { register } = await openFurnished()

    register.updateDevice('locker-1', { model: 'L120', vendor: null })

    expect(register.device('locker-1')).toMatchObject({ model: 'L120', kind: 'locker' })
    expect(register.device('locker-1')).not.toHaveProperty('vendor')
    expect(faultOf(() => register.updateDevice('locker-1', { kind: 'meter' } as object)).path).toBe('kind')
  })

  it('is kept when it is retired, with the first date, and leaves the list', async () => {
    const { register, clock } = await openFurnished()

    clock.now += hour
    register.retireDevice('locker-1')
    clock.now += hour
    register.retireDevice('locker-1')

    expect(register.device('locker-1')?.retiredAt).toBe(start + hour)
    expect(register.devices().items.map(({ id }) => id)).toEqual(['charger-1'])
    expect(register.devices({ retired: true }).items.map(({ id }) => id)).toEqual(['locker-1'])
    expect(register.devices({ retired: 'all' }).items.map(({ id }) => id)).toEqual(['charger-1', 'locker-1'])
    expect([...register.allDevices()].map(({ id }) => id)).toEqual(['charger-1', 'locker-1'])
    expect(register.count()).toEqual({ facilities: 2, devices: 1 })
  })

  it('moves after its retirement only in the time before it', async () => {
    const { register, clock } = await openFurnished()
    clock.now += 2 * hour
    register.retireDevice('locker-1', start + hour)

    register.moveDevice('locker-1', 'west', start + 1)

    expect(register.placeAt('locker-1', start + 1)?.facility).toBe('west')
    expect(faultOf(() => register.moveDevice('locker-1', 'east'))).toMatchObject({ code: 'retired', path: 'id' })
  })
})

describe('what is refused', () => {
  it.each([
    ['an unknown kind', { id: 'd-1', kind: 'chager', facility: 'east' }, 'not-found', 'kind', 'Did you mean charger?'],
    ['a kind by its Chinese name', { id: 'd-1', kind: '充电桩', facility: 'east' }, 'not-found', 'kind', 'Did you mean charger?'],
    [
      'an unknown facility',
      { id: 'd-1', kind: 'meter', facility: 'eats' },
      'not-found',
      'facility',
      'There is no facility eats. Did you mean east?',
    ],
    ['a facility by its name', { id: 'd-1', kind: 'meter', facility: '东区小区' }, 'not-found', 'facility', 'Did you mean east?'],
    ['an id that is too long', { id: 'd'.repeat(49), kind: 'meter', facility: 'east' }, 'invalid', 'id', '1 to 48'],
    ['an id that is there', { id: 'locker-1', kind: 'locker', facility: 'east' }, 'exists', 'id', 'Choose another id.'],
    ["the administrator's name", { id: 'admin', kind: 'meter', facility: 'east' }, 'invalid', 'id', 'name under which the administrator'],
    ['an id that would leave its topic', { id: 'a/b', kind: 'locker', facility: 'east' }, 'invalid', 'id', 'cannot be an id'],
  ])('%s', async (_, device, code, path, sentence) => {
    const { register } = await openFurnished()

    const fault = faultOf(() => register.addDevice(device))

    expect(fault).toMatchObject({
      code,
      path,
      words: { zh: expect.stringMatching(/\p{Script=Han}.*[。？]$/u), en: expect.stringContaining(sentence) },
    })
    expect(register.devices().items).toHaveLength(2)
  })

  it('is a move or an end in the future, and a move of what is not there', async () => {
    const { register } = await openFurnished()

    expect(faultOf(() => register.moveDevice('locker-1', 'west', start + 1)).code).toBe('future')
    expect(faultOf(() => register.retireDevice('locker-1', start + 1)).code).toBe('future')
    expect(faultOf(() => register.moveDevice('locker1', 'west')).words.en).toBe('There is no device locker1. Did you mean locker-1?')
  })
})

describe('lists', () => {
  it('filter by everything at once', async () => {
    const { register } = await openFurnished()
    register.addDevice({ id: 'locker-2', kind: 'locker', facility: 'west' })
    const ids = (filter: Parameters<typeof register.devices>[0]) => register.devices(filter).items.map(({ id }) => id)

    expect(ids({ kind: 'locker' })).toEqual(['locker-1', 'locker-2'])
    expect(ids({ town: 'loudong' })).toEqual(['charger-1', 'locker-1'])
    expect(ids({ circle: 'yulong', kind: 'locker' })).toEqual(['locker-1'])
    expect(ids({ facility: 'west' })).toEqual(['locker-2'])
    expect(ids({ q: 'ER-1' })).toEqual(['charger-1', 'locker-1'])
    expect(ids({ q: '西区' })).toEqual(['locker-2'])
    expect(ids({ q: '%' })).toEqual([])
    expect(ids({ q: '_' })).toEqual([])
    expect(ids({ q: '东区', kind: 'meter' })).toEqual([])
  })

  it('follow a device to where it moved', async () => {
    const { register } = await openFurnished()

    register.moveDevice('locker-1', 'west')

    expect(register.devices({ town: 'chengxiang' }).items.map(({ id }) => id)).toEqual(['locker-1'])
    expect(register.devices({ circle: 'yulong' }).items.map(({ id }) => id)).toEqual(['charger-1'])
  })

  it('of facilities filter too', async () => {
    const { register } = await openFurnished()
    const ids = (filter: Parameters<typeof register.facilities>[0]) => register.facilities(filter).items.map(({ id }) => id)

    expect(ids({})).toEqual(['east', 'west'])
    expect(ids({ town: 'chengxiang' })).toEqual(['west'])
    expect(ids({ circle: 'huiyang' })).toEqual(['east'])
    expect(ids({ kind: 'charger' })).toEqual(['east'])
    expect(ids({ kind: 'charger', town: 'chengxiang' })).toEqual([])
    expect(ids({ q: '西区' })).toEqual(['west'])
    expect(ids({ q: 'eas' })).toEqual(['east'])
  })

  it('come in pages that together are the whole, also when something is added in between', async () => {
    const { register } = await openRegister()
    register.addFacility({ id: 'f', name: 'f', town: 'shaxi' })
    const ids = Array.from({ length: 25 }, (_, index) => `m-${String(index).padStart(2, '0')}`)
    for (const id of ids) register.addDevice({ id, kind: 'meter', facility: 'f' })

    const first = register.devices({ limit: 10 })
    register.addDevice({ id: 'a-new', kind: 'meter', facility: 'f' })
    const second = register.devices({ limit: 10, cursor: first.next! })
    const third = register.devices({ limit: 10, cursor: second.next! })

    expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids)
    expect(third).not.toHaveProperty('next')
    expect(register.devices({ limit: 26 })).not.toHaveProperty('next')
  })

  it('refuse a limit out of range and a cursor that is none', async () => {
    const { register } = await openFurnished()

    expect(faultOf(() => register.devices({ limit: 1_001 })).path).toBe('limit')
    expect(faultOf(() => register.facilities({ limit: 0 })).path).toBe('limit')
    expect(faultOf(() => register.devices({ cursor: '?!' })).path).toBe('cursor')
  })
})
