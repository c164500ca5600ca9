import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { Knocks } from '../../../gateway/door/knocks.ts'
import { refusals } from '../../../gateway/door/refusals.ts'
import type { Entry } from '../../../journal/journal.ts'
import { makeSite, startGateway } from '../../support/site.ts'
import { waitFor } from '../../support/wait-for.ts'
import { linksOf, uplinkOf } from '../journal-of.ts'

function listening(devices: readonly string[] = []) {
  const entries: Entry[] = []
  const journal = { ok: true }
  const knocks = new Knocks({
    uplink: { accept: (entry) => void entries.push(entry), status: () => ({ ok: journal.ok, since: 0, waiting: 0 }) },
    isDevice: (name) => devices.includes(name),
  })
  const written = () => entries.map(({ key, payload }) => ({ key, ...JSON.parse(Buffer.from(payload).toString('utf8')) }))
  return { knocks, written, journal }
}

const start = 1_795_392_000_000

describe('a failed sign-in', () => {
  test('is written at once, and its repeats together after ten seconds', () => {
    const { knocks, written } = listening(['freezer-1'])

    for (let second = 0; second < 25; second++) {
      knocks.note('freezer-1', '10.0.0.7', refusals.wrongPassword('freezer-1'), start + second * 1_000)
      knocks.flush(start + second * 1_000)
    }
    knocks.flush(start + 60_000)

    expect(written().map(({ count }) => count)).toEqual([1, 10, 10, 4])
    expect(written()[1]).toMatchObject({ key: 'freezer-1', code: 'wrong-password', first: start + 1_000, last: start + 10_000 })
  })

  test('under the name of no device has no device as its key', () => {
    const { knocks, written } = listening(['freezer-1'])

    knocks.note('freezer-2', '', refusals.unknownDevice('freezer-2'), start)

    expect(written()).toMatchObject([{ key: '', name: 'freezer-2' }])
  })

  test('by ever new names is written twenty times a second at most, and no more than a thousand are remembered', () => {
    const { knocks, written } = listening()

    for (let count = 0; count < 50_000; count++)
      knocks.note(`name-${count}`, '', refusals.unknownDevice(`name-${count}`), start + count / 10)
    const during = written().length
    for (let second = 6; second < 200; second++) knocks.flush(start + second * 1_000)

    expect(during).toBeLessThanOrEqual(20 + 20 * 5)
    expect(written().length).toBeLessThanOrEqual(1_000)
  })

  test('with a hostile name is one short line', () => {
    const { knocks, written } = listening()

    knocks.note(`a\nb\u0000\u202E\ud800${'x'.repeat(60_000)}`, '', refusals.noPassword(), start)

    expect(written()[0].name).toMatch(/^a\uFFFDb\uFFFD\uFFFD\uFFFDx{57}…$/u)
  })

  test('is not added to a journal that cannot write, and counted until it can', () => {
    const { knocks, written, journal } = listening()
    journal.ok = false
    for (let count = 0; count < 5; count++) knocks.note('x', '', refusals.noPassword(), start + count)
    knocks.flush(start + 1_000)
    expect(written()).toEqual([])

    journal.ok = true
    knocks.flush(start + 2_000)

    expect(written()).toMatchObject([{ count: 5, first: start, last: start + 4 }])
  })
})

test('every reason names the mistake and the cure, in both languages', () => {
  const all = Object.values(refusals).map((make) =>
    (make as (...words: string[]) => { code: string; message: { zh: string; en: string } })('9', 'y'),
  )

  for (const { code, message } of all) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(message.zh, code).toMatch(/\p{Script=Han}.*。.*请.*。$/u)
    expect(message.en, code).toMatch(/^[A-Z9].*\.$/)
    expect(`${message.zh}${message.en}`, code).not.toMatch(/undefined|\[object/)
  }
})

test('an empty client id without a clean session is told by the user name', async () => {
  const site = await makeSite({ 'freezer-1': 'freezer' })
  const gateway = await startGateway(site)
  const socket = connect(gateway.mqtt, '127.0.0.1')
  // CONNECT, MQTT 3.1.1, user name and password, clean session 0, keep-alive 60, client id of no bytes.
  const text = (words: string) => [0, words.length, ...Buffer.from(words)]
  const body = [...text('MQTT'), 4, 0xc0, 0, 60, 0, 0, ...text('freezer-1'), ...text('secret')]

  socket.write(Uint8Array.from([0x10, body.length, ...body]))
  const [answer] = await once(socket, 'data')

  expect([...answer]).toEqual([0x20, 2, 0, 2])
  const [knocked] = await waitFor(
    async () => {
      const found = linksOf(await uplinkOf(site), 'freezer-1')
      return found.length > 0 && found
    },
    { what: 'the knock' },
  )
  expect(knocked).toMatchObject({ topic: '$gateway/refused', code: 'empty-client-id', name: 'freezer-1', count: 1 })
})

test('one that speaks MQTT 5 is told so in its own words', async () => {
  const gateway = await startGateway(await makeSite({}))
  const socket = connect(gateway.mqtt, '127.0.0.1')
  // CONNECT of MQTT 5: clean start, keep-alive 60, no properties, client id 'a'.
  socket.write(Uint8Array.from([0x10, 14, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 2, 0, 60, 0, 0, 1, 0x61]))

  const [answer] = (await once(socket, 'data')) as [Buffer]

  expect([...answer.subarray(0, 4)]).toEqual([0x20, answer.length - 2, 0, 0x84])
  expect(answer.subarray(8).toString()).toMatch(/^It speaks MQTT 5\.0; .*3\.1\.1 \(level 4\)\.$/)
})
