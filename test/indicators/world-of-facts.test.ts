import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openIngestDatabase } from '../../ingest/database.ts'
import { factNames } from '../../ingest/facts/database.ts'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { FactsWriter } from '../../ingest/facts/writer.ts'
import { worldOfFacts } from '../../ingest/indicators/world-of-facts.ts'
import { setCommunities } from '../../register/communities.ts'
import { addExemption } from '../../register/exemptions.ts'
import { Register } from '../../register/register.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { day, hour, minute, november, shanghai } from './hand-world.ts'
import { outcomeFor } from './outcome-for.ts'

const { from } = november
const october = from - 20 * day

async function openSite() {
  const folder = await tempFolder()
  const clock = { now: october }
  const register = new Register(join(folder, 'register.sqlite'), { now: () => clock.now })
  const writer = new FactsWriter(join(folder, 'facts.sqlite'))
  const facts = new FactsReader(join(folder, 'facts.sqlite'))
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  register.start()
  whenDone(() => {
    facts.close()
    writer.close()
    database.close()
    register.stop()
  })
  register.addFacility({ id: 'east', name: '东', town: 'loudong', circles: ['huiyang', 'yulong'], households: 100, community: '惠阳社区' })
  register.addFacility({ id: 'west', name: '西', town: 'shaxi' })
  register.addDevice({ id: 'l1', kind: 'locker', facility: 'east', vendor: 'acme' })
  register.addDevice({ id: 'p1', kind: 'charger', facility: 'west' })

  return {
    register,
    clock,
    database,
    writeDay(device: string, kind: string, start: number, some: Readonly<Record<string, number | string>>, place = 'loudong') {
      const nullable = ['serviceRuns', 'coldRuns', 'stockRuns', 'digest', 'clockError', 'faultyLeast', 'compartmentsLast']
      const slice = {
        start,
        end: start + hour,
        place:
          place === 'shaxi'
            ? { facility: 'west', town: 'shaxi', circle: '' }
            : { facility: 'east', town: 'loudong', circle: 'huiyang,yulong' },
        facts: factNames.map((name) => some[name] ?? (nullable.includes(name) ? null : 0)),
      }
      writer.transaction(() => {
        writer.writeDay(writer.device(device, kind), start, start + day, start, [slice])
        writer.setMeta('until', String(from + 30 * day))
      })
    },
    refuse(device: string, kind: string, code: string, received: number) {
      database
        .prepare(
          'INSERT INTO quarantine (id, seq, device, kind, received, topic, payload, code, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(`${device}${received}`, received, device, '', received, `kz/v1/${kind}/${device}/telemetry`, '{}', code, '')
    },
    world: () => worldOfFacts({ facts, register, quarantine: database, offset: shanghai }, november),
  }
}

describe('the world of a month', () => {
  it('has the facts of the window by device and place, and the days before it on demand', async () => {
    const site = await openSite()
    site.writeDay('l1', 'locker', from - 3 * day, { registered: 3_600 })
    site.writeDay('l1', 'locker', from, { registered: 3_600, online: 1_800 })
    site.writeDay('l1', 'locker', from + day, { registered: 3_600, online: 3_600 }, 'shaxi')
    site.writeDay('p1', 'charger', from + day, { registered: 3_600 }, 'shaxi')
    site.writeDay('l1', 'locker', november.to, { registered: 3_600 })
    const world = site.world()
    const starts = (options: Parameters<typeof world.days>[1]) =>
      [...world.days(new Set(['locker', 'charger']), options)].map((one) => [one.part.device, (one.day - from) / day])

    expect(world.parts.map(({ device, facility, online }) => [device, facility, online])).toEqual([
      ['l1', 'east', 1_800],
      ['l1', 'west', 3_600],
      ['p1', 'west', 0],
    ])
    expect(starts({})).toEqual([
      ['l1', 0],
      ['l1', 1],
      ['p1', 1],
    ])
    expect(starts({ lookbackDays: 3, devices: new Set(['l1']) })).toEqual([
      ['l1', -3],
      ['l1', 0],
      ['l1', 1],
    ])
    expect(starts({ lookbackDays: 2, devices: new Set(['p1']) })).toEqual([['p1', 1]])
    expect([...world.slices(new Set(['locker', 'charger']), from, november.to, new Set(['p1']))].map(({ part }) => part.device)).toEqual([
      'p1',
    ])
    expect(outcomeFor(world, '16-2')).toMatchObject({ value: 50, numerator: 90, denominator: 180 })
  })

  it('has the register as it was at the end of the window', async () => {
    const { register, clock, world, writeDay } = await openSite()
    writeDay('l1', 'locker', from, {})
    clock.now = november.to + day
    register.updateFacility('east', { households: 250 }, from + day)
    register.updateFacility('east', { town: 'shaxi', circles: [], households: 900 }, november.to)
    register.updateFacility('west', { isPublic: false, retentionHours: 24, functions: ['fresh'] }, from)
    register.moveDevice('l1', 'west', november.to - 1)
    setCommunities(register, {
      town: 'loudong',
      communities: [
        { id: 'huiyang', name: '惠阳社区', town: 'loudong' },
        { id: 'gone', name: '老', town: 'loudong', until: from },
      ],
    })
    clock.now = november.to
    register.addFacility({ id: 'later', name: '后', town: 'shaxi' })
    register.addDevice({ id: 'z9', kind: 'freezer', facility: 'west' })
    register.retireDevice('p1')
    const view = world().register

    expect(view.facilities).toMatchObject([
      { id: 'east', town: 'loudong', circles: ['huiyang', 'yulong'], households: 250, isPublic: true, functions: [] },
      { id: 'west', town: 'shaxi', circles: [], isPublic: false, retentionHours: 24, functions: ['fresh'] },
    ])
    expect(view.devices).toEqual([
      { id: 'l1', kind: 'locker', facility: 'west', town: 'shaxi', circles: [], vendor: 'acme' },
      { id: 'p1', kind: 'charger', facility: 'west', town: 'shaxi', circles: [] },
    ])
    expect(view.communities.map(({ id }) => id)).toEqual(['huiyang'])
    expect(view.circles.find(({ id }) => id === 'huiyang')).toEqual({ id: 'huiyang', town: 'loudong', isRecognised: true })
    expect(view.facility('later')).toBeDefined()
  })

  it('knows who was retired before the end, and who has registered time though he was entered later', async () => {
    const site = await openSite()
    site.clock.now = november.to - 1
    site.register.retireDevice('p1')
    site.clock.now = november.to + day
    site.register.addDevice({ id: 'z9', kind: 'freezer', facility: 'east' })
    site.register.addDevice({ id: 'z8', kind: 'freezer', facility: 'east', commissionedAt: november.to })
    site.writeDay('z9', 'freezer', from, { registered: 3_600 })
    site.writeDay('z8', 'freezer', from, { registered: 3_600 })

    expect(site.world().register.devices.map(({ id }) => id)).toEqual(['l1', 'z9'])
  })

  it('knows suspensions that leave nothing of a span, and excluded outages where a device stood', async () => {
    const { register, world, writeDay } = await openSite()
    writeDay('l1', 'locker', from, {})
    const approve = (sort: 'suspension' | 'excluded-outage', facility: string, start: number, to?: number, device?: string) =>
      addExemption(
        register,
        { facility, sort, from: start, document: '文1', date: '2026-11-01', reason: '改造', ...(to && { to }), ...(device && { device }) },
        'li',
      )
    const end = november.to
    approve('suspension', 'east', from, end - 12 * hour)
    approve('suspension', 'east', end - 12 * hour)
    approve('suspension', 'west', end - 23 * hour)
    approve('excluded-outage', 'west', from + hour, from + 2 * hour)
    approve('excluded-outage', 'east', from + 10 * hour, from + 11 * hour)
    approve('excluded-outage', 'west', from + 20.1 * minute, from + 20.9 * minute, 'p1')
    const { register: view, excludedOutage } = world()

    expect([view.suspendedThroughout('east', end - day, end), view.suspendedThroughout('west', end - day, end)]).toEqual([true, false])
    expect(excludedOutage('p1', from, from + hour)).toBe(false)
    expect(excludedOutage('p1', from, from + hour + minute)).toBe(true)
    expect(excludedOutage('p1', from + 2 * hour, from + 3 * hour)).toBe(false)
    // Of the east, where it never was; and of the east while it is suspended.
    expect(excludedOutage('p1', from + 10 * hour, from + 11 * hour)).toBe(false)
    expect(excludedOutage('l1', from + 10 * hour, from + 11 * hour)).toBe(false)
  })

  it('knows strangers and mistaken devices of the window', async () => {
    const site = await openSite()
    site.writeDay('l1', 'locker', from, {})
    site.refuse('x1', 'freezer', 'device-unregistered', from + hour)
    site.refuse('x1', 'locker', 'device-unregistered', from + 2 * hour)
    site.refuse('x2', 'meter', 'device-waiting', november.to - 1)
    site.refuse('x3', 'meter', 'device-unregistered', november.to)
    site.refuse('l1', 'meter', 'device-unregistered', from)
    site.refuse('p1', 'locker', 'wrong-kind', from)
    site.refuse('l1', 'charger', 'wrong-kind', from - 1)
    const world = site.world()

    expect(world.strangers).toEqual([
      { device: 'x1', kind: 'freezer', town: '' },
      { device: 'x2', kind: 'meter', town: '' },
    ])
    expect([...world.mistaken]).toEqual(['p1'])
  })

  it('ends where the facts end', async () => {
    const site = await openSite()
    expect(site.world().until).toBe(from)

    site.writeDay('l1', 'locker', from, {})
    expect(site.world().until).toBe(november.to)
  })

  it('takes what is settled before the numbers of the formula', async () => {
    const { world } = await openSite()

    expect(world().parameter('16-1', 'types')).toBe(3)
    expect(world().target('12-1')).toBeUndefined()
    expect(() => world().parameter('16-1', 'none')).toThrow('16-1 has no parameter none')
  })
})
