import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StoreUnavailable } from '../../ingest/store/store.ts'
import { addExemption } from '../../register/exemptions.ts'
import { device, type Sent } from '../clock/pipeline-site.ts'
import { day, type FactsSite, factsSite, hour, midnight, minute } from './facts-site.ts'

const reading = (ts: number, values: object = {}, received = ts + 1_000): Sent => ({
  at: received,
  body: { ts, values: { temperature: -20, door: 'closed', compressor: 'running', energy: ts / hour, ...values } },
})
const each = (count: number, from: number, every: number, make: (ts: number, index: number) => Sent): Sent[] =>
  Array.from({ length: count }, (_, index) => make(from + index * every, index))
const charger = (at: number, status: string): Sent => ({
  at,
  body: { ts: at, values: { status } },
  from: { device: 'charger-1', kind: 'charger' },
})

/** All that facts say, whatever the numbers of devices in the file. */
const everything = ({ reader }: FactsSite) => ({
  slices: [...reader.slices(undefined, 0, 1e14)],
  days: [...reader.days(undefined, 0, 1e14)],
  inputs: reader.inputs(0, 1e14),
})

describe('facts', () => {
  it('are counted for each hour of each device in service, also those without data', async () => {
    const site = await factsSite()
    await site.send(...each(120, midnight, minute, (ts) => reading(ts)))

    await site.keep(midnight + 3 * hour + 30 * minute)

    const slices = site.slices(device)
    expect(
      slices.map(({ start, facts }) => [
        (start - midnight) / hour,
        facts.registered,
        facts.online,
        facts.good,
        facts.unknown,
        facts.readings,
      ]),
    ).toEqual([
      // A reading at midnight comes a second after it, so that of one o'clock counts for the mark of the minute after.
      [0, 3_600, 3_540, 3_600, 0, 60],
      [1, 3_600, 3_600, 3_600, 0, 60],
      [2, 3_600, 300, 240, 3_360, 0],
      [3, 1_860, 0, 0, 1_860, 0],
    ])
    expect(
      slices.map(({ facts: { expected, distinct, timely, coldGood, coldUnknown, heard } }) => [
        expected,
        distinct,
        timely,
        coldGood,
        coldUnknown,
        heard,
      ]),
    ).toEqual([
      [60, 60, 60, 3_600, 0, 59],
      [60, 60, 60, 3_600, 0, 60],
      [60, 0, 0, 540, 3_060, 1],
      [30, 0, 0, 0, 1_860, 0],
    ])
    expect(slices.map(({ facts: { energy, changes, serviceRuns } }) => [energy, changes, serviceRuns])).toEqual(
      [
        [59 * 16_667 - 20, 59, 'G60'],
        [1_000_000, 60, 'G60'],
        [0, 0, 'G4U56'],
        [0, 0, 'U31'],
      ].map(([energy, ...rest]) => [expect.closeTo(energy as number, -2), ...rest]),
    )
    expect(site.slices('locker-1').map(({ facts }) => facts.registered)).toEqual([3_600, 3_600, 3_600, 1_860])
    expect(site.reader.until()).toBe(midnight + 3 * hour + 31 * minute)
    expect(site.reader.first()).toBe(midnight)
  })

  it('are the same minute by minute as all at once', async () => {
    const messages = [
      ...each(200, midnight, 90_000, (ts, index) => reading(ts, { door: index % 7 ? 'closed' : 'open', temperature: -25 + (index % 20) })),
      ...each(40, midnight + hour, 5 * minute, (ts, index) => charger(ts, index % 9 ? 'available' : 'faulted')),
      { at: midnight + 2 * hour, body: { ts: midnight + 2 * hour, amountFen: 900, quantity: 1, trace: 'T' }, rest: 'event/sale' },
    ].sort((one, other) => one.at - other.at)
    const end = midnight + 5 * hour + 20 * minute
    const [once, live] = [await factsSite(), await factsSite()]
    await once.send(...messages)
    await once.keep(end)

    for (let now = midnight; now <= end; now += minute) {
      await live.send(...messages.filter(({ at }) => at > now - minute && at <= now))
      await live.keep(now)
    }

    expect(everything(live)).toEqual(everything(once))
  })

  it('follow late readings, through the hour and day after', async () => {
    const [site, other] = [await factsSite(), await factsSite()]
    const late = each(3, midnight + day - 30_000, minute, (ts) => reading(ts, { energy: 3 }, midnight + 2 * day + hour))
    const early = [
      reading(midnight + hour, { energy: 1 }),
      reading(midnight + 2 * day - hour, { energy: 7 }),
      reading(midnight + 2 * day, { energy: 7.5 }),
    ]
    await site.send(...early)
    await site.keep(midnight + 2 * day + hour)
    const before = site.reader.version()
    await site.send(...late)
    await site.keep(midnight + 2 * day + 2 * hour)
    await other.send(...early, ...late)
    await other.keep(midnight + 2 * day + 2 * hour)

    expect(everything(site)).toEqual(everything(other))
    expect(site.slices(device).flatMap(({ start, facts: { energy } }) => (energy ? [[(start - midnight) / hour, energy]] : []))).toEqual([
      [23, 2_000_000],
      [47, 4_000_000],
      [48, 500_000],
    ])
    expect(site.reader.changedSince(before).ranges).toEqual([{ from: midnight, to: midnight + 3 * day }])
  })

  it('follow the register: moves, retirement, kinds of exemptions, and days that are not concerned stay as they are', async () => {
    const site = await factsSite()
    await site.send(...each(3 * 24, midnight, hour, (ts) => reading(ts)))
    const end = midnight + 3 * day
    site.clock.now = end
    await site.keep(end)
    const { version } = site.reader.changedSince(0)

    site.register.moveDevice(device, 'west', midnight + day + 12 * hour + 90_000)
    await site.keep(end)

    const places = site.slices(device).map(({ start, end: to, part }) => [part.facility, (to - start) / minute])
    expect(places.slice(35, 39)).toEqual([
      ['east', 60],
      ['east', 1.5],
      ['west', 58.5],
      ['west', 60],
    ])
    expect(site.reader.changedSince(version).ranges).toEqual([{ from: midnight + day, to: end + day }])
    expect(
      [...site.reader.parts(midnight, end)]
        .filter((part) => part.device === device)
        .map(({ facility, registered }) => [facility, registered / 60]),
    ).toEqual([
      ['east', 36 * 60 + 2],
      ['west', 36 * 60 - 2],
    ])

    const again = site.reader.changedSince(0).version
    addExemption(
      site.register,
      { facility: 'west', sort: 'suspension', from: end - 2 * hour, to: end, document: 'D', date: '2026-03-01', reason: 'r' },
      'a',
    )
    site.register.retireDevice(device, end - hour)
    await site.keep(end)
    expect(
      site
        .slices(device)
        .slice(-3)
        .map(({ start, facts }) => [(start - end) / hour, facts.registered, facts.suspended]),
    ).toEqual([
      [-4, 3_600, 0],
      [-3, 3_600, 0],
      [-2, 0, 3_600],
    ])
    expect(site.reader.changedSince(again).ranges).toEqual([{ from: end - day, to: end + day }])
  })

  it('say that they are not settled until all is as the register says', async () => {
    const site = await factsSite()
    const end = midnight + 4 * day
    await site.send(...each(4 * 24, midnight, hour, (ts) => reading(ts)))
    await site.keep(end)
    const isSettled = (to: number) => site.reader.isSettled(to, site.register.version())
    const before = isSettled(midnight + day)

    site.clock.now = end
    addExemption(
      site.register,
      {
        ...{ facility: 'east', sort: 'suspension', from: midnight + hour, to: midnight + 2 * hour },
        ...{ document: '1', date: '2026-03-01', reason: '-' },
      },
      'r',
    )
    const entered = isSettled(midnight + day)
    await site.keepAndDie(end, 0)
    const begun = isSettled(end)
    await site.keep(end)

    expect([before, entered, begun, isSettled(end)]).toEqual([true, false, false, true])
  })

  it('are the same in the end when the clock of the server was an hour ahead for a while', async () => {
    const [site, other] = [await factsSite(), await factsSite()]
    const sent = each(300, midnight, minute, (ts) => reading(ts))
    for (const each of [site, other]) await each.send(...sent.slice(0, 200))
    await site.keep(midnight + 4.5 * hour)
    const ahead = site.reader.until()

    for (const each of [site, other]) await each.send(...sent.slice(200))
    await site.keep(midnight + 3.5 * hour)
    const back = site.reader.until()
    await site.keep(midnight + 5 * hour)
    await other.keep(midnight + 5 * hour)

    expect([ahead, back]).toEqual([midnight + 4.5 * hour + minute, midnight + 3.5 * hour + minute])
    expect(everything(site)).toEqual(everything(other))
  })

  it('begin with the first reading, when that is of before the registration', async () => {
    const site = await factsSite()
    await site.send(reading(midnight - 2 * day + 30 * minute, {}, midnight + minute))

    await site.keep(midnight + hour)

    expect(site.slices(device).length).toBe(2 * 24 + 2)
    expect(site.slices(device)[0]).toMatchObject({ start: midnight - 2 * day, facts: { registered: 1_800, readings: 1 } })
  })

  it('take the interval from the birth, also before it, until the next one says otherwise', async () => {
    const site = await factsSite()
    const birth = (at: number, every: number): Sent => ({ at, body: { model: 'm', vendor: 'v', firmware: '1', every }, rest: 'birth' })
    await site.send(birth(midnight + hour, 300), reading(midnight + 90 * minute))
    await site.keep(midnight + 2 * hour)
    expect(site.slices(device).map(({ facts }) => facts.expected)).toEqual([12, 12, 0])

    await site.send(birth(midnight + 3 * hour, 600))
    await site.keep(midnight + 5 * hour)

    expect(site.slices(device).map(({ facts }) => facts.expected)).toEqual([12, 12, 12, 6, 6, 0])
  })

  it('of a time before receipts were noted take those of what is stored', async () => {
    const site = await factsSite()
    const [noted, later] = [midnight + 2 * hour, midnight + 4 * hour]
    await site.send(
      { at: midnight, body: { every: 30 }, rest: 'birth' },
      ...each(40, midnight, minute, (ts) => reading(ts)),
      { at: midnight + hour, body: { ts: midnight + hour, amountFen: 800 }, rest: 'event/sale' },
      ...each(20, noted + hour, minute, (ts) => reading(ts)),
    )
    await site.keep(later)
    const online = () => site.slices(device).map(({ facts: { online, heard } }) => [online, heard])
    const before = online()

    site.database.prepare('DELETE FROM activity WHERE hour < ?').run(noted)
    await site.keep(later + hour, { isAnew: true })
    await site.keep(later + hour).then((keeper) => keeper.begin({ from: 0, to: later }, later))
    await site.keep(later + hour)
    const forgotten = online().slice(0, before.length)
    site.database.prepare('UPDATE activity_noted SET since = ?').run(noted)
    await site.keep(later + hour, { isAnew: true }).then((keeper) => keeper.begin({ from: 0, to: later }, later))
    await site.keep(later + hour)

    expect(before[1]?.[0]).toBeGreaterThan(0) // the sale
    expect(forgotten.slice(0, 2)).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(online().slice(0, before.length)).toEqual(before)
  })

  it('wait for a store that is away, and go on', async () => {
    const site = await factsSite()
    await site.send(...each(60, midnight, minute, (ts) => reading(ts)))
    let isAway = true
    const rows: FactsSite['store']['rows'] = async (query) => {
      if (isAway) throw new StoreUnavailable('away', { hint: { zh: '', en: '' } })
      return site.store.rows(query)
    }

    await expect(site.keep(midnight + hour, { store: { rows } })).rejects.toThrow(StoreUnavailable)
    expect(site.slices(device)).toEqual([])
    isAway = false
    await site.keep(midnight + hour)

    expect(site.slices(device).map(({ facts }) => facts.readings)).toEqual([60, 0])
  })

  it('whose readings are gone stay as they are', async () => {
    const site = await factsSite({ readingsDays: 10 })
    await site.send(...each(24, midnight, hour, (ts) => reading(ts)))
    await site.keep(midnight + day)
    const before = site.slices(device).slice(0, 24)
    await site.store.expire(midnight + 9 * day)

    const keeper = await site.keep(midnight + 13 * day)
    keeper.begin({ from: 0, to: midnight + 13 * day }, midnight + 13 * day)
    await site.keep(midnight + 13 * day)

    expect(site.slices(device).slice(0, 24)).toEqual(before)
  })

  it('need last values only as far back as readings are kept; the others are forgotten', async () => {
    const site = await factsSite({ readingsDays: 10 })
    await site.send(...each(24, midnight, hour, (ts) => reading(ts)))
    await site.keep(midnight + 13 * day)

    await site.keep(midnight + 14 * day)

    const file = new DatabaseSync(join(site.folder, 'facts.sqlite'), { readOnly: true })
    const { first } = file.prepare('SELECT min(day) AS first FROM carry').get() as { first: number }
    file.close()
    expect((first - midnight) / day).toBe(5)
  })
})

describe('a recompute that was ordered', () => {
  it('changes nothing, and tells how far it is', async () => {
    const site = await factsSite()
    await site.send(...each(100, midnight, 10 * minute, (ts) => reading(ts)))
    const end = midnight + 2 * day
    const keeper = await site.keep(end)
    const before = everything(site)

    keeper.begin({ from: midnight, to: end }, end)
    expect(keeper.working).toEqual({ done: 0, total: 3 * 48, changed: 0 })
    await site.keep(end)

    expect(keeper.finished).toEqual({ done: 144, total: 144, changed: 0 })
    expect(everything(site)).toEqual(before)
  })

  it('makes anew what is not as it should be, of one device when it is named', async () => {
    const site = await factsSite()
    await site.send(...each(100, midnight, 10 * minute, (ts) => reading(ts)))
    const end = midnight + day
    const keeper = await site.keep(end)
    const before = everything(site)
    await site.store.write([
      {
        table: 'telemetry',
        kind: 'freezer',
        device,
        ts: midnight + 5 * hour + 1,
        n: 0,
        received: midnight,
        quality: 'good',
        fields: { temperature: 9 },
        place: { facility: 'east', circle: '', town: 'loudong' },
      },
    ])

    keeper.begin({ from: midnight, to: end, device: 'locker-1' }, end)
    await site.keep(end)
    expect(everything(site)).toEqual(before)
    keeper.begin({ from: midnight, to: end, device }, end)
    await site.keep(end)

    expect(keeper.finished).toMatchObject({ done: 24, total: 24, changed: expect.any(Number) })
    expect(site.slices(device)[5]?.facts.coldBad).toBeGreaterThan(0)
  })
})

describe('facts of the same messages', () => {
  const message = fc.record({
    ts: fc.integer({ min: 0, max: 60 * 60 }),
    late: fc.integer({ min: 0, max: 50 * 60 }),
    energy: fc.integer({ min: 0, max: 5 }),
    quality: fc.constantFrom('good', 'bad', 'uncertain'),
  })

  it('are the same in whatever order they come, and good, bad and unknown are all of the service time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
        async (messages, sizes) => {
          const end = midnight + 4 * day + 2 * hour
          const sent = messages.map(
            ({ ts, late, energy, quality }, seq): Sent => ({
              at: midnight + (ts + late) * minute,
              body: {
                ts: midnight + ts * minute,
                quality,
                boot: 'a',
                seq,
                values: { energy, compressor: energy === 3 ? 'faulted' : 'idle' },
              },
            }),
          )
          const inOrder = sent.toSorted((one, other) => one.at - other.at)
          const [one, other] = [await factsSite(), await factsSite()]
          await one.send(...inOrder)
          await one.keep(end)
          for (let rest = sent; rest.length > 0; ) {
            const size = sizes.next().value
            await other.send(...rest.slice(0, size))
            await other.keep(end)
            rest = rest.slice(size)
          }

          expect(everything(other)).toEqual(everything(one))
          for (const { facts } of one.slices(device)) expect(facts.good + facts.bad + facts.unknown).toBe(facts.service)
        },
      ),
      { numRuns: 8 },
    )
  }, 60_000)

  it('are the same when the thread is killed at any moment, and starts again', async () => {
    const end = midnight + 3 * day + hour
    const site = await factsSite()
    await site.send(...each(150, midnight, 30 * minute, (ts) => reading(ts)))
    const whole = await factsSite()
    await whole.send(...each(150, midnight, 30 * minute, (ts) => reading(ts)))
    await whole.keep(end)

    for (const after of [0, 1, 1, 2, 0]) await site.keepAndDie(end, after)
    await site.keep(end)

    expect(everything(site)).toEqual(everything(whole))
  })
})
