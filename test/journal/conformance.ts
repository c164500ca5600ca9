import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, type JournalReader, JournalUnavailable, type JournalWriter } from '../../journal/journal.ts'
import { entry, noon, numbered, plain, readAll, textOf, texts } from './entries.ts'

export interface OpenJournal {
  /** Both are started. */
  readonly writer: JournalWriter
  readonly reader: JournalReader
  anotherReader(): Promise<JournalReader>
  /** Another process reads as this consumer until it has just `count` entries, and commits; gives their payloads as text. */
  followElsewhere(consumer: string, count: number): Promise<readonly string[]>
  /** Stops both and opens the journal again. */
  reopen(): Promise<OpenJournal>
  /** Opens what a power cut at this moment would leave. */
  crash(): Promise<OpenJournal>
}

/** A new, empty journal; with `room` one that can keep about so many bytes. */
export type Open = (options?: { readonly room?: number }) => Promise<OpenJournal>

const plenty = { entries: 1_000, bytes: 64 << 20 }

/** What every journal must do. */
export function describeJournal(name: string, open: Open): void {
  describe(`a journal on ${name}`, () => {
    describe('keeps', () => {
      it('what was appended, and says at which offset it begins', async () => {
        const { writer, reader } = await open()

        expect(await writer.append([entry('a'), entry('b')])).toBe(0)
        expect(await writer.append([entry('c')])).toBe(2)

        const { entries, next, damaged } = await reader.read(0, plenty)
        expect(entries.map(({ offset }) => offset)).toEqual([0, 1, 2])
        expect(texts(entries)).toEqual(['a', 'b', 'c'])
        expect({ next, damaged, head: await reader.head() }).toEqual({ next: 3, damaged: [], head: 3 })
      })

      it('every part of an entry, to the last byte', async () => {
        const { writer, reader } = await open()
        const appended: Entry[] = [
          entry('', { payload: new Uint8Array(0) }),
          entry('', { payload: Uint8Array.from({ length: 256 }, (_, byte) => byte) }),
          entry('', { payload: new Uint8Array(256 * 1024).fill(0x5a), topic: 'kz/v1/vending/自动售货机-01/event/售出🥤' }),
          entry('x', { at: 1_763_884_800_123.5, key: '', topic: '' }),
          entry('x', { key: 'k'.repeat(255), topic: 't'.repeat(65_535), headers: { qos: '1', 来源: '网关', empty: '' } }),
          entry('x', { headers: {} }),
        ]

        await writer.append(appended)

        expect((await readAll(reader)).map(plain)).toEqual(appended.map(plain))
      })

      it('any entries, however they are divided among appends', async () => {
        const { writer, reader } = await open()
        const word = fc.string({ unit: 'grapheme', maxLength: 20 })
        const anEntry = fc
          .record({
            at: fc.integer({ min: 0, max: 4e12 }),
            key: word,
            topic: word,
            payload: fc.uint8Array({ maxLength: 300 }),
            headers: fc.option(fc.dictionary(word, word, { maxKeys: 3 }), { nil: undefined }),
          })
          .map(({ headers, ...rest }): Entry => (headers ? { ...rest, headers } : rest))

        await fc.assert(
          fc.asyncProperty(fc.array(fc.array(anEntry, { maxLength: 5 }), { maxLength: 5 }), async (appends) => {
            const before = await reader.head()
            const firsts = await Promise.all(appends.map((entries) => writer.append(entries)))

            const kept = await readAll(reader, before)
            expect(kept.map(plain)).toEqual(appends.flat().map(plain))
            const counts = appends.map((entries) => entries.length)
            expect(firsts).toEqual(counts.map((_, index) => before + counts.slice(0, index).reduce((sum, count) => sum + count, 0)))
          }),
          { numRuns: 30 },
        )
      })

      it('what it was given at the call, whatever becomes of the buffer afterwards', async () => {
        const { writer, reader } = await open()
        const payload = Buffer.from('as it was')

        const appended = writer.append([entry('', { payload })])
        payload.fill(0)
        await appended

        expect(texts(await readAll(reader))).toEqual(['as it was'])
      })

      it('the order of many appends of one turn', async () => {
        const { writer, reader } = await open()

        const firsts = await Promise.all(numbered(500).map((one) => writer.append([one])))

        expect(firsts).toEqual(firsts.map((_, index) => index))
        expect(texts(await readAll(reader))).toEqual(texts(numbered(500)))
      })

      it('an append of many entries and many bytes', async () => {
        const { writer, reader } = await open()
        const many = numbered(10_000)
        const large = numbered(20).map((one) => ({ ...one, payload: Buffer.alloc(200_000, textOf(one)) }))

        expect(await writer.append(many)).toBe(0)
        expect(await writer.append(large)).toBe(10_000)

        const kept = await readAll(reader)
        expect(texts(kept.slice(0, 10_000))).toEqual(texts(many))
        expect(kept.slice(10_000).map(plain)).toEqual(large.map(plain))
      })

      it('nothing of an append of nothing', async () => {
        const { writer, reader } = await open()
        await writer.append(numbered(3))

        expect(await writer.append([])).toBe(3)
        expect(await writer.append([entry('after')])).toBe(3)

        expect(await reader.head()).toBe(4)
      })
    })

    describe('refuses', () => {
      const misfits: [string, Partial<Entry>][] = [
        ['a key of 256 bytes', { key: 'k'.repeat(256) }],
        ['a key of 86 characters that take 258 bytes', { key: '柜'.repeat(86) }],
        ['a topic of 65,536 bytes', { topic: 't'.repeat(65_536) }],
        ['headers of more than 65,535 bytes', { headers: { note: 'n'.repeat(65_536) } }],
        ['a payload of more than 64 MiB', { payload: new Uint8Array((64 << 20) + 1) }],
        ['a time that is none', { at: Number.NaN }],
      ]

      it.each(misfits)('%s, and keeps what others append in the same turn', async (_, misfit) => {
        const { writer, reader } = await open()

        const outcomes = await Promise.allSettled([
          writer.append([entry('before')]),
          writer.append([entry('beside'), entry('misfit', misfit)]),
          writer.append([entry('after')]),
        ])

        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
        expect((outcomes[1] as PromiseRejectedResult).reason).toBeInstanceOf(RangeError)
        expect(texts(await readAll(reader))).toEqual(['before', 'after'])
      })
    })

    describe('reads', () => {
      it('nothing where there is nothing, and stays where it is', async () => {
        const { writer, reader } = await open()

        expect(await reader.head()).toBe(0)
        expect(await reader.read(0, plenty)).toEqual({ entries: [], next: 0, damaged: [] })
        await writer.append(numbered(5))

        expect(await reader.read(5, plenty)).toEqual({ entries: [], next: 5, damaged: [] })
      })

      it('nothing beyond the head, without going backwards', async () => {
        const { writer, reader } = await open()
        await writer.append(numbered(5))

        expect(await reader.read(1_000, plenty)).toEqual({ entries: [], next: 1_000, damaged: [] })
      })

      it('from any offset, in the middle of an append too', async () => {
        const { writer, reader } = await open()
        for (const from of [0, 7, 14]) await writer.append(numbered(7, from))

        for (let from = 0; from < 21; from++) {
          const { entries, next } = await reader.read(from, plenty)

          expect(texts(entries)).toEqual(texts(numbered(21 - from, from)))
          expect(next).toBe(21)
        }
      })

      it('no more entries than asked for, and goes on where it stopped', async () => {
        const { writer, reader } = await open()
        for (const from of [0, 7, 14]) await writer.append(numbered(7, from))

        for (const size of [1, 2, 5, 7, 10]) {
          const { entries, next } = await reader.read(3, { entries: size, bytes: 1 << 20 })

          expect(texts(entries)).toEqual(texts(numbered(size, 3)))
          expect(next).toBe(3 + size)
          expect(texts(await readAll(reader, 0, { entries: size, bytes: 1 << 20 }))).toEqual(texts(numbered(21)))
        }
      })

      it('up to the entry that reaches the bytes asked for', async () => {
        const { writer, reader } = await open()
        const hundredBytes = numbered(10).map((one) => ({ ...one, payload: Buffer.alloc(100, textOf(one)) }))
        await writer.append(hundredBytes.slice(0, 4))
        await writer.append(hundredBytes.slice(4))

        const lengths = [1, 100, 101, 450, 1_000, 5_000].map(
          async (bytes) => (await reader.read(0, { entries: 1_000, bytes })).entries.length,
        )

        expect(await Promise.all(lengths)).toEqual([1, 1, 2, 5, 10, 10])
        expect((await readAll(reader, 0, { entries: 1_000, bytes: 250 })).map(plain)).toEqual(hundredBytes.map(plain))
      })

      it('at least one entry, however large it is', async () => {
        const { writer, reader } = await open()
        await writer.append([entry('x'.repeat(256 * 1024)), entry('next')])

        const { entries, next } = await reader.read(0, { entries: 100, bytes: 1 })

        expect(entries.map(({ payload }) => payload.length)).toEqual([256 * 1024])
        expect(next).toBe(1)
      })

      it('the same with two readers at once', async () => {
        const { writer, reader, anotherReader } = await open()
        const other = await anotherReader()

        await writer.append(numbered(50))

        expect(texts(await readAll(other))).toEqual(texts(await readAll(reader)))
        expect(await other.id()).toBe(await reader.id())
      })

      it('in another process, while the writer writes', async () => {
        const { writer, reader, followElsewhere } = await open()
        const count = 2_000

        let isOver = false
        const followed = followElsewhere('elsewhere', count).finally(() => {
          isOver = true
        })
        for (let from = 0; from < count || !isOver; from += 10) await writer.append(numbered(10, from))

        expect(await followed).toEqual(texts(numbered(count)))
        expect(await reader.committed('elsewhere')).toBe(count)
      })
    })

    describe('remembers', () => {
      it('how far each consumer is, and nothing of one that never committed', async () => {
        const { writer, reader, anotherReader } = await open()
        await writer.append(numbered(10))

        await reader.commit('first', 4)
        await reader.commit('second', 0)
        await reader.commit('first', 6)

        expect(await reader.committed('first')).toBe(6)
        expect(await reader.committed('second')).toBe(0)
        expect(await reader.committed('third')).toBeUndefined()
        expect(await (await anotherReader()).committed('first')).toBe(6)
      })

      it('everything when it is closed and opened again', async () => {
        const journal = await open()
        await journal.writer.append(numbered(10))
        await journal.reader.commit('ingest', 7)
        const id = await journal.reader.id()

        const { writer, reader } = await journal.reopen()

        expect({ id: await reader.id(), head: await reader.head(), committed: await reader.committed('ingest') }).toEqual({
          id,
          head: 10,
          committed: 7,
        })
        expect(await writer.append(numbered(10, 10))).toBe(10)
        expect(texts(await readAll(reader))).toEqual(texts(numbered(20)))
      })

      it('everything it acknowledged when the power is cut', async () => {
        let journal = await open()
        const id = await journal.reader.id()

        for (let from = 0; from < 50; from += 10) {
          await journal.writer.append(numbered(10, from))
          await journal.reader.commit('ingest', from)
          journal = await journal.crash()

          expect(await journal.reader.id()).toBe(id)
          expect(await journal.reader.committed('ingest')).toBe(from)
          expect(texts(await readAll(journal.reader))).toEqual(texts(numbered(from + 10)))
        }
      })

      it('what was appended in the turn in which it is stopped', async () => {
        const journal = await open()

        const appended = journal.writer.append(numbered(3))
        const { reader } = await journal.reopen()

        expect(await appended).toBe(0)
        expect(texts(await readAll(reader))).toEqual(texts(numbered(3)))
      })

      it('another name than any other journal has', async () => {
        const ids = await Promise.all([1, 2, 3, 4].map(async () => (await open()).reader.id()))

        expect(new Set(ids).size).toBe(4)
      })
    })

    describe('forgets', () => {
      const minute = 60_000

      /** Ten appends of ten entries, a minute apart. */
      async function tenMinutes(options?: Parameters<Open>[0]) {
        const journal = await open(options)
        for (let minutes = 0; minutes < 10; minutes++)
          await journal.writer.append(numbered(10, minutes * 10, { at: noon + minutes * minute }))
        return journal
      }

      it('what is old and consumed, and reads on across the hole', async () => {
        const { writer, reader } = await tenMinutes()
        await reader.commit('ingest', 100)

        expect(await writer.expire(noon + 4 * minute)).toBe(40)

        const slice = await reader.read(0, plenty)
        expect(texts(slice.entries)).toEqual(texts(numbered(60, 40)))
        expect(slice.entries[0]?.offset).toBe(40)
        expect({ next: slice.next, damaged: slice.damaged }).toEqual({ next: 100, damaged: [] })
        expect(texts((await reader.read(25, { entries: 2, bytes: 1_000 })).entries)).toEqual(['number 40', 'number 41'])
      })

      it('nothing that the slowest consumer has not committed', async () => {
        const { writer, reader } = await tenMinutes()
        await reader.commit('fast', 100)
        await reader.commit('slow', 35)

        await writer.expire(noon + 60 * minute)

        expect((await readAll(reader))[0]?.offset).toBeLessThanOrEqual(35)
        expect(texts(await readAll(reader, 35))).toEqual(texts(numbered(65, 35)))
      })

      it('nothing as long as there is no consumer', async () => {
        const { writer, reader } = await tenMinutes()

        expect(await writer.expire(noon + 60 * minute)).toBe(0)

        expect(await readAll(reader)).toHaveLength(100)
      })

      it('nothing that is younger', async () => {
        const { writer, reader } = await tenMinutes()
        await reader.commit('ingest', 100)

        expect(await writer.expire(noon)).toBe(0)

        expect(await readAll(reader)).toHaveLength(100)
      })

      it('never where it was: offsets go on even when everything is old', async () => {
        const journal = await tenMinutes()
        await journal.reader.commit('ingest', 100)

        await journal.writer.expire(noon + 1_000 * minute)
        const { writer, reader } = await journal.reopen()

        expect(await reader.head()).toBe(100)
        expect(await writer.append([entry('next')])).toBe(100)
        expect(texts((await reader.read(100, plenty)).entries)).toEqual(['next'])
      })

      it('while it goes on writing', async () => {
        const { writer, reader } = await tenMinutes()
        await reader.commit('ingest', 100)

        const [, first] = await Promise.all([writer.expire(noon + 5 * minute), writer.append(numbered(10, 100))])

        expect(first).toBe(100)
        expect(texts(await readAll(reader))).toEqual(texts(numbered(60, 50)))
      })
    })

    describe('when it is full', () => {
      const large = (number: number): Entry => entry(`number ${number}`.padEnd(32 * 1024, '.'))

      async function fill({ writer }: OpenJournal): Promise<{ kept: number; error: unknown }> {
        for (let kept = 0; kept < 1_000; kept++) {
          try {
            await writer.append([large(kept)])
          } catch (error) {
            return { kept, error }
          }
        }
        return { kept: 1_000, error: undefined }
      }

      it('rejects, keeps nothing of what it rejected, and says what to do', async () => {
        const journal = await open({ room: 1 << 20 })

        const { kept, error } = await fill(journal)

        expect(error).toBeInstanceOf(JournalUnavailable)
        expect((error as JournalUnavailable).hint).toEqual({ zh: expect.stringMatching(/满/), en: expect.stringMatching(/full/) })
        expect(await journal.reader.head()).toBe(kept)
        expect(texts(await readAll(journal.reader))).toEqual(Array.from({ length: kept }, (_, number) => textOf(large(number))))
      })

      it('rejects every append of the turn, and all of one that fits in part', async () => {
        const journal = await open({ room: 1 << 20 })
        const { kept } = await fill(journal)
        const tooMuch = Array.from({ length: 100 }, (_, number) => large(number))

        const outcomes = await Promise.allSettled([journal.writer.append([large(1)]), journal.writer.append(tooMuch)])

        expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
        expect(await journal.reader.head()).toBe(kept)
      })

      it('goes on by itself once old entries are dropped', async () => {
        const journal = await open({ room: 1 << 20 })
        const { kept } = await fill(journal)

        await journal.reader.commit('ingest', kept)
        expect(await journal.writer.expire(noon + 1)).toBeGreaterThan(0)

        expect(await journal.writer.append([large(kept)])).toBe(kept)
        const { writer, reader } = await journal.crash()
        expect(texts(await readAll(reader)).at(-1)).toBe(textOf(large(kept)))
        expect(await writer.append([large(kept + 1)])).toBe(kept + 1)
      })
    })

    describe('is not to be misused', () => {
      it('rejects what is appended after it was stopped', async () => {
        const { writer, reader } = await open()
        await writer.stop()

        await expect(writer.append([entry('late')])).rejects.toBeInstanceOf(JournalUnavailable)

        expect(await reader.head()).toBe(0)
      })

      it('starts once, and stops as often as it is told to', async () => {
        const { writer, reader } = await open()

        await expect(writer.start()).rejects.toThrow(/started/)
        await expect(reader.start()).rejects.toThrow(/started/)
        for (const part of [reader, reader, writer, writer]) await part.stop()
        await writer.start()

        expect(await writer.append([entry('again')])).toBe(0)
      })
    })
  })
}
