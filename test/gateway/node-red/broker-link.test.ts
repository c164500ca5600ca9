import { join } from 'node:path'
import { pino } from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { BrokerLink, type Down } from '../../../gateway/node-red/broker-link.ts'
import { journalPaths } from '../../../journal/sqlite-files.ts'
import { SqliteJournalWriter } from '../../../journal/sqlite-writer.ts'
import { ensureAdapterSecret } from '../../../register/adapters.ts'
import { Register } from '../../../register/register.ts'
import { whenDone } from '../../support/clean-up.ts'
import { makeSite, type RunningGateway, type Site, startGateway } from '../../support/site.ts'
import { waitFor } from '../../support/wait-for.ts'
import { publishedBy, uplinkOf } from '../journal-of.ts'
import { bind } from './running.ts'

const topic = (device: string) => `kz/v1/vending/${device}/telemetry`

describe('the connection of all nodes to the broker', () => {
  let site: Site
  let gateway: RunningGateway
  let link: BrokerLink

  /** The code with which it is refused; undefined: acknowledged. */
  const publish = (device: string, payload = '{"temperature":4}') =>
    new Promise<string | undefined>((resolve) => link.publish(topic(device), payload, (error) => resolve(error?.code)))

  beforeAll(async () => {
    site = await makeSite({ 'vending-1': 'vending', 'vending-2': 'vending' })
    bind(site, 'vending-1')
    const register = new Register(join(site.folder, 'register.sqlite'))
    register.start()
    const secret = await ensureAdapterSecret(register, site.folder, 'node-red')
    register.stop()
    gateway = await startGateway(site)
    link = new BrokerLink({ folder: site.folder, name: 'node-red', secret, log: pino({ level: 'silent' }) })
    link.start()
    whenDone(() => link.stop())
    await waitFor(() => link.connected, { what: 'the connection' })
  })

  test('refuses once, to its sender, what the broker refuses, and sends the others that were under way again', async () => {
    const outcomes = await Promise.all([publish('vending-1'), publish('vending-2'), publish('vending-1', '{"temperature":5}')])

    expect(outcomes).toEqual([undefined, 'not-bound', undefined])
    await waitFor(() => link.connected, { what: 'the connection to come back' })
    expect(await publish('vending-1', '{"temperature":6}')).toBeUndefined()
    const entries = await uplinkOf(site)
    expect(publishedBy(entries, 'vending-2')).toEqual([])
    const payloads = publishedBy(entries, 'vending-1').map(({ payload }) => Buffer.from(payload).toString())
    expect([...new Set(payloads)]).toEqual(['{"temperature":4}', '{"temperature":5}', '{"temperature":6}'])
  })

  test('hears commands and verdicts for the devices that are bound, and for no others', async () => {
    const heard: Down[] = []
    whenDone(link.onDown((down) => heard.push(down)))
    const downlink = new SqliteJournalWriter(journalPaths(join(site.folder, 'journal'), 'downlink'))
    await downlink.start()
    whenDone(() => downlink.stop())
    await waitFor(() => link.connected, { what: 'the connection' })

    const down = (device: string, rest: string, body: object) => ({
      at: Date.now(),
      key: device,
      topic: `kz/v1/vending/${device}/${rest}`,
      payload: Buffer.from(JSON.stringify(body)),
      headers: { qos: '1' },
    })
    await downlink.append([
      down('vending-2', 'command/lock', { id: 'c1' }),
      down('vending-1', 'command/lock', { id: 'c2', args: { locked: true } }),
      down('vending-1', 'verdict', { code: 'limit' }),
    ])

    await waitFor(() => heard.length === 2, { what: 'a command and a verdict' })
    expect(heard).toEqual([
      { kind: 'vending', device: 'vending-1', rest: 'command/lock', body: { id: 'c2', args: { locked: true } } },
      { kind: 'vending', device: 'vending-1', rest: 'verdict', body: { code: 'limit' } },
    ])
  })

  test('survives a gateway that is killed: what was not acknowledged is sent to the next one', async () => {
    await gateway.process.kill()
    await waitFor(() => !link.connected, { what: 'the loss of the connection' })
    const outcome = publish('vending-1', '{"temperature":7}')

    gateway = await startGateway(site)

    expect(await outcome).toBeUndefined()
    expect(
      publishedBy(await uplinkOf(site), 'vending-1').some(({ payload }) => Buffer.from(payload).toString() === '{"temperature":7}'),
    ).toBe(true)
  })
})
