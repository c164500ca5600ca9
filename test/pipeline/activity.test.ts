import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { marksOf } from '../../ingest/pipeline/activity.ts'
import { saveMapping } from '../../register/mappings.ts'
import { device, type PipelineSite, pipelineSite, type Sent } from '../clock/pipeline-site.ts'

const minute = 60_000
const hour = 60 * minute
const at = Date.UTC(2026, 2, 1)
const reading = (received: number, ts = received, more: object = {}): Sent => ({
  at: received,
  body: { ts, values: { temperature: -18 }, ...more },
})
const state = (received: number, word: string, boot?: string): Sent => ({ at: received, body: { state: word, boot }, rest: 'state' })
const birth = (received: number, more: object = {}): Sent => ({
  at: received,
  body: { model: 'm', vendor: 'v', firmware: '1', ...more },
  rest: 'birth',
})

interface Row {
  hour: number
  heard0: number
  heard1: number
  left0: number
  left1: number
  stored: number
  changed: number
}
const rows = ({ database }: PipelineSite): Row[] =>
  database.prepare('SELECT * FROM activity WHERE device = ? ORDER BY hour').all(device) as unknown as Row[]
/** Minutes after `at`. */
const heard = (site: PipelineSite): number[] =>
  rows(site).flatMap(({ hour: of, heard0, heard1 }) => [...marksOf(of, [heard0, heard1])].map((mark) => (mark - at) / minute))
const left = (site: PipelineSite): number[] =>
  rows(site).flatMap(({ hour: of, left0, left1 }) => [...marksOf(of, [left0, left1])].map((mark) => (mark - at) / minute))
const stored = (site: PipelineSite): number[] => rows(site).flatMap(({ hour: of, stored: is }) => (is ? [(of - at) / hour] : []))
const changed = (site: PipelineSite): number => Math.max(0, ...rows(site).map((row) => row.changed))

describe('activity', () => {
  it('knows the minutes in which something was accepted, by receipt: the mark is the end of its minute', async () => {
    const site = await pipelineSite()

    await site.send(reading(at), reading(at + 1), reading(at + 30 * minute), reading(at + 30 * minute + 1), reading(at + 59 * minute + 1))

    expect(heard(site)).toEqual([0, 1, 30, 31, 60])
  })

  it('takes readings, events, births and states, and repeats of them; not what was refused', async () => {
    const site = await pipelineSite()
    const sale = { at: at + 3 * minute, body: { ts: at, amountFen: 5, id: 'a' }, rest: 'event/sale' }

    await site.send(birth(at + minute), reading(at + 2 * minute, at), sale, state(at + 4 * minute, 'online'))
    await site.send(
      reading(at + 5 * minute, at),
      { at: at + 6 * minute, body: { values: { temperature: 'warm' } } },
      { ...sale, at: at + 7 * minute, rest: 'event/nothing' },
    )

    expect(heard(site)).toEqual([1, 2, 3, 4, 5])
  })

  it('knows the hours of which something was kept, by its own time', async () => {
    const site = await pipelineSite()

    await site.send(reading(at + 10 * hour, at + hour), reading(at + 10 * hour, at + 7 * hour + 1))
    await site.send(state(at + 20 * hour, 'online'))

    expect(stored(site)).toEqual([1, 7])
  })

  it('knows the minutes whose last message said that the device has left', async () => {
    const site = await pipelineSite()

    await site.send(
      reading(at + 1),
      state(at + 2, 'offline'),
      state(at + minute + 1, 'lost'),
      reading(at + minute + 2),
      state(at + 40 * minute, 'lost'),
    )
    expect(left(site)).toEqual([1, 40])

    await site.send(reading(at + 40 * minute), state(at + 41 * minute, 'sleeping'))
    expect(left(site)).toEqual([1])
    expect(heard(site)).toEqual([1, 2, 40, 41])
  })

  it('ignores a will of a former boot', async () => {
    const site = await pipelineSite()
    await site.send(
      reading(at + minute, at, { boot: 'a', seq: 1 }),
      reading(at + 2 * minute, at, { boot: 'b', seq: 1 }),
      state(at + 3 * minute, 'lost', 'a'),
      state(at + 4 * minute, 'lost', 'b'),
    )

    expect([heard(site), left(site)]).toEqual([[1, 2, 4], [4]])
  })

  it('grows its number only with news, and a batch done again changes nothing', async () => {
    const site = await pipelineSite()
    const first = site.entries([reading(at + minute), state(at + 2 * minute, 'offline')])
    await site.process(first, [], { commit: false })
    await site.process(first)
    const before = rows(site)

    await site.process(first)
    await site.send(reading(at + 90_000, at + minute))
    expect(rows(site)).toEqual(before.map((row) => ({ ...row, left0: 0, changed: expect.any(Number) })))

    const now = changed(site)
    await site.send(reading(at + 90_001, at + minute))
    expect(changed(site)).toBe(now)
    await site.send(reading(at + 90_002, at + minute + 1))
    expect(changed(site)).toBe(now + 1)
  })

  it('comes to the same whatever the batches', async () => {
    const message = fc.record({ after: fc.integer({ min: 0, max: 2 * hour }), word: fc.constantFrom('offline', 'online', 'reading') })
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 5 })),
        async (messages, sizes) => {
          const sent = messages
            .sort((one, other) => one.after - other.after)
            .map(({ after, word }) => (word === 'reading' ? reading(at + after) : state(at + after, word)))
          const [one, other] = [await pipelineSite(), await pipelineSite()]
          await one.send(...sent)
          await other.process(other.entries(sent), sizes)

          expect([heard(other), left(other), stored(other)]).toEqual([heard(one), left(one), stored(one)])
        },
      ),
      { numRuns: 10 },
    )
  })

  it('of a replay counts where it came first, and overrides nothing', async () => {
    const site = await pipelineSite()
    await site.send(
      { at: at + minute, body: { ts: at, values: { wd: -3 } } },
      { at: at + 2 * minute, body: { ts: at - hour, values: { wd: -3 } } },
      state(at + 2 * minute, 'offline'),
    )
    expect([heard(site), left(site), stored(site)]).toEqual([[2], [2], []])
    saveMapping(site.register, { device, fields: { wd: { to: 'temperature' } } }, { author: 'test' })

    await site.replay()

    expect([heard(site), left(site), stored(site)]).toEqual([[1, 2], [2], [-1, 0]])
  })

  it('goes with the readings', async () => {
    const site = await pipelineSite(10)
    await site.send(reading(at), reading(at + 2 * 24 * hour))

    await site.forgetOld(at + 11 * 24 * hour)

    expect(rows(site).map(({ hour: of }) => of)).toEqual([at + 2 * 24 * hour])
  })
})

it('what births say of the interval is kept from when they said so, once', async () => {
  const site = await pipelineSite()

  await site.send(birth(at, { every: 60 }), birth(at + hour), birth(at + 2 * hour, { every: 60 }))
  await site.send(birth(at + 3 * hour, { every: '5 min' }), birth(at + 4 * hour, { every: 60 }))

  expect(site.database.prepare('SELECT since, seconds FROM reporting ORDER BY since').all()).toEqual([
    { since: at, seconds: 60 },
    { since: at + 3 * hour, seconds: 300 },
    { since: at + 4 * hour, seconds: 60 },
  ])
})
