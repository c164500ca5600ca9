import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { beforeEach, expect, test } from 'vitest'
import { openIndicatorsDatabase } from '../../../ingest/indicators/database.ts'
import { deliveriesPage } from '../../../ingest/indicators/kept/deliveries.ts'
import { outboxOf } from '../../../ingest/indicators/kept/outbox.ts'
import { Webhook } from '../../../ingest/indicators/webhook/webhook.ts'
import { whenDone } from '../../support/clean-up.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { waitFor } from '../../support/wait-for.ts'

const key = Buffer.alloc(32, 7)
const secret = `whsec_${key.toString('base64')}`
let database: DatabaseSync
let now: number

beforeEach(async () => {
  database = openIndicatorsDatabase(join(await tempFolder(), 'indicators.sqlite'))
  whenDone(() => database.close())
  now = Date.parse('2026-11-24T12:00:00Z')
})

interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The city's own task system. */
async function otherSide(port = 0, answer: () => number = () => 204) {
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    heard.push({ headers: request.headers, body: await text(request) })
    response.writeHead(answer()).end()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  whenDone(close)
  return { heard, port: (server.address() as AddressInfo).port, close }
}

function sender(port: number): Webhook {
  const url = `http://127.0.0.1:${port}/kezhong`
  const webhook = new Webhook({ database, url, secret, now: () => now, lookEveryMs: 5, firstPauseMs: 1_000 })
  webhook.start()
  whenDone(() => webhook.stop())
  return webhook
}

const tell = (subject: string, data: unknown) =>
  outboxOf(database, { isOn: true, now: () => now })({ type: 'indicator.revised', subject, data })
const states = () => deliveriesPage(database, { limit: 50 }).items.map(({ state }) => state)
const numbers = (heard: readonly Heard[]) => heard.map(({ body }) => (JSON.parse(body) as { data: number }).data)

test('what is told arrives signed, once, and is noted', async () => {
  const city = await otherSide()
  sender(city.port)
  tell('2026-10', { period: '2026-10' })
  await waitFor(() => states()[0] === 'delivered', { what: 'the delivery' })

  const [{ headers, body }] = city.heard as [Heard]
  expect(JSON.parse(body)).toEqual({ type: 'indicator.revised', timestamp: '2026-11-24T12:00:00.000Z', data: { period: '2026-10' } })
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-timestamp']).toBe(String(now / 1_000))
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
  expect(deliveriesPage(database, { limit: 1 }).items).toMatchObject([
    { id: headers['webhook-id'], attempts: 1, delivered: now, answer: '204' },
  ])
  expect(city.heard).toHaveLength(1)
})

test('of one subject all arrive in order, though the other side was away and we began anew', async () => {
  const away = await otherSide()
  const { port } = away
  await away.close()
  const first = sender(port)
  for (const n of [1, 2, 3]) tell('2026-10', n)
  await waitFor(() => deliveriesPage(database, { limit: 9 }).items.some(({ attempts }) => attempts === 1), { what: 'an attempt' })
  await first.stop()
  expect(states()).toEqual(['waiting', 'waiting', 'waiting'])
  expect(deliveriesPage(database, { limit: 9 }).items.at(-1)).toMatchObject({
    answer: expect.stringContaining('ECONNREFUSED'),
    next: now + 1_000,
  })

  const back = await otherSide(port)
  now += 60_000
  sender(port)
  await waitFor(() => states().every((state) => state === 'delivered'), { what: 'all to arrive' })
  expect(numbers(back.heard)).toEqual([1, 2, 3])
})

test('one that is refused holds up its own subject alone, is tried again with longer pauses, and given up after three days', async () => {
  let answer = 500
  const city = await otherSide(0, () => answer)
  sender(city.port)
  tell('2026-10', 1)
  tell('2026-10', 2)
  await waitFor(() => city.heard.length === 1, { what: 'the first attempt' })
  const pauses: number[] = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    const last = await waitFor(() => deliveriesPage(database, { limit: 9 }).items.find(({ attempts }) => attempts === attempt), {
      what: 'a try',
    })
    pauses.push((last.next as number) - now)
    now = last.next as number
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000])
  expect(numbers(city.heard)).not.toContain(2)

  answer = 200
  tell('2026-11', 3)
  await waitFor(() => numbers(city.heard).includes(3), { what: 'the other subject' })
  answer = 500
  tell('2026-09', 4)
  await waitFor(() => numbers(city.heard).includes(4), { what: 'the one that is refused' })
  now += 3 * 86_400_000
  await waitFor(() => states().includes('given-up'), { what: 'it to be given up' })
})

test('it does not follow to another address', async () => {
  const elsewhere = await otherSide()
  const server = createServer((_, response) => response.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/` }).end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  whenDone(() => new Promise((resolve) => server.close(resolve)))
  sender((server.address() as AddressInfo).port)
  tell('2026-10', 1)
  await waitFor(() => deliveriesPage(database, { limit: 1 }).items[0]?.answer === '307', { what: 'the answer' })
  expect(elsewhere.heard).toEqual([])
})
