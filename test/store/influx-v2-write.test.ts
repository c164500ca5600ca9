import { beforeAll, describe, expect, it } from 'vitest'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import { StoreUnavailable } from '../../ingest/store/store.ts'
import { startVictoria, type VictoriaServer } from '../support/victoria-server.ts'
import { eight, event, probeKinds, reading, stateChange } from './points.ts'

interface Series {
  metric: Record<string, string>
  values: number[]
  timestamps: number[]
}

/** VictoriaMetrics takes what InfluxDB 2.x takes, keeps the numbers and answers in its own way, not in InfluxQL. */
describe('writing through /api/v2/write', () => {
  let server: VictoriaServer
  let store: InfluxStore

  beforeAll(async () => {
    server = await startVictoria()
    store = new InfluxStore({ url: server.url, token: 'a-token', org: 'kezhong', bucket: 'kezhong', kinds: probeKinds })
  })

  async function stored(name: string): Promise<Series[]> {
    await server.flush()
    const answer = await fetch(`${server.url}/api/v1/export?${new URLSearchParams({ 'match[]': name })}`)
    return (await answer.text()).split('\n').flatMap((line) => (line ? [JSON.parse(line) as Series] : []))
  }

  it('stores readings with their tags', async () => {
    const refused = await store.write([
      reading(eight, { power: -18.4, energy: 123_456.789 }, { device: 'v1' }),
      reading(eight + 60_000, { power: 0.30000004 }, { device: 'v1', n: 421, quality: 'uncertain', reason: 'clock, "late"' }),
    ])

    expect(refused).toEqual([])
    const tags = { device: 'v1', kind: 'probe', facility: 'school-3', circle: 'chengxiang-1,chengxiang-2', town: 'chengxiang' }
    expect(await stored('probe_power')).toEqual([
      {
        metric: expect.objectContaining({ __name__: 'probe_power', ...tags }),
        values: [-18.4, 0.30000004],
        timestamps: [eight, eight + 60_000],
      },
    ])
    expect(await stored('probe_received')).toMatchObject([{ values: [eight + 50, eight + 60_050] }])
    expect(await stored('probe_energy')).toMatchObject([{ values: [123_456.789], timestamps: [eight] }])
  })

  it('stores events and state changes under measurements of their own', async () => {
    await store.write([
      event(eight, 'sale', { amountFen: 350, sku: 'a "b" c,d=e' }, { device: 'v2' }),
      stateChange(eight, { connected: true }, { device: 'v2' }),
    ])

    expect(await stored('probe_event_amountFen')).toMatchObject([{ metric: { device: 'v2', event: 'sale' }, values: [350] }])
    expect(await stored('device_state_connected')).toMatchObject([{ metric: { device: 'v2', kind: 'probe' }, values: [1] }])
  })

  it('stores 5,000 points of many devices in one batch', async () => {
    const batch = Array.from({ length: 5_000 }, (_, index) => reading(eight + index, { voltageA: index }, { device: `many-${index % 50}` }))

    expect(await store.write(batch)).toEqual([])

    const kept = await stored('probe_voltageA')
    expect(kept).toHaveLength(50)
    expect(kept.flatMap(({ values }) => values).sort((one, other) => one - other)).toEqual(batch.map((_, index) => index))
  })

  it('says that it talks to a server which does not tell its version', async () => {
    expect(await store.ping()).toMatch(/^InfluxDB \(/)
  })

  it('is unavailable while the server is away, and goes on when it is back', async () => {
    await server.stop()
    await expect(store.write([reading(eight, { power: 7 }, { device: 'v3' })])).rejects.toThrow(StoreUnavailable)

    server = await startVictoria({ folder: server.folder, port: server.port })
    await store.write([reading(eight, { power: 7 }, { device: 'v3' })])

    expect(await stored('probe_power{device="v3"}')).toMatchObject([{ values: [7] }])
  })
})
