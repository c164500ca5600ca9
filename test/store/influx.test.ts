import { describe, expect, it } from 'vitest'
import { InfluxStore } from '../../ingest/store/influx/influx-store.ts'
import type { InfluxSettings } from '../../ingest/store/influx/server.ts'
import { StoreUnavailable } from '../../ingest/store/store.ts'
import { whenDone } from '../support/clean-up.ts'
import { startInflux } from '../support/influx-server.ts'
import { waitFor } from '../support/wait-for.ts'
import { describeStore } from './conformance.ts'
import { day, eight, event, hour, minute, probeKinds, reading } from './points.ts'

async function open(settings: Partial<InfluxSettings> & { url: string }): Promise<InfluxStore> {
  const store = new InfluxStore({ org: 'kezhong', bucket: 'kezhong', kinds: probeKinds, ...settings })
  whenDone(() => store.stop())
  await store.start()
  return store
}

describeStore('InfluxDB 1.x', async () => open(await startInflux()))

const everything = { kind: 'probe', device: 'p1', from: 0, to: eight + 99 * day, limit: 100_000 }
const moved = { place: { facility: 'mall-1', circle: '', town: 'shaxi' } }
const batch = (size: number) => Array.from({ length: size }, (_, index) => reading(eight + index, { power: index }))
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it did not fail'),
    (error: unknown) => error as StoreUnavailable,
  )

describe('InfluxStore', () => {
  it('holds on while the server is away and goes on when it is back', async () => {
    const server = await startInflux()
    const store = await open(server)
    await store.write([reading(eight, { power: 1 })])
    await server.kill()

    for (const failure of [
      await failureOf(store.write([reading(eight + 1, { power: 2 })])),
      await failureOf(store.readings(everything)),
      await failureOf(store.ping()),
    ]) {
      expect(failure).toBeInstanceOf(StoreUnavailable)
      expect(failure.hint).toEqual({ zh: expect.stringContaining('KZ_INFLUX_URL'), en: expect.stringContaining('KZ_INFLUX_URL') })
    }
    const { url } = await startInflux({ folder: server.folder, port: server.port })
    expect(url).toBe(server.url)
    expect(await store.write([reading(eight + 1, { power: 2 })])).toEqual([])

    expect(await store.readings(everything)).toHaveLength(2)
  })

  it('starts while the server is away', async () => {
    const { url, kill } = await startInflux()
    await kill()

    const store = await open({ url })

    expect(await failureOf(store.ping())).toBeInstanceOf(StoreUnavailable)
  })

  it('does not wait for ever for a server that hangs', async () => {
    const server = await startInflux()
    const store = await open({ ...server, timeoutMs: 1_000 })
    await store.write([reading(eight, { power: 1 })])

    process.kill(server.pid, 'SIGSTOP')
    const isUnavailable = (error: unknown) => error instanceof StoreUnavailable
    const fails = (step: () => Promise<unknown>) => step().then(() => false, isUnavailable)
    // The signal takes a moment to stop all of the server's threads.
    await waitFor(() => fails(() => store.write([reading(eight, { power: 2 })])), { what: 'a write that gives up' })

    expect(await fails(() => store.readings(everything))).toBe(true)
    expect(await fails(() => store.ping())).toBe(true)
    process.kill(server.pid, 'SIGCONT')
    await waitFor(() => store.readings(everything), { what: 'the server to answer again' })
  })

  it('gives back the one point that the database refuses, with what it said, and stores all the others', async () => {
    const { url, query } = await startInflux()
    const store = await open({ url })
    const poison = reading(eight + 400, { energy: 1, power: 1 }) // energy is a text here already
    await store.ping()
    await query(`CREATE DATABASE kezhong`)
    await fetch(`${url}/write?db=kezhong`, { method: 'POST', body: `probe,device=other energy="a lot" ${eight}000000` })

    const refused = await store.write([...batch(400), poison, ...batch(1_000).slice(401), event(eight, 'sale', { lane: 1 })])

    expect(refused).toEqual([{ point: poison, why: expect.stringContaining('field type conflict') }])
    expect((await store.readings(everything)).map(({ ts }) => ts)).toEqual(
      batch(1_000)
        .map(({ ts }) => ts)
        .filter((ts) => ts !== poison.ts),
    )
    expect(await store.events(everything)).toHaveLength(1)
  })

  it('finds the refused among points of two types in one batch', async () => {
    const store = await open(await startInflux())
    const points = [event(eight, 'sale', { lane: 'A1' }), event(eight + 1, 'sale', { lane: 2 }), event(eight + 2, 'sale', { lane: 'A3' })]

    const refused = await store.write(points)

    expect(refused.map(({ point }) => point)).toEqual([points[1]])
    expect((await store.events(everything)).map(({ values }) => values.lane)).toEqual(['A1', 'A3'])
  })

  it('sends less at a time when the server takes no more', async () => {
    const store = await open(await startInflux({ env: { INFLUXDB_HTTP_MAX_BODY_SIZE: '20000' } }))

    expect(await store.write(batch(1_000))).toEqual([])

    expect(await store.readings(everything)).toHaveLength(1_000)
  })

  it('reads on where the server gives only part of an answer', async () => {
    const store = await open(await startInflux({ env: { INFLUXDB_HTTP_MAX_ROW_LIMIT: '7' } }))

    await store.write(batch(50))

    expect((await store.readings({ ...everything, limit: 30 })).map(({ values }) => values.power)).toEqual(
      batch(50)
        .slice(20)
        .map(({ fields }) => fields.power),
    )
    expect(await store.series({ ...everything, fields: ['power'], fn: 'increase' })).toEqual({ power: [{ ts: 0, value: 49 }] })
  })

  it('reads a point once that was written before and after its device moved', async () => {
    const store = await open(await startInflux())
    const times = [0, 1, 2, 3, 4].map((index) => eight + index * minute)

    await store.write(times.map((ts) => reading(ts, { power: 1, energy: ts - eight })))
    await store.write(times.map((ts) => reading(ts, { power: 2 }, { ...moved, received: ts + hour })))

    const merged = times.map((ts) => ({ ts, n: 0, received: ts + hour, quality: 'good', values: { power: 2, energy: ts - eight } }))
    expect(await store.readings(everything)).toEqual(merged)
    expect(await store.readings({ ...everything, limit: 2 })).toEqual(merged.slice(3))
    expect(await store.readings({ ...everything, limit: 2, before: { ts: times[3]!, n: 0 } })).toEqual(merged.slice(1, 3))
    expect(await store.series({ ...everything, fields: ['energy'], fn: 'increase' })).toEqual({ energy: [{ ts: 0, value: 4 * minute }] })
  })

  it('makes its database again when somebody has dropped it', async () => {
    const { url, query } = await startInflux()
    const store = await open({ url, bucket: 'tai cang "1"' })
    await store.write([reading(eight, { power: 1 })])
    await query('DROP DATABASE "tai cang \\"1\\""')

    const failure = await failureOf(store.write([reading(eight, { power: 1 })]))
    expect(failure.hint.en).toContain('KZ_INFLUX_BUCKET')

    expect(await store.write([reading(eight, { power: 1 })])).toEqual([])
    expect(await store.readings(everything)).toHaveLength(1)
  })

  it('says which setting is wrong when the server knows neither user nor password', async () => {
    const { url, query } = await startInflux({ env: { INFLUXDB_HTTP_AUTH_ENABLED: 'true' } })
    await query(`CREATE USER admin WITH PASSWORD 'secret' WITH ALL PRIVILEGES`)
    await asAdmin(url, 'SHOW DATABASES')

    for (const token of [undefined, 'admin:wrong']) {
      const failure = await failureOf((await open({ url, token })).write([reading(eight, { power: 1 })]))

      expect(failure).toBeInstanceOf(StoreUnavailable)
      expect(failure.message).toContain('401')
      expect(failure.hint).toEqual({ zh: expect.stringContaining('KZ_INFLUX_TOKEN'), en: expect.stringContaining('KZ_INFLUX_TOKEN') })
    }

    const store = await open({ url, token: 'admin:secret' })
    expect(await store.write([reading(eight, { power: 1 })])).toEqual([])
    expect(await store.readings(everything)).toHaveLength(1)
  })

  it('uses a database that it may not make, once an administrator has made it', async () => {
    const { url } = await startInflux({ env: { INFLUXDB_HTTP_AUTH_ENABLED: 'true' } })
    await asAdmin(url, `CREATE USER admin WITH PASSWORD 'secret' WITH ALL PRIVILEGES`)
    await asAdmin(url, `CREATE USER writer WITH PASSWORD 'pen'`)
    const store = await open({ url, token: 'writer:pen' })

    const failure = await waitFor(
      async () => {
        const found = await failureOf(store.write([reading(eight, { power: 1 })]))
        return found.message.includes('403') && found
      },
      { what: 'the user to be known' },
    )
    expect(failure.hint.en).toContain('KZ_INFLUX_TOKEN')

    await asAdmin(url, 'CREATE DATABASE kezhong')
    await asAdmin(url, 'GRANT ALL ON kezhong TO writer')
    const refused = await waitFor(() => store.write([reading(eight, { power: 1 })]), { what: 'the grant' })
    expect(refused).toEqual([])
    expect(await store.ping()).toBe('InfluxDB 1.6.7~rc0')
  })
})

/** influxd knows of a user, and of a grant, a moment after it has answered: who asks next may have to ask again. */
function asAdmin(url: string, q: string): Promise<true> {
  const asked = `${url}/query?${new URLSearchParams({ u: 'admin', p: 'secret', q })}`
  return waitFor(async () => (await fetch(asked, { method: 'POST' })).ok, { what: q })
}
