import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../../facilities/kinds.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { contractServer } from '../contract-server.ts'
import { printed, runKz } from '../run-kz.ts'
import { type Board, GrafanaServer, tokens } from './grafana-server.ts'

async function grafana(): Promise<GrafanaServer> {
  const server = new GrafanaServer()
  await server.start()
  return server
}

const env = async ({ url }: GrafanaServer, token: string = tokens.admin) => ({
  KZ_GRAFANA_URL: url,
  KZ_GRAFANA_TOKEN: token,
  KZ_DATA: await tempFolder(),
})
const push = ['dashboards', 'push']

describe('kz dashboards push', () => {
  it('writes folders, dashboards and rules once, and nothing the second time', async () => {
    const server = await grafana()
    const site = await env(server)

    expect(await printed([...push, '--with-alerts'], site)).toContain('made, 0 changed, 0 unchanged')
    expect([...server.folders.keys()]).toEqual(['theirs', 'kezhong-zh', 'kezhong-en', 'kezhong-alerts'])
    for (const { kind } of kinds) expect(server.boards.get(`kezhong-zh-kind-${kind}`)?.folderUid).toBe('kezhong-zh')
    expect(server.rules.get('kezhong-platform-silent')).toMatchObject({
      noDataState: 'Alerting',
      folderUID: 'kezhong-alerts',
      ruleGroup: 'platform',
    })
    expect([...server.rules.values()].filter(({ provenance }) => provenance !== undefined)).toEqual([])

    const before = server.writes.length
    expect(await printed([...push, '--with-alerts'], site)).toMatch(/^0 made, 0 changed, \d+ unchanged\.\n$/)
    expect(server.writes.length).toBe(before)
  })

  it('shows the difference by panel and writes nothing in a dry run, then only what differs', async () => {
    const server = await grafana()
    const site = await env(server)
    await printed([...push, '--language', 'en'], site)
    const [uid, { dashboard }] = [...server.boards][0] as [string, Board]
    const titled = dashboard.panels?.filter(({ title, type }) => title && type !== 'row') ?? []
    const [first, second] = titled as [NonNullable<(typeof titled)[0]>, NonNullable<(typeof titled)[0]>]
    first.type = 'changed by hand'
    const without = dashboard.panels?.filter((panel) => panel !== second) ?? []
    dashboard.panels = [...without, { title: 'Of somebody else', type: 'text' }]
    server.writes.length = 0

    const shown = await printed([...push, '--language', 'en', '--dry-run'], site)
    expect(shown).toContain(uid)
    expect(shown).toContain(`  ~ ${first.title}\n`)
    expect(shown).toContain(`  + ${second.title}\n`)
    expect(shown).toContain('  - Of somebody else')
    expect(shown).toContain('Would make 0 and change 1')
    expect(server.writes).toEqual([])

    await printed([...push, '--language', 'en'], site)
    expect(server.writes).toEqual(['POST /api/dashboards/db'])
    expect(server.boards.get(uid)?.dashboard.version).toBe(2)
  })

  it('leaves dashboards where people moved them, and puts them where it is told to', async () => {
    const server = await grafana()
    const site = await env(server)
    await printed([...push, '--language', 'zh'], site)
    const [uid, board] = [...server.boards][0] as [string, Board]
    board.folderUid = 'theirs'
    board.dashboard.title = 'mine'
    await printed([...push, '--language', 'zh'], site)
    expect(server.boards.get(uid)?.folderUid).toBe('theirs')

    await printed([...push, '--language', 'zh', '--folder', 'theirs'], site)
    expect(new Set([...server.boards.values()].map(({ folderUid }) => folderUid))).toEqual(new Set(['theirs']))
    expect((await runKz([...push, '--folder', 'nowhere'], site)).stderr).toContain('Grafana has no folder with the uid nowhere')
  })

  it('has boards for the kinds of the site as well', async () => {
    const server = await grafana()
    const folder = await tempFolder()
    const charger = await readFile('facilities/charger.ts', 'utf8')
    const own = charger.replaceAll("'./", `'${join(process.cwd(), 'facilities')}/`).replace("kind: 'charger'", "kind: 'scooter'")
    await writeFile(join(folder, 'scooter.ts'), own, { mode: 0o600 })

    await printed([...push, '--with-alerts'], { ...(await env(server)), KZ_KINDS: folder })

    expect(server.boards.has('kezhong-en-kind-scooter')).toBe(true)
    expect(server.rules.has('kezhong-scooter-overheating')).toBe(true)
  })

  it('names what it wrote once and makes no longer, and leaves it and what is not ours', async () => {
    const server = await grafana()
    const site = await env(server)
    await printed([...push, '--with-alerts'], site)
    const [board] = server.boards.values()
    const [rule] = server.rules.values()
    const gone = { ...(board as Board).dashboard, uid: 'kezhong-en-kind-scooter', title: 'Scooter' }
    server.boards.set(gone.uid, { folderUid: 'kezhong-en', dashboard: gone })
    server.boards.set('mine', { folderUid: 'kezhong-en', dashboard: { ...gone, uid: 'mine', title: 'Mine' } })
    server.rules.set('kezhong-scooter-hot', { ...rule, uid: 'kezhong-scooter-hot', title: 'Scooter: hot' })
    server.rules.set('theirs', { ...rule, uid: 'theirs', title: 'Theirs' })
    server.writes.length = 0

    const { stdout, stderr } = await runKz([...push, '--with-alerts'], site)

    expect(stdout).toContain('made no longer  Scooter  kezhong-en-kind-scooter\n')
    expect(stdout).toContain('made no longer  Scooter: hot  kezhong-scooter-hot\n')
    expect(stdout).not.toMatch(/[Mm]ine|[Tt]heirs/)
    expect(stderr).toContain('2 things in Grafana')
    expect(server.writes).toEqual([])
    expect((await runKz([...push, '--language', 'zh'], site)).stdout).not.toContain('Scooter')
  })

  it('does not overwrite what somebody saves at the same moment', async () => {
    const server = await grafana()
    const site = await env(server)
    await printed([...push, '--language', 'en'], site)
    const board = [...server.boards.values()][0]
    if (board) board.dashboard.title = 'mine'
    server.beforeSave = () => board && board.dashboard.version++

    const { code, stderr } = await runKz([...push, '--language', 'en'], site)

    expect(code).toBe(1)
    expect(stderr).toContain('HTTP 412')
    expect(stderr).toContain('run this again')
  })

  it.each([
    ['no token', () => ({ KZ_GRAFANA_TOKEN: '' }), 2, 'There is no token', 'Service accounts'],
    ['a wrong token', () => ({ KZ_GRAFANA_TOKEN: 'glsa_wrong' }), 1, 'does not accept the token', 'Service accounts'],
    ['a token that may only look', () => ({ KZ_GRAFANA_TOKEN: tokens.viewer }), 1, 'may not do this', 'role Editor'],
  ])('says what to do about %s', async (_, change, code, told, cure) => {
    const ran = await runKz(push, { ...(await env(await grafana())), ...change() })

    expect(ran.code).toBe(code)
    expect(ran.stderr).toContain(told)
    expect(ran.stderr).toContain(cure)
    expect(ran.stderr).not.toContain('glsa_')
  })

  it('says that alert rules need an administrator, in Chinese too', async () => {
    const server = await grafana()
    const { code, stderr } = await runKz([...push, '--with-alerts', '--lang', 'zh'], await env(server, tokens.editor))

    expect(code).toBe(1)
    expect(stderr).toContain('令牌的权限不足')
    expect(stderr).toContain('告警规则需 Admin')
  })

  it('says which data source is missing and how to make it, before it writes anything', async () => {
    const server = await grafana()
    server.sources.delete('kezhong-rollups')
    const { code, stderr } = await runKz(push, await env(server))

    expect(code).toBe(1)
    expect(stderr).toContain('Grafana lacks the data source kezhong-rollups')
    expect(stderr).toContain('provisioning/datasources/')
    expect(server.writes).toEqual([])
  })

  it('goes on without Prometheus, and says so', async () => {
    const server = await grafana()
    server.sources.delete('kezhong-prometheus')
    const { code, stderr } = await runKz(push, await env(server))

    expect(code).toBe(0)
    expect(stderr).toContain('kezhong-prometheus')
  })

  it('says so where dashboards come from files', async () => {
    const server = await grafana()
    const site = await env(server)
    await printed(push, site)
    for (const board of server.boards.values())
      Object.assign(board, { isProvisioned: true, dashboard: { ...board.dashboard, tags: ['x'] } })

    expect((await runKz(push, site)).stderr).toContain('provisioning files cannot be changed this way')
  })

  it('knows what is no Grafana, and what does not answer', async () => {
    const { url } = await contractServer({})
    const site = { KZ_GRAFANA_TOKEN: 'x', KZ_DATA: await tempFolder() }

    expect((await runKz([...push, '--grafana', url], site)).stderr).toContain('does not look like Grafana')
    expect((await runKz([...push, '--grafana', 'http://127.0.0.1:1'], site)).stderr).toContain('Grafana cannot be reached')
    expect((await runKz([...push, '--grafana', 'grafana'], site)).code).toBe(2)
    expect((await runKz(push, site)).stderr).toContain('KZ_GRAFANA_URL')
  })
})

describe('kz dashboards build', () => {
  it('writes what Grafana reads when it starts, and leaves other files alone', async () => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'mine.yaml'), 'x')

    expect(await printed(['dashboards', 'build', folder], { KZ_DATA: await tempFolder() })).toContain('files are in')

    const files = await readdir(folder, { recursive: true })
    expect(files).toEqual(
      expect.arrayContaining([
        'mine.yaml',
        join('provisioning', 'alerting', 'rules.yaml'),
        join('zh', `kezhong-zh-kind-${kinds[0]?.kind}.json`),
      ]),
    )
    expect((await runKz(['dashboards', 'build', '/dev/null/x'], {})).stderr).toContain('cannot be written to')
  })
})
