// The command line against the real gateway and the real ingest.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, it } from 'vitest'
import { mosquittoPub } from '../end-to-end/mosquitto.ts'
import { startWholeSite, type WholeSite } from '../end-to-end/whole-site.ts'
import { repository } from '../support/process.ts'
import { adminPassword } from '../support/site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { bareEnvironment, kzEntry, printed, runKz, runKzProcess } from './run-kz.ts'

let site: WholeSite
/** What somebody on the machine itself has: the data folder, and the password of admin. */
let env: Record<string, string>
let folder: string

const many = 130
const filler = Object.fromEntries(Array.from({ length: many }, (_, index) => [`meter-${String(index).padStart(3, '0')}`, 'meter']))

beforeAll(async () => {
  site = await startWholeSite(filler)
  env = { KZ_DATA: site.site.folder, KZ_ADMIN_PASSWORD: adminPassword }
  folder = await tempFolder()
  await mkdir(join(folder, 'kinds'))
})

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const publish = (device: string, password: string, payload: string) =>
  mosquittoPub({
    port: site.gateway.mqtt,
    user: device,
    password,
    topic: `kz/v1/freezer/${device}/telemetry`,
    payload: Buffer.from(payload),
  })

/** Registers a freezer with the command line and gives the password it printed. */
async function addFreezer(id: string, ...more: string[]): Promise<string> {
  const said = await printed(['device', 'add', id, '--kind', 'freezer', '--facility', 'estate-01', ...more], env)
  const [, password = ''] = /^ +password +(\S+)$/m.exec(said) ?? []
  return password
}

describe('lists', () => {
  it('stop after a page and say how to go on', async () => {
    const first = await runKz(['device', 'list', '--kind', 'meter'], env)
    const [, cursor = ''] = /--cursor (\S+)/.exec(first.stderr) ?? []
    const rest = await runKz(['device', 'list', '--kind', 'meter', '--cursor', cursor], env)

    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1 + 100)
    expect(rest.stdout.trimEnd().split('\n')).toHaveLength(1 + many - 100)
    expect(rest.stderr).toBe('')
  })

  it('go through every page with --all, as a table and as one JSON document', async () => {
    const table = await printed(['device', 'list', '--kind', 'meter', '--all', '--limit', '50'], env)
    const { items } = JSON.parse(await printed(['device', 'list', '--kind', 'meter', '--all', '--limit', '50', '--json'], env)) as {
      items: { id: string }[]
    }

    const ids = Object.keys(filler)
    expect(items.map(({ id }) => id)).toEqual(ids)
    expect(
      table
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0]),
    ).toEqual(ids)
  })

  it('end quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [kzEntry, 'device', 'list', '--all', '--limit', '1'], {
      cwd: repository,
      env: bareEnvironment(env),
    })
    let complaints = ''
    child.stderr.on('data', (chunk) => {
      complaints += chunk
    })
    await once(createInterface({ input: child.stdout }), 'line')
    child.stdout.destroy()

    const [code] = await once(child, 'exit')

    expect({ code, complaints }).toEqual({ code: 0, complaints: '' })
  })

  it('are in Chinese for whoever asks so', async () => {
    const { stdout: said } = await runKzProcess(['--lang', 'zh', 'facility', 'list'], env)

    expect(said).toMatch(/^编号 .*名称/)
    expect(said).toContain('测试小区')
  })
})

describe('a device', () => {
  it('that was added sends with the credential printed, and is shown with its value', async () => {
    const password = await addFreezer('f-first', '--model', 'ICE-1')

    await publish('f-first', password, '{"temperature":-18.4,"humidty":1}')
    await site.settled(1, 'f-first')
    const shown = await waitFor(async () => /-18\.4 °C/.exec(await printed(['device', 'show', 'f-first'], env))?.input, {
      what: 'its latest value',
    })

    expect(shown).toMatch(/^f-first {2}\w+\n {2}kind {7}Smart freezer \(freezer\)\n/)
    expect(shown).toMatch(/model {6}ICE-1/)
    expect(shown).toMatch(/today {6}received 1 = stored 1 \+ duplicate 0 \+ quarantined 0 \+ pending 0/)
    expect(shown).toMatch(/humidty +1 +\S+ \S+ +humidity/)
  })

  it('is rotated, moved and retired, the last only when one is sure', async () => {
    const old = await addFreezer('f-life')
    await printed(['facility', 'add', 'estate-09', '--name', '新小区', '--town', 'shaxi'], env)

    const rotated = await printed(['device', 'rotate', 'f-life'], env)
    const moved = await printed(['device', 'move', 'f-life', '--to', 'estate-09'], env)
    const unsure = await runKz(['device', 'retire', 'f-life'], env)
    const retired = await printed(['device', 'retire', 'f-life', '--yes'], env)

    expect(rotated).toMatch(/password +\S{20,}/)
    expect(rotated).not.toContain(old)
    expect(moved).toBe('f-life now belongs to estate-09 (shaxi).\n')
    expect(unsure).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Retire f-life? It cannot be undone. Nobody is there to be asked.\n  → add --yes if you are sure\n',
    })
    expect(retired).toMatch(/^f-life is retired/)
  })

  it('that cannot be registered is refused with the message, what to do, and each fault', async () => {
    const { code, stdout, stderr } = await runKz(['device', 'add', 'f-wrong', '--kind', 'freezr', '--facility', 'estate-1'], env)

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/ {2}→ .+\n {2}- kind: .*did you mean.*freezer.*\n {2}- facility: .*estate-01/i)
  })
})

describe('an import', () => {
  it('writes the new credentials into a file for its owner alone', async () => {
    const csv = await file('devices.csv', 'id,kind,facility\nf-i1,freezer,estate-01\nf-i2,freezer,estate-01\n')
    const out = join(folder, 'credentials.csv')

    const said = await printed(['device', 'import', csv, '--credentials-out', out], env)

    const [head, ...credentials] = (await readFile(out, 'utf8')).trimEnd().split('\n')
    expect(said).toBe(`2 added, 0 changed.\nThe credentials are in ${out}, which only you can read.\n`)
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    expect(head).toBe('username,password')
    expect(credentials).toEqual([expect.stringMatching(/^f-i1,\S{20,}$/), expect.stringMatching(/^f-i2,\S{20,}$/)])
    expect((await publish('f-i1', credentials[0]?.split(',')[1] ?? '', '{"temperature":1}')).code).toBe(0)
  })

  it('with a bad row names it, imports nothing and leaves no file', async () => {
    const csv = await file('bad.csv', 'id,kind,facility\nf-i3,freezer,estate-01\nf-i4,frezer,estate-01\n')
    const out = join(folder, 'never.csv')

    const { code, stderr } = await runKz(['device', 'import', csv, '--credentials-out', out], env)

    expect(code).toBe(1)
    expect(stderr).toMatch(/nothing was imported: 1 faults\n {2}→ .*\n {2}- row 3, kind: .*freezer/)
    await expect(stat(out)).rejects.toThrow('ENOENT')
    expect((await runKz(['device', 'show', 'f-i3'], env)).stderr).toContain('there is no device f-i3')
  })

  it('never overwrites a file of credentials, and finds out before it imports', async () => {
    const csv = await file('more.csv', 'id,kind,facility\nf-i5,freezer,estate-01\n')
    const out = await file('taken.csv', 'precious')

    const { code, stderr } = await runKz(['device', 'import', csv, '--credentials-out', out], env)

    expect({ code, stderr }).toEqual({ code: 2, stderr: `${out} is there already: choose another name.\n` })
    expect(await readFile(out, 'utf8')).toBe('precious')
    expect((await runKz(['device', 'show', 'f-i5'], env)).code).toBe(1)
  })
})

describe('refused messages', () => {
  it('are explained, mended by a mapping out of a YAML file, tried dry and replayed', async () => {
    const password = await addFreezer('f-mend', '--model', 'ICE-9')
    for (const value of [-18.1, -18.2, -18.3]) await publish('f-mend', password, `{"temp":${value}}`)
    await site.settled(3, 'f-mend')
    const mapping = await file(
      'ice-9.yaml',
      '# as the vendor calls it\nkind: freezer\nmodel: ICE-9\nfields:\n  temp:\n    to: temperature\n',
    )

    const list = await printed(['quarantine', 'list', '--device', 'f-mend'], env)
    const [, id = ''] = /^(\S+) .*no-known-field/m.exec(list) ?? []
    const explained = await printed(['quarantine', 'explain', id], env)
    const groups = await printed(['quarantine', 'groups', '--device', 'f-mend'], env)
    const vain = await printed(['quarantine', 'replay', '--device', 'f-mend', '--dry-run'], env)
    const saved = await printed(['mapping', 'set', mapping], env)
    const dry = await printed(['quarantine', 'replay', '--device', 'f-mend', '--dry-run'], env)
    const unsure = await runKz(['quarantine', 'replay', '--device', 'f-mend'], env)
    const real = await printed(['quarantine', 'replay', '--ids', id, '--yes'], env)
    const rest = await printed(['quarantine', 'replay', '--device', 'f-mend', '--yes', '--json'], env)
    const again = await printed(['quarantine', 'replay', '--device', 'f-mend', '--yes'], env)

    expect(explained).toMatch(/knows none of the fields[\s\S]*"temp" → "temperature"[\s\S]*code +no-known-field[\s\S]*\{"temp":-18\.3\}/)
    expect(groups).toMatch(/^ +3 +1 {2}freezer {2}no-known-field/m)
    expect(vain).toMatch(/^Of 3 messages 0 would now be stored.*\nCOUNT.*\n +3 {2}no-known-field/)
    expect(saved).toBe('The mapping for freezer ICE-9 is saved (version 1) and holds from the next message on.\n')
    expect(dry).toMatch(/^Of 3 messages 3 would now be stored/)
    expect(unsure.code).toBe(2)
    expect(unsure.stderr).toContain('add --yes')
    expect(real).toMatch(/^Of 1 message 1 are now stored/)
    expect(JSON.parse(rest)).toMatchObject({ dryRun: false, state: 'done', stored: 2, refused: 0 })
    expect(again).toMatch(/^Of 0 messages/)
    expect(await printed(['ledger', '--device', 'f-mend'], env)).toMatch(
      /^received 3 = stored 3 \+ duplicate 0 \+ quarantined 0 \+ pending 0\n\nHOUR/,
    )
    expect(await printed(['quarantine', 'replays'], env)).toMatch(/admin +done +2 +2 +0 +0/)
  })

  it('are replayed only when one says which', async () => {
    const none = await runKz(['quarantine', 'replay', '--yes'], env)
    const both = await runKz(['quarantine', 'replay', '--all', '--device', 'f-mend', '--yes'], env)

    expect(none.stderr).toContain('Say which are meant: --ids, a filter, or --all.')
    expect(both.stderr).toContain('only one of them')
    expect([none.code, both.code]).toEqual([2, 2])
  })
})

describe('a mapping', () => {
  it('is shown as YAML that can be changed and set again, with its versions', async () => {
    await addFreezer('f-map')
    const first = await file('map.json', '{"fields":{"t":{"to":"temperature"}}}')
    await printed(['mapping', 'set', first, '--device', 'f-map'], env)

    const shown = await printed(['mapping', 'show', '--device', 'f-map'], env)
    const changed = await file('changed.yaml', shown.replace('to: temperature', 'to: temperature\n    scale: 0.1'))
    const saved = await printed(['mapping', 'set', changed], env)
    const removed = await printed(['mapping', 'remove', '--device', 'f-map'], env)
    const removedAgain = await runKz(['mapping', 'remove', '--device', 'f-map'], env)

    expect(shown).toMatch(/^# version 1, .*, admin\ndevice: f-map\nfields:\n {2}t:\n {4}to: temperature\n$/)
    expect(saved).toContain('version 2')
    expect(removed).toBe('The mapping for f-map is out of force.\n')
    expect(removedAgain).toMatchObject({ code: 1, stderr: 'No mapping is in force for f-map.\n' })
    expect(await printed(['mapping', 'show', '--device', 'f-map', '--version', '2'], env)).toContain('scale: 0.1')
    expect(await printed(['mapping', 'list', '--device', 'f-map', '--versions', 'all'], env)).toMatch(
      /f-map +3 .*out of force[\s\S]*f-map +2 [\s\S]*f-map +1 /,
    )
  })

  it.each([
    ['broken YAML', 'fields: [', /is not readable as YAML: .*line 1/],
    ['no mapping', '- 1\n', /has no mapping in it/],
    [
      'a field the kind has not',
      'fields: {t: {to: powr}}',
      /- fields\.t\.to: .*Did you mean power\?|has no field powr\. Did you mean power\?/,
    ],
  ])('with %s is refused', async (_, content, sentence) => {
    const { code, stderr } = await runKz(['mapping', 'set', await file('wrong.yaml', content), '--device', 'meter-000'], env)

    expect(code).toBeGreaterThan(0)
    expect(stderr).toMatch(sentence)
  })

  it('that is for nobody in particular is not sent', async () => {
    const path = await file('nobody.yaml', 'fields: {t: {to: temperature}}')

    expect(await runKz(['mapping', 'set', path], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Say whom the mapping is for'),
    })
  })
})

describe('a kind file', () => {
  const changed = async () =>
    (await readFile(join(repository, 'facilities/freezer.ts'), 'utf8'))
      .replace('[-60, 60]', '[-60, -10]')
      .replace('above: -12, clearsBelow: -15', 'above: -20, clearsBelow: -25')

  it('outside of the project is checked without anything running', async () => {
    const good = await file('kinds/freezer.ts', await changed())
    const bad = await file(
      'kinds/bad.ts',
      (await changed()).replace("zh: '柜内温度'", "zh: 'Temperature'").replace("use: 'sale'", "use: 'sales'"),
    )
    const broken = await file('kinds/broken.ts', 'export const x = {')

    const faulty = await runKzProcess(['kind', 'check', bad])

    expect((await runKzProcess(['kind', 'check', good])).stdout).toBe('The kind freezer can be used; fields: 6, events: 4, alarms: 3.\n')
    expect(faulty.code).toBe(1)
    expect(faulty.stderr).toMatch(
      /^The kind freezer has 2 faults\.\n.*\n {2}- telemetry\.temperature\.label\.zh .*\n {2}- use "sales" is no event\n$/,
    )
    expect(await runKzProcess(['kind', 'check', broken])).toMatchObject({ code: 1, stderr: expect.stringMatching(/broken\.ts: line 1: /) })
    expect(await runKzProcess(['kind', 'check', join(folder, 'none.ts')])).toMatchObject({ code: 2 })
  })

  it('is drafted from a capture, with its questions, and passes the check', async () => {
    const lines = Array.from({ length: 40 }, (_, index) =>
      JSON.stringify({
        topic: 'kiosk/7/up',
        payload: { wd: 4 + (index % 5) / 10, door: index % 2 ? 'open' : 'closed' },
        received: 1_795_392_000_000 + index * 60_000,
      }),
    )
    const capture = await file('capture.jsonl', lines.join('\n'))
    const out = join(folder, 'kinds/kiosk.ts')

    const drafted = await runKz(['kind', 'draft', '--file', capture, '--kind', 'kiosk', '--out', out], env)
    const checked = await runKzProcess(['kind', 'check', out])
    const again = await runKz(['kind', 'draft', '--file', capture, '--kind', 'kiosk', '--out', out], env)

    expect(drafted).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^The kind kiosk is drafted from 40 messages and written to /),
    })
    expect(drafted.stderr).toMatch(/Please answer:\n {2}1\. /)
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The kind kiosk can be used; fields: [2-9]/) })
    expect(again).toMatchObject({ code: 2, stderr: `${out} is there already: choose another name.\n` })
  })

  it('is tried against what was received, and nothing is changed by that', async () => {
    const password = await addFreezer('f-try')
    for (const value of [-18.5, -4.5]) await publish('f-try', password, `{"temperature":${value}}`)
    await site.settled(2, 'f-try')
    const path = await file('freezer-changed.ts', await changed())

    const { stdout: said } = await runKzProcess(['kind', 'try', path, '--days', '1'], env)
    const { stdout: inChinese } = await runKzProcess(['--lang', 'zh', 'kind', 'try', path, '--days', '1'], env)

    expect(said).toMatch(/^Of \d+ readings and events the change would accept 0 more, refuse [1-9]/)
    expect(said).toMatch(/refused +f-try +\S+ \S+ +\{"temperature":-4\.5\}/)
    expect(inChinese).toMatch(/多拒收 [1-9]/)
    expect(await site.ledger('f-try')).toMatchObject({ stored: 2, quarantined: 0 })
  })

  it('a changed kind is tried though its simulator does not fit it yet, and that is told', async () => {
    const own = await readFile(join(repository, 'facilities/freezer.ts'), 'utf8')
    const path = await file('freezer-narrow.ts', own.replace("temperature: gauge('°C', [-60, 60]", "temperature: gauge('°C', [-19.9, 60]"))

    const { stdout, stderr, code } = await runKzProcess(['kind', 'try', path, '--days', '1'], env)

    expect(stdout).toMatch(/^Of \d+ readings and events the change would accept/)
    expect(stderr).toMatch(/to be used this file needs mending:\n {2}- simulate\.next: temperature/)
    expect(code).toBe(0)
  })
})

describe('the rest', () => {
  it('health is told part by part', async () => {
    const said = await printed(['health'], env)

    expect(said).toMatch(/^gateway +ok/m)
    expect(said).toMatch(/^store +ok/m)
    expect(said).toMatch(/All in all: ok\.\n$/)
  })

  it('the kinds and the tasks are listed', async () => {
    expect(await printed(['kind', 'list'], env)).toMatch(/^freezer +Smart freezer/m)
    expect(await printed(['kind', 'show', 'freezer'], env)).toMatch(/^temperature +Temperature inside +gauge +°C +-60 … 60$/m)
    expect((await printed(['task', 'list'], env)).trimEnd().split('\n')).toHaveLength(1 + 23)
  })

  it('the ledger of all devices balances, page after page', async () => {
    const { devices, balanced } = JSON.parse(await printed(['ledger', '--json', '--all', '--limit', '2'], env)) as {
      devices: object[]
      balanced: boolean
    }
    const table = await printed(['ledger', '--all', '--limit', '2'], env)

    expect(balanced).toBe(true)
    expect(table.trimEnd().split('\n')).toHaveLength(3 + devices.length)
  })

  it('a token is made once, does what its role may, and ends when it is revoked', async () => {
    const token = (await printed(['token', 'make', 'watcher', '--role', 'operator', '--days', '1'], env)).trim()
    const asToken = { KZ_URL: site.ingest.url, KZ_TOKEN: token }
    const tokenFile = await file('token', `${token}\n`)

    const reads = await runKz(['device', 'list', '--limit', '1', '--token-file', tokenFile, '--url', site.ingest.url])
    const writes = await runKz(['device', 'rotate', 'meter-000'], asToken)
    const listed = await printed(['token', 'list'], env)
    const [, id = ''] = /^(\S+) +watcher +operator/m.exec(listed) ?? []
    await printed(['token', 'revoke', id], env)
    const after = await runKz(['device', 'list'], asToken)

    expect(token).toMatch(/^kz_/)
    expect(reads.code).toBe(0)
    expect(writes).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/the role operator may not do this\n {2}→ use a token whose role may do it/),
    })
    expect(listed).not.toContain(token)
    expect(after).toMatchObject({ code: 1, stderr: expect.stringMatching(/ {2}→ what KZ_TOKEN holds is not accepted/) })
  })
})
