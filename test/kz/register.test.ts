// What is said of the register on the command line, against the API itself.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ApiSite, apiSite } from '../api/api-site.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { printed, runKz } from './run-kz.ts'

let site: ApiSite
let env: Record<string, string>

beforeEach(async () => {
  site = await apiSite()
  const url = await site.app.listen({ port: 0, host: '127.0.0.1' })
  env = { KZ_URL: url, KZ_TOKEN: site.accounts.createToken({ name: 'li', role: 'admin' }).token }
})

describe('facility and device', () => {
  it('are registered and changed with their terms, and null takes one away', async () => {
    const terms = [
      '--hours',
      '1-5 07:00-22:00,6-7 08:00-24:00',
      '--retention-hours',
      '48',
      '--public',
      'no',
      '--commissioned',
      '2026-01-01',
    ]
    await printed(['facility', 'add', 'f1', '--name', '甲', '--town', 'shaxi', ...terms], env)
    await printed(['facility', 'change', 'f1', '--households', '640', '--clear', 'public,operator'], env)
    await printed(['device', 'add', 'v1', '--kind', 'vending', '--facility', 'f1', '--every', '120', '--limits', 'chilled'], env)
    const said = await printed(['device', 'change', 'v1', '--channels', 'temperature', '--clear', 'every'], env)

    expect(said).toBe('The device v1 is changed.\n')
    expect(site.register.facility('f1')).toMatchObject({
      households: 640,
      retentionHours: 48,
      commissionedAt: Date.parse('2026-01-01T00:00:00+08:00'),
      hours: [
        { days: [1, 2, 3, 4, 5], from: '07:00', to: '22:00' },
        { days: [6, 7], from: '08:00', to: '24:00' },
      ],
    })
    expect(site.register.facility('f1')).not.toHaveProperty('isPublic')
    expect(site.register.device('v1')).toMatchObject({ limits: 'chilled', channels: ['temperature'] })
    expect(site.register.device('v1')).not.toHaveProperty('every')
  })

  it('refuse hours that nobody understands before anything is asked', async () => {
    const { code, stderr } = await runKz(['facility', 'change', 'estate-01', '--hours', 'Mo-Fr 7-22'], env)

    expect(code).toBe(2)
    expect(stderr).toContain('write 1-5 07:00-22:00')
  })
})

describe('exemption', () => {
  it('is added, listed and withdrawn', async () => {
    const said = ['--sort', 'suspension', '--from', '2026-11-20', '--document', '停〔2026〕7号', '--date', '2026-11-19', '--reason', '改造']

    const added = await printed(['exemption', 'add', 'estate-01', ...said], env)
    const listed = await printed(['exemption', 'list', '--facility', 'estate-01'], env)
    await printed(['exemption', 'withdraw', '1', '--reason', '误录'], env)

    expect(added).toContain('exemption withdraw 1')
    expect(listed).toMatch(/estate-01 +suspension +2026-11-20 00:00:00 +停〔2026〕7号/)
    expect(await printed(['exemption', 'list'], env)).toBe('There is none.\n')
    expect(await printed(['exemption', 'list', '--withdrawn'], env)).toContain('停〔2026〕7号')
  })
})

describe('community and circle', () => {
  it('take the list of a town from a file', async () => {
    const file = join(await tempFolder(), 'shaxi.csv')
    await writeFile(file, '\uFEFFid,name,since\na,甲村,2026-01-01\nb,乙社区,\n')

    const said = await printed(['community', 'set', file, '--town', 'shaxi'], env)
    const listed = await printed(['community', 'list', '--town', 'shaxi'], env)
    await writeFile(file, 'id,nam\na,甲村\n')
    const wrong = await runKz(['community', 'set', file, '--town', 'shaxi'], env)

    expect(said).toBe('2 added, 0 changed, 0 ended.\n')
    expect(listed).toMatch(/a +甲村 +shaxi +2026-01-01 00:00:00/)
    expect(wrong.code).toBe(1)
    expect(wrong.stderr).toContain('communities')
  })

  it('enter a circle', async () => {
    await printed(['circle', 'add', 'xinhua', '--name', '新华', '--name-en', 'Xinhua', '--town', 'chengxiang', '--recognised'], env)

    expect(site.register.circles({ town: 'chengxiang' })).toMatchObject([{ id: 'xinhua', recognised: true }])
  })
})

describe('token make', () => {
  it('binds a reviewer to a unit, and the list says so', async () => {
    await printed(['token', 'make', 'post', '--role', 'reviewer', '--unit', 'post'], env)

    expect(await printed(['token', 'list'], env)).toMatch(/reviewer +post/)
    expect((await runKz(['token', 'make', 'x', '--role', 'operator', '--town', 'shaxi'], env)).stderr).toContain('Only tokens of the role')
  })
})
