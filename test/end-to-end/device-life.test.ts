import { beforeAll, describe, expect, test } from 'vitest'
import { closeOf, connectDevice } from '../support/site.ts'
import { waitFor } from '../support/wait-for.ts'
import { startWholeSite, type WholeSite } from './whole-site.ts'

const hour = 3_600_000

describe('a device in service', () => {
  let whole: WholeSite

  beforeAll(async () => {
    whole = await startWholeSite({ rotated: 'freezer', retired: 'freezer', moved: 'freezer' })
    const second = { id: 'estate-02', name: '第二小区', town: 'loudong' }
    await whole.ask('/facilities', { method: 'POST', body: JSON.stringify(second) })
  })

  const post = <Answer>(path: string, body: object = {}) => whole.ask<Answer>(path, { method: 'POST', body: JSON.stringify(body) })
  const refusalOf = async (device: string) => (await whole.ask<{ refusal?: { code: string } }>(`/devices/${device}`)).refusal?.code

  test('whose password is rotated is sent away and told why, and only the new one lets it in', async () => {
    const client = await whole.connect('rotated')
    const closed = closeOf(client)

    const { credentials } = await post<{ credentials: { password: string } }>('/devices/rotated/credentials')

    await closed
    await waitFor(async () => (await refusalOf('rotated')) === 'credential-changed', { what: 'the reason at the device' })
    await expect(whole.connect('rotated')).rejects.toMatchObject({ code: 4 })
    await waitFor(async () => (await refusalOf('rotated')) === 'wrong-password', { what: 'the failed sign-in at the device' })
    const again = await connectDevice(whole.site, whole.gateway.mqtt, 'rotated', { password: credentials.password })
    await again.publishAsync('kz/v1/freezer/rotated/telemetry', '{"temperature":-18}', { qos: 1 })
    expect(await whole.settled(1, 'rotated')).toMatchObject({ stored: 1 })
  })

  test('that is retired, also as of yesterday, is sent away, keeps what it reported, and is told when it comes again', async () => {
    const client = await whole.connect('retired')
    await client.publishAsync('kz/v1/freezer/retired/telemetry', '{"temperature":-18}', { qos: 1 })
    await whole.settled(1, 'retired')
    const closed = closeOf(client)
    const at = new Date(Date.now() - 24 * hour).toISOString()

    expect(await post('/devices/retired/retire', { at })).toMatchObject({ retired: at })

    await closed
    await expect(whole.connect('retired')).rejects.toMatchObject({ code: 4 })
    await waitFor(async () => (await refusalOf('retired')) === 'retired', { what: 'the reason at the device' })
    expect(await whole.readings('retired')).toHaveLength(1)
    expect(await post('/devices/retired/retire', {})).toMatchObject({ retired: at })
    await expect(post('/devices/retired/move', { facility: 'estate-02' })).rejects.toThrow('409')
  })

  test('that moves, as of a time that has passed, is there from then on and was elsewhere before', async () => {
    const client = await whole.connect('moved')
    await client.publishAsync('kz/v1/freezer/moved/telemetry', '{"temperature":-18}', { qos: 1 })
    await whole.settled(1, 'moved')
    const at = new Date().toISOString()
    await waitFor(() => Date.now() > Date.parse(at) + 50, { what: 'a moment to pass' })

    expect(await post('/devices/moved/move', { facility: 'estate-02', at })).toMatchObject({ facility: 'estate-02', town: 'loudong' })
    await client.publishAsync('kz/v1/freezer/moved/telemetry', '{"temperature":-19}', { qos: 1 })

    expect(await whole.settled(2, 'moved')).toMatchObject({ stored: 2, balanced: true })
    const { assignments } = await whole.ask<{ assignments: { facility: string; from: string; to?: string }[] }>('/devices/moved')
    expect(assignments).toMatchObject([
      { facility: 'estate-01', to: at },
      { facility: 'estate-02', from: at },
    ])
    const there = await whole.ask<{ items: { id: string }[] }>('/devices?facility=estate-02')
    expect(there.items.map(({ id }) => id)).toEqual(['moved'])
    await expect(post('/devices/moved/move', { facility: 'estate-01', at: Date.now() + hour })).rejects.toThrow('future')
  })
})
