import { readdir } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { type InfluxServer, startInflux } from './influx-server.ts'
import { tempFolder } from './temp-folder.ts'
import { startVictoria } from './victoria-server.ts'
import { waitFor } from './wait-for.ts'

async function write(url: string, lines: string): Promise<number> {
  return (await fetch(url, { method: 'POST', body: lines })).status
}

describe('a real InfluxDB 1.x', () => {
  it('answers /ping with its version, and gives back the point that was written', async () => {
    const influx = await startInflux()

    await influx.query('CREATE DATABASE kezhong')
    const status = await write(`${influx.url}/write?db=kezhong&precision=ms`, 'meter,device=m1 energy=33.228 1763884800123')

    expect((await fetch(`${influx.url}/ping`)).headers.get('x-influxdb-version')).toMatch(/^1\./)
    expect(status).toBe(204)
    expect(await influx.query('SELECT energy FROM meter', 'kezhong')).toEqual([{ time: 1763884800123, energy: 33.228 }])
  })

  it('has its points again after it was killed and started in the same place', async () => {
    const { folder, port, query, url, kill } = await startInflux()
    await query('CREATE DATABASE kezhong')
    await write(`${url}/write?db=kezhong`, 'meter power=1')
    await kill()

    const again = await startInflux({ folder, port })

    expect(again.url).toBe(url)
    expect(await again.query('SELECT power FROM meter', 'kezhong')).toHaveLength(1)
  })

  it('says what it does not understand', async () => {
    const influx = await startInflux()

    await expect(influx.query('SELEKT 1')).rejects.toThrow('SELEKT 1: error parsing query')
  })
})

describe('a real server for version 2 writes', () => {
  it('gives back the point that was written through /api/v2/write', async () => {
    const victoria = await startVictoria()

    const status = await write(
      `${victoria.url}/api/v2/write?org=kezhong&bucket=kezhong&precision=ms`,
      'meter,device=m1 energy=33.228 1763884800123',
    )
    await victoria.flush()

    expect(status).toBe(204)
    const exported = await (await fetch(`${victoria.url}/api/v1/export?match[]={device="m1"}`)).json()
    expect(exported).toMatchObject({ metric: { __name__: 'meter_energy', device: 'm1' }, values: [33.228], timestamps: [1763884800123] })
  })
})

describe('in beforeAll', () => {
  let shared: InfluxServer

  beforeAll(async () => {
    shared = await startInflux()
  })

  it.each(['first', 'second'])('a server serves the %s test too', async () => {
    expect((await fetch(`${shared.url}/ping`)).ok).toBe(true)
  })
})

describe('a temporary folder', () => {
  let folder = ''

  it('is empty', async () => {
    folder = await tempFolder()

    expect(await readdir(folder)).toEqual([])
  })

  it('is gone after the test', async () => {
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
  })
})

describe('waiting', () => {
  it('gives what the condition gave in the end, though it threw at first', async () => {
    let asked = 0
    const condition = () => {
      if (++asked < 3) throw new Error('not yet')
      return asked
    }

    expect(await waitFor(condition, { what: 'the third time' })).toBe(3)
  })

  it('says what it waited for, even when the condition never answers', async () => {
    const never = () => new Promise<boolean>(() => {})

    await expect(waitFor(never, { what: 'nothing at all', timeoutMs: 50 })).rejects.toThrow('waited 0.05 s for nothing at all')
  })
})
