import { describe, expect, it } from 'vitest'
import { addCircle, isRecognisedAt, updateCircle } from '../../register/circles.ts'
import { communityHistory, setCommunities } from '../../register/communities.ts'
import { consents, setConsent } from '../../register/consents.ts'
import { seedDemo } from '../../register/demo.ts'
import { faultOf, hour, openAgain, openRegister, start } from './open-register.ts'

const shaxi = (id: string, name: string) => ({ id, name, town: 'shaxi' })

describe('communities', () => {
  it('are set as the whole list of a town: added, renamed, ended, never forgotten', async () => {
    const { register, clock } = await openRegister()
    setCommunities(register, { communities: [shaxi('a', '甲村'), shaxi('b', '乙村'), { id: 'c', name: '丙社区', town: 'ludu' }] }, 'li')
    clock.now += hour

    const done = setCommunities(register, { communities: [shaxi('a', '甲社区'), shaxi('d', '丁村')] }, 'wang')

    expect(done).toEqual({ added: 1, changed: 1, ended: 1 })
    expect(register.communities()).toEqual([
      { id: 'c', name: '丙社区', town: 'ludu', demo: false },
      { ...shaxi('a', '甲社区'), demo: false },
      { ...shaxi('b', '乙村'), until: start + hour, demo: false },
      { ...shaxi('d', '丁村'), demo: false },
    ])
    expect(communityHistory(register, 'a')).toEqual([
      { ...shaxi('a', '甲村'), demo: false, recorded: start, author: 'li', superseded: start + hour },
      { ...shaxi('a', '甲社区'), demo: false, recorded: start + hour, author: 'wang' },
    ])
  })

  it('the same list once more changes nothing, an empty list of a town ends all of it', async () => {
    const { register } = await openRegister()
    const list = { communities: [shaxi('a', '甲村')] }
    setCommunities(register, list)
    const version = register.version()

    expect(setCommunities(register, list)).toEqual({ added: 0, changed: 0, ended: 0 })
    expect(register.version()).toBe(version)
    expect(setCommunities(register, { town: 'shaxi', communities: [], at: start })).toEqual({ added: 0, changed: 0, ended: 1 })
    expect(register.communities()).toMatchObject([{ id: 'a', until: start }])
    expect(setCommunities(register, list)).toEqual({ added: 0, changed: 1, ended: 0 })
    expect(register.communities()[0]).not.toHaveProperty('until')
  })

  it('are refused all together, each wrong one named', async () => {
    const { register } = await openRegister()

    const fault = faultOf(() =>
      setCommunities(register, {
        town: 'shaxi',
        communities: [shaxi('a', '甲村'), shaxi('a', '乙村'), { id: 'c', name: '丙', town: 'ludu' }, { ...shaxi('d', ''), town: 'shax' }],
      }),
    )

    expect(fault.faults.map(({ path }) => path)).toEqual([
      'communities.1.id',
      'communities.2.town',
      'communities.3.name',
      'communities.3.town',
      'communities.3.town',
    ])
    expect(register.communities()).toEqual([])
  })

  it('come with the demo register, marked, and a real register has none', async () => {
    const { register } = await openRegister()
    expect(register.communities()).toEqual([])

    await seedDemo(register, 'a secret')

    const communities = register.communities()
    expect(communities.every(({ demo }) => demo)).toBe(true)
    const known = new Set(communities.map(({ town, name }) => `${town} ${name}`))
    const named = register.facilities({ limit: 1_000 }).items.filter(({ community }) => community !== undefined)
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(({ town, community }) => !known.has(`${town} ${community}`))).toEqual([])
    expect(communities.length).toBeGreaterThan(new Set(named.map(({ community }) => community)).size)
  })
})

describe('circles', () => {
  const circle = { id: 'xinhua', name: { zh: '新华社区', en: 'Xinhua Community' }, town: 'chengxiang' as const, recognised: true }

  it('that were recognised later are entered, stand beside those of the seeds and outlast a start', async () => {
    const { register, path } = await openRegister()

    const added = addCircle(register, { ...circle, recognisedAsOf: '2026-01', since: start })
    updateCircle(register, 'huiyang', { until: start + hour })
    const again = openAgain(path)

    expect(again.circles().at(-1)).toEqual(added)
    expect(again.circles()).toHaveLength(6)
    const huiyang = again.circles().find(({ id }) => id === 'huiyang')
    expect(huiyang).toMatchObject({ recognised: true, until: start + hour, demo: false })
    expect([start, start + hour].map((time) => isRecognisedAt(huiyang!, time))).toEqual([true, false])
    expect([start - 1, start].map((time) => isRecognisedAt(added, time))).toEqual([false, true])
    register.addFacility({ id: 'f', name: '甲', town: 'chengxiang', circles: ['xinhua'] })
    expect(updateCircle(register, 'huiyang', { until: null })).not.toHaveProperty('until')
  })

  it('are refused with a sentence', async () => {
    const { register } = await openRegister()

    expect(faultOf(() => addCircle(register, { ...circle, id: 'huiyang' })).code).toBe('exists')
    expect(faultOf(() => addCircle(register, { ...circle, name: { zh: '新华' } as never })).path).toBe('name')
    expect(faultOf(() => addCircle(register, { ...circle, town: 'chengxian' as never })).words.en).toContain('Did you mean chengxiang?')
    expect(faultOf(() => updateCircle(register, 'huiyan', { recognised: false })).words.en).toContain('Did you mean huiyang?')
    expect(faultOf(() => updateCircle(register, 'huiyang', { since: 2, until: 1 })).path).toBe('until')
  })
})

describe('two communities of one name', () => {
  it('are refused within a town, unless one has ended', async () => {
    const { register } = await openRegister()
    const both = (until?: number) => ({
      town: 'shaxi' as const,
      communities: [
        { id: 'k1', name: '甲', town: 'shaxi' as const, ...(until !== undefined && { until }) },
        { id: 'k2', name: '甲', town: 'shaxi' as const },
      ],
    })

    expect(faultOf(() => setCommunities(register, both())).path).toBe('communities.1.name')
    expect(setCommunities(register, both(start)).added).toBe(2)
  })
})

describe('consents', () => {
  it('are recorded for an indicator and a unit with their document, replaced and withdrawn', async () => {
    const { register } = await openRegister()
    const post = { indicator: '17-2', unit: 'power' }
    setConsent(register, post, { document: '太商函〔2026〕3号', date: '2026-02-01' }, 'li')

    setConsent(register, post, { document: '太商函〔2026〕4号', date: '2026-02-02' }, 'wang')

    expect(consents(register, '17-2')).toEqual([
      { ...post, document: '太商函〔2026〕4号', date: '2026-02-02', author: 'wang', recorded: start },
    ])
    setConsent(register, post, null, 'li')
    expect(consents(register)).toEqual([])
    expect(faultOf(() => setConsent(register, { indicator: '17-2', unit: '供电公司' }, null, 'li')).words.en).toContain(
      'Did you mean power?',
    )
  })
})
