import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { expect, it } from 'vitest'
import { type ApiSite, apiSite, point } from '../api/api-site.ts'
import { repository } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { contractServer } from './contract-server.ts'
import { bareEnvironment, kzEntry, printed, runKz } from './run-kz.ts'

const begin = Date.parse('2026-10-22T23:00:00.123Z')
const minute = 60_000
const many = 12_345

async function exporting(): Promise<{ site: ApiSite; env: Record<string, string>; folder: string; file(name: string): string }> {
  const site = await apiSite()
  site.register.addDevice({ id: 'c1', kind: 'charger', facility: 'estate-01' })
  site.register.addDevice({ id: 'v1', kind: 'vending', facility: 'estate-02' })
  const reasons = ['said "later"', 'a, b', 'two\r\nlines', ' 中文 ']
  await site.store.write(
    Array.from({ length: many }, (_, index) =>
      point(
        'c1',
        begin + index * minute,
        { power: index / 4, status: 'charging' },
        { quality: 'uncertain', reason: reasons[index % 4] ?? '' },
      ),
    ),
  )
  await site.store.write([
    point('v1', begin, { id: 'e1', lane: 'A1', quantity: 1, amountFen: 350 }, { table: 'event', kind: 'vending', event: 'sale' }),
  ])
  const { token } = site.accounts.createToken({ name: 'export', role: 'engineer' })
  await site.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(site.app.server.address() as AddressInfo).port}`
  const folder = await tempFolder()
  return {
    site,
    env: { KZ_URL: url, KZ_TOKEN: token, KZ_DATA: folder, KZ_TIMEZONE: 'Asia/Shanghai' },
    folder,
    file: (name) => join(folder, name),
  }
}

type Read = Record<string, string>[]

it('writes CSV that reads back as it was, with times of the zone, and a mark for Excel', async () => {
  const { env, file, folder } = await exporting()

  const said = await printed(['export', 'readings', '--kind', 'charger', '--bom', '--out', file('a.csv')], env)

  const text = await readFile(file('a.csv'), 'utf8')
  expect(text.startsWith('\uFEFFtime,n,device,kind,facility,circle,town,received,quality,reason,')).toBe(true)
  const rows = parse(text, { bom: true, columns: true, record_delimiter: '\r\n', relax_quotes: false }) as Read
  expect(rows).toHaveLength(many)
  expect(rows[3]).toMatchObject({ time: '2026-10-23T07:03:00.123+08:00', device: 'c1', power: '0.75', reason: ' 中文 ', town: 'loudong' })
  expect(rows[2]).toMatchObject({ reason: 'two\r\nlines', status: 'charging' })
  expect(said).toContain('12,345')
  expect(await readdir(folder)).toEqual(['a.csv'])
})

it('compresses what is called .gz, and names units where asked', async () => {
  const { env, file } = await exporting()
  const until = new Date(begin + 2 * minute).toISOString()

  await printed(['export', 'readings', '--device', 'c1', '--to', until, '--header', 'units', '--out', file('a.csv.gz')], env)

  const lines = gunzipSync(await readFile(file('a.csv.gz')))
    .toString()
    .split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toContain('power (kW)')
})

it('writes Parquet with types, which another reader reads', async () => {
  const { env, file } = await exporting()

  await printed(['export', 'readings', '--kind', 'charger', '--out', file('a.parquet')], env)

  const bytes = await readFile(file('a.parquet'))
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  const { schema, num_rows: rows } = await parquetMetadataAsync(buffer)
  expect(Number(rows)).toBe(many)
  const typeOf = (column: string) => schema.find(({ name }) => name === column)
  expect(typeOf('time')).toMatchObject({ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' })
  expect(typeOf('power')).toMatchObject({ type: 'DOUBLE' })
  expect(typeOf('status')).toMatchObject({ type: 'BYTE_ARRAY', converted_type: 'UTF8' })
  const read = await parquetReadObjects({ file: buffer })
  expect(read).toHaveLength(many)
  expect(read[many - 1]).toMatchObject({ time: new Date(begin + (many - 1) * minute), power: (many - 1) / 4, status: 'charging' })
})

it('an export of nothing is a file with a head', async () => {
  const { env, file } = await exporting()
  const before = ['--to', '2020-01-01T00:00:00Z']

  await printed(['export', 'readings', '--kind', 'charger', ...before, '--out', file('a.csv')], env)
  await printed(['export', 'readings', '--kind', 'charger', ...before, '--out', file('a.parquet')], env)

  expect((await readFile(file('a.csv'), 'utf8')).split('\r\n')).toEqual([expect.stringContaining('time,n,device'), ''])
  const bytes = await readFile(file('a.parquet'))
  expect(await parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) })).toEqual([])
})

it('writes line protocol, events, lists and the ledger to stdout', async () => {
  const { env } = await exporting()

  expect(await printed(['export', 'events', '--as', 'lines', '--out', '-'], env)).toBe(
    `vending_event,device=v1,event=sale,facility=estate-02,kind=vending,town=shaxi id="e1",lane="A1",quantity=1,amountFen=350,quality="good",reason="",received=${begin} ${begin}000000\n`,
  )
  const rows = parse(await printed(['export', 'devices', '--out', '-'], env), { columns: true }) as Read
  expect(rows).toMatchObject([{ id: 'c1', circles: 'huiyang', state: 'unknown' }, { id: 'v1' }])
  expect(await printed(['export', 'facilities', '--town', 'shaxi', '--out', '-'], env)).toContain('沙溪小区')
  expect(await printed(['export', 'ledger', '--out', '-'], env)).toMatch(/^hour,device,kind,received/)
})

it('refuses in a sentence what cannot be', async () => {
  const { env, file, folder } = await exporting()
  await writeFile(file('mine.csv'), 'mine')
  const refusal = async (...args: string[]) => {
    const { code, stderr } = await runKz(['export', ...args], env)
    return `${code} ${stderr}`
  }

  expect(await refusal('readings', '--out', file('a.csv'))).toMatch(/^1 say which kind or device/)
  expect(await refusal('readings', '--device', 'c1', '--out', file('mine.csv'))).toMatch(/^2 .* exists/)
  expect(await refusal('nonsense', '--out', '-')).toMatch(/^2 nonsense cannot be exported/)
  expect(await refusal('readngs', '--out', '-')).toMatch(/Did you mean readings/)
  expect(await refusal('ledger', '--town', 'shaxi', '--out', '-')).toMatch(/^2 .*--town/)
  expect(await refusal('readings', '--device', 'c1', '--as', 'parquet', '--out', file('a.gz'))).toMatch(/^2 Parquet/)
  expect(await refusal('devices', '--from', '2026-01-01T00:00:00Z', '--out', '-')).toMatch(/^2 .*--from/)
  expect(await refusal('readings', '--device', 'c1', '--out', file('no/such/a.csv'))).toMatch(/^1 .*cannot be written/)
  expect(await readdir(folder)).toEqual(['mine.csv'])
})

const page = (next?: string) => ({
  body: {
    columns: [{ name: 'time', type: 'time', label: { zh: '时间', en: 'time' } }],
    rows: [[begin]],
    done: 1,
    devices: 2,
    ...(next && { next }),
  },
})

it('goes on where it was when the server was away for a while', async () => {
  const broken = (response: { destroy(): unknown }) => void response.destroy()
  const { env, asked } = await contractServer({
    'GET /export/readings': [page('two'), broken, { status: 503, body: { code: 'too-many-exports', message: 'busy' } }, page()],
  })
  const file = join(await tempFolder(), 'a.csv')

  await printed(['export', 'readings', '--device', 'c1', '--out', file], env)

  expect((await readFile(file, 'utf8')).trim().split('\r\n')).toHaveLength(3)
  expect(asked.map(({ query }) => query.cursor)).toEqual([undefined, 'two', 'two', 'two'])
})

it('leaves nothing and says so when the server stays away', async () => {
  const { env } = await contractServer({ 'GET /export/readings': [page('two'), (response) => void response.destroy()] })
  const folder = await tempFolder()

  const { code, stderr } = await runKz(['export', 'readings', '--device', 'c1', '--patience', '0', '--out', join(folder, 'a.csv')], env)

  expect(code).toBe(1)
  expect(stderr).toMatch(/^http:\S+ cannot be reached/)
  expect(await readdir(folder)).toEqual([])
})

it('that is interrupted leaves no file under the name', async () => {
  const { env, asked } = await contractServer({ 'GET /export/readings': [page('two'), () => {}] })
  const file = join(await tempFolder(), 'a.csv')
  const child = spawn(process.execPath, [kzEntry, 'export', 'readings', '--device', 'c1', '--out', file], {
    cwd: repository,
    env: bareEnvironment(env),
    stdio: 'ignore',
  })
  await waitFor(() => asked.length === 2 && existsSync(`${file}.partial`), { what: 'the second page' })

  child.kill('SIGINT')

  expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
  expect(existsSync(file)).toBe(false)
})
