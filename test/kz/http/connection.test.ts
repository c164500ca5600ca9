import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connectionFor } from '../../../kz/http/connection.ts'
import { KzError } from '../../../kz/kz-error.ts'
import { kzSettings } from '../../../settings/processes.ts'
import { readSettings } from '../../../settings/read-settings.ts'
import { freePort } from '../../support/free-port.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { contractServer } from '../contract-server.ts'
import { runKz } from '../run-kz.ts'

/** A data folder as a running ingest leaves it. */
async function dataFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder()
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

const connection = (environment: Record<string, string>, given: { url?: string; tokenFile?: string } = {}) =>
  connectionFor(given, readSettings(kzSettings, environment))

describe('the address', () => {
  it('is the one given, else KZ_URL, else where ingest listens, else the port of the settings', async () => {
    const KZ_DATA = await dataFolder({ 'ingest.json': '{"pid":1,"http":4711}' })
    const KZ_URL = 'https://kz.example.org/base/'

    expect((await connection({ KZ_DATA, KZ_URL }, { url: 'http://a.example/api/v1' })).url).toBe('http://a.example')
    expect((await connection({ KZ_DATA, KZ_URL })).url).toBe('https://kz.example.org/base')
    expect((await connection({ KZ_DATA, KZ_BIND: '0.0.0.0' })).url).toBe('http://127.0.0.1:4711')
    expect((await connection({ KZ_DATA: '/nowhere', KZ_HTTP_PORT: '8090', KZ_BIND: '::1' })).url).toBe('http://[::1]:8090')
  })

  it('with a password in it is refused without showing it', async () => {
    const { code, stderr } = await runKz(['health', '--url', 'http://admin:hunter2@x'])

    expect(code).toBe(2)
    expect(stderr).toContain('http://***@x')
    expect(stderr).not.toContain('hunter2')
  })
})

describe('who asks', () => {
  it('is said by a token file, else KZ_TOKEN, else on this machine the password of admin', async () => {
    const KZ_DATA = await dataFolder({ 'admin-password': 'from the folder\n', token: 'kz_file\n' })
    const tokenFile = join(KZ_DATA, 'token')

    expect((await connection({ KZ_DATA, KZ_TOKEN: 'kz_set' }, { tokenFile })).credential).toMatchObject({ token: 'kz_file' })
    expect((await connection({ KZ_DATA, KZ_TOKEN: 'kz_set' })).credential).toMatchObject({ token: 'kz_set' })
    expect((await connection({ KZ_DATA, KZ_ADMIN_PASSWORD: 'set' })).credential).toMatchObject({ password: 'set' })
    expect((await connection({ KZ_DATA })).credential).toMatchObject({ password: 'from the folder' })
    expect((await connection({ KZ_DATA: '/nowhere' })).credential).toBeUndefined()
  })

  it('is nobody on another machine without a token: the password of admin stays here', async () => {
    const KZ_DATA = await dataFolder({ 'admin-password': 'secret\n' })

    for (const url of ['http://192.0.2.7', 'https://kz.example.org', 'http://127.0.0.1.example.org']) {
      expect((await connection({ KZ_DATA, KZ_ADMIN_PASSWORD: 'secret' }, { url })).credential).toBeUndefined()
    }
  })

  it('cannot be said by a file that is empty, not there or a folder', async () => {
    const KZ_DATA = await dataFolder({ empty: '' })
    await mkdir(join(KZ_DATA, 'folder'))

    for (const name of ['empty', 'none', 'folder']) {
      await expect(connection({ KZ_DATA }, { tokenFile: join(KZ_DATA, name) })).rejects.toThrow(KzError)
    }
  })
})

describe('what is in the way', () => {
  it('nobody is there', async () => {
    const url = `http://127.0.0.1:${await freePort()}`

    const { code, stdout, stderr } = await runKz(['device', 'list'], { KZ_URL: url, KZ_TOKEN: 'kz_x' })

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      `${url} cannot be reached (ECONNREFUSED).\n  → start kezhong first (npm start, or npm run serve), or say where it is with --url or KZ_URL\n`,
    )
  })

  it('somebody else is there', async () => {
    const { url } = await contractServer({
      'GET /health': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'GET /kinds': (response) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
    })

    const page = await runKz(['health'], { KZ_URL: url, KZ_TOKEN: 'kz_x' })
    const moved = await runKz(['--lang', 'zh', 'kind', 'list'], { KZ_URL: url, KZ_TOKEN: 'kz_x' })

    expect(page).toMatchObject({ code: 1, stderr: expect.stringContaining('does not look like the API of kezhong') })
    expect(moved).toMatchObject({ code: 1, stderr: expect.stringContaining('它指向 https://elsewhere.example/') })
  })

  it('an older version is there', async () => {
    const { env } = await contractServer({})

    expect((await runKz(['knocks'], env)).stderr).toBe(
      'there is no GET /knocks\n  → what runs there is older than this command: bring it up to date\n',
    )
  })

  it('nobody has signed in', async () => {
    const problem = { status: 401, body: { code: 'not-signed-in', message: 'this needs a session or a valid token' } }
    const { url } = await contractServer({ 'GET /kinds': problem })

    const { code, stderr } = await runKz(['kind', 'list'], { KZ_URL: url, KZ_DATA: await tempFolder() })

    expect(code).toBe(1)
    expect(stderr).toMatch(/ {2}→ an administrator makes one with: token make/)
  })

  it('a setting is wrong', async () => {
    expect(await runKz(['health'], { KZ_URL: 'localhost:8080' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('KZ_URL is "localhost:8080", but must'),
    })
  })
})

it('the session of admin is begun once, used, and ended', async () => {
  const { url, asked } = await contractServer({
    'POST /session': (response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'kz_session=s1; Path=/' }).end('{}'),
    'GET /tokens': { body: { items: [] } },
    'DELETE /session': { status: 204 },
  })

  const { stdout } = await runKz(['token', 'list'], { KZ_URL: url, KZ_ADMIN_PASSWORD: 'secret' })

  expect(stdout).toBe('There is no token yet.\n')
  expect(asked.map(({ method, path, headers }) => [method, path, headers.cookie])).toEqual([
    ['POST', '/session', undefined],
    ['GET', '/tokens', 'kz_session=s1'],
    ['DELETE', '/session', 'kz_session=s1'],
  ])
  expect(asked[0]?.body).toEqual({ user: 'admin', password: 'secret' })
})
