import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { checkMetrics, startPrometheus } from '../support/prometheus-server.ts'
import { apiSite, entered, healthyStatus, heardOf } from './api-site.ts'

const hour = 1_795_392_000_000

describe('the metrics', () => {
  it('are as promtool wants them', async () => {
    const { get } = await apiSite()

    // Node's own, of prom-client, are not ours to name.
    const ours = (await get('/metrics')).body.split('\n').filter((line) => line.includes('kezhong_'))

    expect(ours.length).toBeGreaterThan(40)
    expect(await checkMetrics(`${ours.join('\n')}\n`)).toBe('')
  })

  it('tell a Prometheus that asks with a token of devices, ledger, quarantine, store and disk', async () => {
    const site = await apiSite()
    site.said.status = { ...healthyStatus, writes: { written: 4, failed: 1, seconds: 0.5 } }
    site.said.gateway = site.said.gateway && { ...site.said.gateway, process: { residentBytes: 1_000, loopLagMs: 5 } }
    for (const id of ['c1', 'c2', 'c3']) site.register.addDevice({ id, kind: 'charger', facility: 'estate-01' })
    heardOf(site, 'c1', { state: 'online' })
    heardOf(site, 'c2', { state: 'lost' })
    entered(site, { device: 'c1', hour, received: 9, stored: 6, duplicate: 2, quarantined: 1 })
    site.database.exec(
      `INSERT INTO quarantine (id, seq, device, kind, received, topic, payload, code, message) VALUES ('a', 1, 'c1', 'charger', 1, 't', x'00', 'not-json', 'm')`,
    )
    await site.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = site.app.server.address() as AddressInfo
    const { token } = site.accounts.createToken({ name: 'prometheus', role: 'operator' })

    const prometheus = await startPrometheus({ address: `http://127.0.0.1:${port}/metrics`, token })
    await prometheus.scraped(1)

    const value = async (expression: string) => (await prometheus.query(expression))[0]?.value
    expect(await value('up')).toBe(1)
    expect(await value('kezhong_devices{kind="charger",state="online"}')).toBe(1)
    expect(await value('sum(kezhong_devices{state="offline"})')).toBe(1)
    expect(await value('sum(kezhong_devices{state="unknown"})')).toBe(1)
    expect(await value('kezhong_ledger_elements_total{outcome="duplicate"}')).toBe(2)
    expect(await value('kezhong_ledger_balanced')).toBe(1)
    expect(await value('kezhong_quarantine_messages{code="not-json"}')).toBe(1)
    expect(await value('kezhong_store_write_seconds_total{result="written"} / kezhong_store_writes_total{result="written"}')).toBe(0.125)
    expect(await value('kezhong_disk_free_bytes / kezhong_disk_size_bytes')).toBeGreaterThan(0)
    expect(await value('kezhong_data_bytes{part="register"}')).toBeGreaterThan(0)
    expect(await value('kezhong_gateway_eventloop_lag_seconds')).toBe(0.005)
    expect(await value('kezhong_node_red_up')).toBe(1)
    expect(await value('kezhong_thread_busy_ratio{thread="pipeline"}')).toBe(0.5)
    expect(await value('sum(kezhong_own_outage)')).toBe(0)
  })

  it('call no device offline while the gateway is away, and name the gateway', async () => {
    const site = await apiSite()
    site.register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
    heardOf(site, 'c1', { state: 'lost' })
    site.said.gateway = undefined

    const { body } = await site.get('/metrics')

    expect(body).toContain('kezhong_devices{kind="charger",state="offline"} 0')
    expect(body).toContain('kezhong_devices{kind="charger",state="unknown"} 1')
    expect(body).toContain('kezhong_own_outage{part="gateway"} 1')
  })
})
