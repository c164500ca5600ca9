import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { factNames } from '../../ingest/facts/database.ts'
import type { FactRow } from '../../ingest/facts/fold.ts'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { FactsWriter } from '../../ingest/facts/writer.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'

const hour = 3_600_000
const day = 24 * hour
/** A local midnight of Shanghai. */
const midnight = Date.UTC(2026, 10, 1, -8)
const east = { facility: 'east', town: 'shaxi', circle: 'c1,c2' }
const west = { facility: 'west', town: 'chengxiang', circle: '' }

function facts(some: Partial<Record<(typeof factNames)[number], number | string>>): FactRow {
  const texts = ['serviceRuns', 'coldRuns', 'stockRuns', 'digest', 'clockError', 'faultyLeast', 'compartmentsLast']
  return factNames.map((name) => some[name] ?? (texts.includes(name) ? null : 0))
}

async function open() {
  const path = join(await tempFolder(), 'facts.sqlite')
  const reader = new FactsReader(path)
  const writer = new FactsWriter(path)
  whenDone(() => {
    reader.close()
    writer.close()
  })
  const slice = (start: number, some: Parameters<typeof facts>[0], place = east, end = start + hour) => ({
    start,
    end,
    place,
    facts: facts(some),
  })
  return { path, reader, writer, slice }
}

describe('facts that were written', () => {
  it('are read as slices, days and parts', async () => {
    const { reader, writer, slice } = await open()
    writer.transaction(() => {
      const locker = writer.device('l1', 'locker')
      const slices = [
        slice(midnight, { online: 3_600, compartmentsLast: 40, faultyLeast: 3, serviceRuns: 'G60', digest: 'a' }),
        slice(midnight + hour, { online: 60, compartmentsLast: 41, faultyLeast: 5, serviceRuns: 'G30B30', digest: 'b' }),
        slice(midnight + 2 * hour, { online: 120 }, west),
      ]
      writer.writeDay(locker, midnight, midnight + day, midnight, slices)
      writer.writeDay(locker, midnight + day, midnight + 2 * day, midnight + day, [slice(midnight + day, { online: 600 })])
      writer.writeDay(writer.device('f1', 'freezer'), midnight, midnight + day, midnight, [slice(midnight, { uses: 2, clockError: 7 })])
    })

    const there = { device: 'l1', kind: 'locker', facility: 'east', town: 'shaxi', circles: ['c1', 'c2'] }
    expect(
      [...reader.slices(new Set(['locker']), midnight, midnight + day)].map(({ part, start, facts }) => [part, start, facts.online]),
    ).toEqual([
      [there, midnight, 3_600],
      [there, midnight + hour, 60],
      [{ device: 'l1', kind: 'locker', facility: 'west', town: 'chengxiang', circles: [] }, midnight + 2 * hour, 120],
    ])
    const days = [...reader.days(new Set(['locker']), midnight, midnight + 2 * day)]
    expect(
      days.map(({ part, day: at, facts: { online, compartmentsLast, faultyLeast, serviceRuns } }) => [
        part.facility,
        at - midnight,
        online,
        compartmentsLast,
        faultyLeast,
        serviceRuns,
      ]),
    ).toEqual([
      ['east', 0, 3_660, 41, 3, 'G90B30'],
      ['west', 0, 120, null, null, null],
      ['east', day, 600, null, null, null],
    ])
    const parts = [...reader.parts(midnight, midnight + 2 * day)]
    expect(
      parts.map(({ device, facility, online, uses, clockError, compartmentsLast }) => [
        device,
        facility,
        online,
        uses,
        clockError,
        compartmentsLast,
      ]),
    ).toEqual([
      ['l1', 'east', 4_260, 0, null, 41],
      ['l1', 'west', 120, 0, null, null],
      ['f1', 'east', 0, 2, 7, null],
    ])
    expect([...reader.parts(midnight + hour, midnight + 26 * hour)].map(({ facility, online }) => [facility, online])).toEqual([
      ['east', 660],
      ['west', 120],
    ])
    expect(reader.slicesOf('l1', midnight, midnight + day, { after: midnight, limit: 1 }).map(({ start }) => start)).toEqual([
      midnight + hour,
    ])
    expect(reader.first()).toBe(midnight)
  })

  it('say every minute of a day from its first slice on, also those it was elsewhere', async () => {
    const { reader, writer, slice } = await open()
    writer.transaction(() => {
      const slices = [
        slice(midnight + 10 * hour, { serviceRuns: 'G60', stockRuns: '2x60' }),
        slice(midnight + 11 * hour, { serviceRuns: 'G60', stockRuns: '3x60' }, west),
        slice(midnight + 12 * hour, { serviceRuns: 'B60', stockRuns: '2x60' }),
      ]
      writer.writeDay(writer.device('v1', 'vending'), midnight, midnight + day, midnight, slices)
    })

    expect(
      [...reader.days(undefined, midnight, midnight + day)].map(({ start, facts }) => [
        start - midnight,
        facts.serviceRuns,
        facts.stockRuns,
      ]),
    ).toEqual([
      [10 * hour, 'G60-60B60', '2x60 -x60 2x60'],
      [11 * hour, 'G60', '3x60'],
    ])
  })

  it('tell what changed, and only what did', async () => {
    const { reader, writer, slice } = await open()
    const write = (at: number, online: number) =>
      writer.transaction(
        () => void writer.writeDay(writer.device('l1', 'locker'), at, at + day, at, [slice(at, { online }), slice(at + hour, { online })]),
      )
    write(midnight, 60)
    write(midnight + day, 60)
    write(midnight + 5 * day, 60)
    const { version, ranges } = reader.changedSince(0)
    const inputs = reader.inputs(midnight, midnight + day)

    expect(ranges).toEqual([
      { from: midnight, to: midnight + 2 * day },
      { from: midnight + 5 * day, to: midnight + 6 * day },
    ])
    expect(write(midnight, 60)).toBe(false)
    expect(reader.version()).toBe(version)
    expect(reader.inputs(midnight, midnight + day)).toEqual(inputs)

    expect(write(midnight, 120)).toBe(true)
    expect(reader.changedSince(version)).toEqual({ version: version + 1, ranges: [{ from: midnight, to: midnight + day }] })
    expect(reader.inputs(midnight, midnight + day)).toEqual({ count: 2, digest: expect.not.stringMatching(inputs.digest) })
  })

  it('have inputs that are the same by days and by slices', async () => {
    const { reader, writer, slice } = await open()
    writer.transaction(() => {
      const slices = Array.from({ length: 24 }, (_, index) => slice(midnight + index * hour, { online: index }))
      writer.writeDay(writer.device('l1', 'locker'), midnight, midnight + day, midnight, slices)
    })
    const parts = [reader.inputs(midnight, midnight + 5 * hour), reader.inputs(midnight + 5 * hour, midnight + day)]

    const { count, digest } = reader.inputs(midnight, midnight + day)

    expect(parts.map((part) => part.count)).toEqual([5, 19])
    expect(parts.reduce((sum, part) => (sum + Number.parseInt(part.digest, 36)) % 2 ** 52, 0).toString(36)).toBe(digest)
    expect(count).toBe(24)
  })

  it('leave earlier slices of the day as they are, and drop those that are no more', async () => {
    const { reader, writer, slice } = await open()
    const write = (from: number, starts: number[]) =>
      writer.transaction(
        () =>
          void writer.writeDay(
            writer.device('l1', 'locker'),
            midnight,
            midnight + day,
            from,
            starts.map((start) => slice(start, { online: 60 })),
          ),
      )
    write(midnight, [midnight, midnight + hour, midnight + hour + 1_234])

    write(midnight + hour, [midnight + hour, midnight + 2 * hour])

    expect([...reader.slices(undefined, midnight, midnight + day)].map(({ start }) => start)).toEqual([
      midnight,
      midnight + hour,
      midnight + 2 * hour,
    ])
    expect([...reader.parts(midnight, midnight + day)].map(({ online }) => online)).toEqual([180])
  })

  it('need not be there when the reader opens, and may be made anew', async () => {
    const { path, reader, writer } = await open()
    writer.close()
    await rm(path)
    expect([reader.until(), reader.version(), reader.first(), [...reader.parts(0, midnight)], reader.changedSince(0)]).toEqual([
      0,
      0,
      undefined,
      [],
      { version: 0, ranges: [] },
    ])

    const again = new FactsWriter(path)
    again.transaction(() => again.setMeta('until', '60000'))
    again.close()

    expect(reader.until()).toBe(60_000)
  })
})
