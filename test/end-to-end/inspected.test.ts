import { describe, expect, it } from 'vitest'
import { eventsFrom, type ServerEvent } from '../support/event-source.ts'
import { connectDevice, sessionOf } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { startWholeSite, type WholeSite } from './whole-site.ts'

async function inspect(site: WholeSite, device: string): Promise<readonly ServerEvent[]> {
  // The pipeline hears of it before its first batch only once it is up.
  await waitFor(async () => (await fetch(`${site.ingest.url}/ready`)).ok, { what: 'every part to serve' })
  return eventsFrom(`${site.ingest.url}/devices/${device}/inspect`, { cookie: await sessionOf(site.ingest) })
}

/** As soon as there are so many of that name. */
const several = (events: readonly ServerEvent[], name: string, count: number) =>
  waitFor(() => events.filter((event) => event.name === name).length >= count && events.filter((event) => event.name === name), {
    what: () => `${count} events ${name}; ${JSON.stringify(events)}`,
  })

interface Step {
  step: string
  outcome: string
  found?: Record<string, unknown>
  rejection?: { code: string; message: { zh: string; en: string } }
}
const stepsOf = ({ data }: ServerEvent | undefined = { name: '', data: {} }) => data.steps as Step[]
const outcomes = (event: ServerEvent | undefined) => stepsOf(event).map(({ step, outcome }) => `${step} ${outcome}`)

describe('whoever inspects a device', () => {
  it('sees its connection and each message with the word of each step, and nothing of other devices', async () => {
    const site = await startWholeSite({ f1: 'freezer', f2: 'freezer' })
    await site.ask('/mappings', {
      method: 'PUT',
      body: JSON.stringify({ device: 'f1', fields: { wd: { to: 'temperature', scale: 0.1 } } }),
    })
    const events = await inspect(site, 'f1')
    const other = await site.connect('f2')
    const client = await site.connect('f1')
    const send = (payload: string, rest = 'telemetry') => client.publishAsync(`kz/v1/freezer/f1/${rest}`, payload, { qos: 1 })

    await other.publishAsync('kz/v1/freezer/f2/telemetry', '{"temperature":1}', { qos: 1 })
    await send('{"ts":1,"boot":"a","seq":1,"values":{"wd":-180}}')
    await send('{"boot":"a","seq":2,"values":{"wd":-180,"foo":1}}')
    await send('{"boot":"a","seq":2,"values":{"wd":-180,"foo":1}}')
    await send('[{"temperature":-18},{"temperature":"-18,4"}]')
    await send('{"model":"m","vendor":"v","firmware":"1"}', 'birth')
    await send(Buffer.from([0xff, 0xfe]).toString('latin1'), 'event/nothing')
    const [old, first, repeat, good, bad, birth, unknown] = await several(events, 'message', 7)

    expect(events.map(({ name }) => name)[0]).toBe('link')
    expect(events[0]?.data).toMatchObject({ what: 'connected', address: expect.stringContaining('127.0.0.1') })
    expect(old?.data).toMatchObject({ result: 'quarantined', quarantine: expect.stringMatching(/^\w+-\w+$/) })
    expect(outcomes(old)).toEqual(['decode ok', 'identify ok', 'map changed', 'validate refused'])
    expect(stepsOf(old).at(-1)?.rejection).toMatchObject({ code: 'ts-too-old', message: { zh: expect.stringContaining('校准') } })
    expect(first?.data).toMatchObject({
      topic: 'kz/v1/freezer/f1/telemetry',
      payload: '{"boot":"a","seq":2,"values":{"wd":-180,"foo":1}}',
      encoding: 'text',
      result: 'stored',
    })
    expect(outcomes(first)).toEqual([
      'decode ok',
      'identify ok',
      'map changed',
      'validate ok',
      'deduplicate ok',
      'settle ok',
      'state ok',
      'store ok',
    ])
    expect(stepsOf(first).find(({ step }) => step === 'validate')?.found).toMatchObject({
      fields: { temperature: -18 },
      seq: 2,
      boot: 'a',
      unknownFields: [{ name: 'foo' }],
    })
    expect(repeat?.data).toMatchObject({ result: 'duplicate' })
    expect(outcomes(repeat).at(-1)).toBe('deduplicate duplicate')
    expect(good?.data).toMatchObject({ element: 0, payload: '{"temperature":-18}', result: 'stored' })
    expect(bad?.data).toMatchObject({ element: 1, result: 'quarantined' })
    expect(birth?.data).toMatchObject({ sort: 'birth', result: 'taken' })
    expect(unknown?.data).toMatchObject({ sort: 'event', result: 'quarantined' })
    expect(events.some(({ data }) => JSON.stringify(data).includes('f2'))).toBe(false)
  })

  it('finds what was sent before in the journal, page by page', async () => {
    const site = await startWholeSite({ f1: 'freezer', f2: 'freezer' })
    const [client, other] = [await site.connect('f1'), await site.connect('f2')]
    for (let index = 0; index < 5; index++) {
      await client.publishAsync('kz/v1/freezer/f1/telemetry', index === 4 ? Buffer.from([0xff, 0xfe]) : `{"n":${index}}`, { qos: 1 })
      await other.publishAsync('kz/v1/freezer/f2/telemetry', '{"temperature":1}', { qos: 1 })
    }

    const first = await site.ask<{ items: object[]; next: string }>('/devices/f1/messages?limit=3')
    const second = await site.ask<{ items: object[]; next?: string }>(`/devices/f1/messages?limit=3&cursor=${first.next}`)

    expect([...first.items, ...second.items]).toMatchObject([
      ...[0, 1, 2, 3].map((index) => ({
        topic: 'kz/v1/freezer/f1/telemetry',
        payload: `{"n":${index}}`,
        encoding: 'text',
        truncated: false,
      })),
      { payload: Buffer.from([0xff, 0xfe]).toString('base64'), encoding: 'base64', size: 2 },
    ])
    expect(second.next).toBeUndefined()
  })

  it('is told how many messages were left out when more come than one can read', async () => {
    const site = await startWholeSite({ f1: 'freezer' })
    const events = await inspect(site, 'f1')
    const client = await site.connect('f1')

    await client.publishAsync('kz/v1/freezer/f1/telemetry', JSON.stringify(Array(300).fill({ temperature: -18 })), { qos: 1 })
    await several(events, 'skipped', 1)

    expect(events.filter(({ name }) => name === 'message')).toHaveLength(50)
    expect(events.find(({ name }) => name === 'skipped')?.data).toEqual({ count: 250 })
  })

  it('must be an engineer or administrator', async () => {
    const site = await startWholeSite({ f1: 'freezer' })
    const { token } = await site.ask<{ token: string }>('/tokens', {
      method: 'POST',
      body: JSON.stringify({ name: 'wall', role: 'operator' }),
    })

    await expect(eventsFrom(`${site.ingest.url}/devices/f1/inspect`, { authorization: `Bearer ${token}` })).rejects.toThrow(/403/)
  })
})

it('the messages of a device that is in trouble at the door are there, too', async () => {
  const site = await startWholeSite({ f1: 'freezer', f2: 'freezer' })
  const events = await inspect(site, 'f1')
  const client = await connectDevice(site.site, site.gateway.mqtt, 'f1')

  client.publish('kz/v1/freezer/f2/telemetry', '{"temperature":1}', { qos: 1 })
  const links = await several(events, 'link', 2)

  expect(links[1]?.data).toMatchObject({ what: 'disconnected', denial: { code: 'foreign-topic' } })
})
