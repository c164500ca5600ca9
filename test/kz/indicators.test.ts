// The commands of the indicators against the API itself.
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiSite } from '../api/api-site.ts'
import { now } from '../api/hand-indicators.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { printed, runKz } from './run-kz.ts'

async function site() {
  const { app, accounts, register } = await apiSite({ now: () => now })
  for (const id of ['freezer-1', 'freezer-2']) register.addDevice({ id, kind: 'freezer', facility: 'estate-01' })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { token } = accounts.createToken({ name: 'test', role: 'admin' })
  return { KZ_URL: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, KZ_TOKEN: token }
}

describe('indicators on the command line', () => {
  it('are listed with value, status, change and target', async () => {
    const env = await site()

    const said = await printed(['indicator', 'list', '--task', '16'], env)

    expect(said).toMatch(/^ID +INDICATOR +VALUE +UNIT +STATUS +CHANGE +TARGET\n/)
    expect(said).toMatch(/16-2 .* 86\.76 +% +no target set +\+1\.00 points +to be set by the bureau/)
    expect(said.trimEnd().split('\n')).toHaveLength(1 + 8)
    expect(await printed(['--lang', 'zh', 'indicator', 'list', '--task', '16'], env)).toContain('待核定')
  })

  it('are shown with formula, parts and months', async () => {
    const env = await site()

    const said = await printed(['indicator', 'show', '16-2'], env)

    expect(said).toMatch(/^16-2 .* 86\.76 % +no target set\n/)
    expect(said).toMatch(/numerator +118,000 min/)
    expect(said).toMatch(/Its parts:\nSCOPE +VALUE[\s\S]*town:shaxi +50\.00/)
    expect(said).toMatch(/Twelve months:\nMONTH[\s\S]*2026-11 +86\.76/)
    const reason = await printed(['indicator', 'show', '19-1'], env)
    expect(reason).toMatch(/– % +not applicable\n/)
    expect(reason).toContain('why none')
  })

  it('are explained in words, down to the hours of a device', async () => {
    const env = await site()

    const all = await printed(['indicator', 'explain', '16-3'], env)
    expect(all).toMatch(/register version 3, made of 4 hourly records with the digest abc/)
    expect(all).toMatch(/freezer-3 +estate-02 +shaxi +0 +0 +\S/)

    const one = await printed(['indicator', 'explain', '16-3', '--device', 'freezer-1'], env)
    expect(one).toMatch(/^freezer-1 is counted in 16-3: /)
    expect(one).toMatch(/HOUR|hour/i)
    expect(one).toMatch(/2026-11-01 00:00 +estate-01 +60 +59$/m)

    const stranger = await printed(['indicator', 'explain', '16-3', '--device', 'nobody'], env)
    expect(stranger).toMatch(/^There is no device nobody in the register, and what is not registered is not counted\./)
  })

  it('are explained as JSON to the last page', async () => {
    const explain = ['--json', 'indicator', 'explain', '16-2', '--limit', '1']
    const env = await site()

    expect(JSON.parse(await printed(explain, env))).toMatchObject({ items: { length: 1 }, next: expect.any(String) })
    const all = JSON.parse(await printed([...explain, '--all'], env))
    expect([all.items.length, all.next]).toEqual([4, undefined])
    const hours = JSON.parse(await printed([...explain, '--device', 'freezer-1', '--all'], env))
    expect([hours.items.length, hours.device.hours.length]).toEqual([1, 3])
  })

  it('get their target by a document, and say what is missing of it', async () => {
    const env = await site()
    const target = ['indicator', 'target', '16-2']

    expect(await printed(target, env)).toMatch(/^to be set by the bureau\nsuggestion, not official: /)
    expect(await runKz([...target, '--target', '98'], env)).toMatchObject({
      code: 2,
      stderr: 'To set a target --warning, --document, --date is needed too.\n',
    })
    const full = [...target, '--target', '98', '--warning', '95', '--document', '太商发〔2026〕12号', '--date', '2026-11-01']
    expect(await printed(full, env)).toMatch(/city +1 +2026-11 +98 +95 +太商发〔2026〕12号 2026-11-01 +test/)
    expect(await runKz([...full, '--warning', '99'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the warning line cannot lie above the target'),
    })
    expect(await runKz([...full, '--target', 'high'], env)).toMatchObject({
      code: 2,
      stderr: '--target is a number, as 95; for a band 0.2,1.5.\n',
    })
  })

  it('are tried, recomputed and imported', async () => {
    const env = await site()
    const file = join(await tempFolder(), 'manual.csv')
    await writeFile(file, 'indicator,period,value,document,date\n19-1,2026-10,91.5,doc,2026-11-03\n')

    const shadow = ['indicator', 'shadow', '16-2', '--from', '2026-09', '--to', '2026-10']
    expect(await printed([...shadow, '--target', '80'], env)).toMatch(/Nothing was changed\.\n[\s\S]*2026-09 +86\.76 .* 87\.76 +met/)
    expect(await runKz([...shadow, '--parameters', 'k'], env)).toMatchObject({
      code: 2,
      stderr: '--parameters is written name=number, as types=4, and not k.\n',
    })
    expect(await printed(['indicator', 'recompute', '--device', 'freezer-1'], env)).toBe('Recomputed: 7 facts came out otherwise.\n')
    expect(await printed(['indicator', 'import', file], env)).toBe('1 values imported.\n')
    await writeFile(file, 'indicator,period,value,document,date\n19-1,2026,x,doc,2026-11-03\n')
    const refused = await runKz(['indicator', 'import', file], env)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/row 2, period[\s\S]*row 2, value/)
  })

  it('that do not exist are named with what was probably meant', async () => {
    expect(await runKz(['indicator', 'show', '16-22'], await site())).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no indicator 16-22; did you mean 16-2'),
    })
  })
})

describe('ranking, adoption and tasks', () => {
  let env: Record<string, string>
  beforeAll(async () => {
    env = await site()
  })

  it('rank the towns, the unranked last', async () => {
    const said = await printed(['ranking', '16-2'], env)
    expect(said).toMatch(/1 +↑1 +Loudong.*\n +– +– +Shaxi/)
  })

  it('tell installed, online and used apart, and name the suspects', async () => {
    expect(await printed(['adoption'], env)).toMatch(/city +4 +3 +2 +1\n/)
    expect(await printed(['adoption', '--suspects'], env)).toMatch(/locker-1 +estate-01 +loudong +heartbeats only +only heartbeats came/)
  })

  it('show a task with its indicators, or say that it has none', async () => {
    expect(await printed(['task', 'show', '16'], env)).toMatch(/rhythm +looked through every week, [\s\S]*16-2 .* 86\.76/)
    expect(await printed(['task', 'show', '1'], env)).toContain('this task has no indicator that devices could measure.')
  })
})

describe('the rectification ledger on the command line', () => {
  it('takes an entry from its beginning to its end', async () => {
    const env = await site()
    const add = ['rectification', 'add', '--issue', '在线率低', '--unit', 'shaxi', '--deadline', '2026-11-20', '--indicator', '16-2']

    const added = await printed(add, env)
    const [id = ''] = /^\S+/.exec(added) ?? []
    expect(added).toMatch(/^2026-0001 is entered; Shaxi.* has until 2026-11-20\.\n/)
    expect(await printed(['rectification', 'reply', id, '--text', '已更换模块'], env)).toBe(`${id}: replied, to be checked\n`)
    expect(await printed(['rectification', 'list'], env)).toMatch(
      /2026-0001 +16-2 +city +Shaxi.* +2026-11-20 +replied, to be checked +在线率低/,
    )
    expect(await printed(['rectification', 'close', id, '--note', '核实'], env)).toBe(`${id}: closed\n`)
    expect((await runKz(['rectification', 'close', '2026-0009', '--note', 'x'], env)).stderr).toContain('has no entry 2026-0009')
  })
})
