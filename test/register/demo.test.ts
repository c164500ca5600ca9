import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Accounts } from '../../register/accounts.ts'
import { demoPassword, seedDemo } from '../../register/demo.ts'
import { whenDone } from '../support/clean-up.ts'
import { startProcess } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { openAgain, openRegister } from './open-register.ts'

describe('the demo register', () => {
  it('has facilities of all towns and 300 devices, which sign in with the password of the secret', async () => {
    const { register } = await openRegister()

    await seedDemo(register, 'a secret')

    expect(register.count().devices).toBe(300)
    for (const { id } of register.towns()) expect(register.facilities({ town: id }).items).not.toEqual([])
    expect([...register.allDevices()].every(({ demo }) => demo)).toBe(true)
    const [device] = register.devices().items
    expect(await register.verifyCredential(device!.id, demoPassword('a secret', device!.id))).toBe('ok')
    expect(await register.verifyCredential(device!.id, demoPassword('another', device!.id))).toBe('wrong')
  })

  it('brings its invented circles, which are there with it only', async () => {
    const { register } = await openRegister()

    await seedDemo(register, 'a secret')

    expect(register.circles({ demo: true }).length).toBeGreaterThan(0)
    expect(register.circles({ demo: false })).toHaveLength(5)
  })

  it('is seeded once: the second time changes nothing', async () => {
    const { register } = await openRegister()
    await seedDemo(register, 'a secret')
    const version = register.version()

    await seedDemo(register, 'a secret')

    expect(register.version()).toBe(version)
  })

  it('is completed when it was seeded by a version whose seeds knew less', async () => {
    const { register } = await openRegister()
    await seedDemo(register, 'a secret')
    const estate = register.facilities({ limit: 1_000 }).items.find(({ retentionHours }) => retentionHours !== undefined)!
    const cooled = register.devices({ kind: 'vending', limit: 1_000 }).items.find(({ limits }) => limits === 'chilled')!
    register.updateFacility(estate.id, { retentionHours: null, households: 7 })
    register.updateDevice(cooled.id, { limits: null })

    await seedDemo(register, 'another secret')

    expect(register.facility(estate.id)).toMatchObject({ retentionHours: estate.retentionHours, households: 7 })
    expect(register.device(cooled.id)?.limits).toBe('chilled')
  })

  it('leaves what people changed and what is theirs, and follows a new secret', async () => {
    const { register } = await openRegister()
    await seedDemo(register, 'a secret')
    const [moved, retired, other] = register.devices().items.map(({ id }) => id) as [string, string, string]
    register.moveDevice(moved, 'ludu-store-01')
    register.retireDevice(retired)

    await seedDemo(register, 'new')

    expect(register.device(moved)?.facility).toBe('ludu-store-01')
    expect(register.device(retired)?.retiredAt).toBeDefined()
    expect(await register.verifyCredential(other, demoPassword('a secret', other))).toBe('wrong')
    expect(await register.verifyCredential(other, demoPassword('new', other))).toBe('ok')
  })

  it('never takes over a real device of the same id', async () => {
    const { register } = await openRegister()
    register.addFacility({ id: 'real', name: '真实小区', town: 'loudong' })
    register.addDevice({ id: 'locker-loudong-01', kind: 'locker', facility: 'real' })
    const { password } = await register.issueCredential('locker-loudong-01')

    await seedDemo(register, 'a secret')

    expect(register.device('locker-loudong-01')).toMatchObject({ facility: 'real', demo: false })
    expect(await register.verifyCredential('locker-loudong-01', password)).toBe('ok')
  })
})

async function run(folder: string, args: string[] = [], env: Record<string, string> = {}) {
  const started = startProcess('register/main.ts', { args, env: { KZ_DATA: folder, ...env } })
  const { code } = await started.exited
  return { code, lines: started.lines, said: () => JSON.parse(started.lines[0] ?? '') as Record<string, unknown> }
}

describe('register/main.ts', () => {
  it('makes the folder, the administrator and the demo register, and tells the password once', async () => {
    const folder = join(await tempFolder(), 'deep', 'data')

    const first = await run(folder, ['--demo'])
    const second = await run(folder, ['--demo'])

    const password = (await readFile(join(folder, 'admin-password'), 'utf8')).trim()
    const secret = (await readFile(join(folder, 'demo-secret'), 'utf8')).trim()
    expect(first.said()).toEqual({ admin: password, facilities: expect.any(Number), devices: 300 })
    expect(second.said()).toEqual({ ...first.said(), admin: null })
    expect([first.lines, second.lines].map((lines) => lines.length)).toEqual([1, 1])
    for (const [file, mode] of Object.entries({ '': 0o700, 'admin-password': 0o600, 'demo-secret': 0o600 })) {
      expect((await stat(join(folder, file))).mode & 0o777).toBe(mode)
    }
    const register = openAgain(join(folder, 'register.sqlite'))
    expect(await register.verifyCredential('meter-ludu-01', demoPassword(secret, 'meter-ludu-01'))).toBe('ok')
  })

  it('without --demo has towns and no facilities', async () => {
    const folder = await tempFolder()

    const { said } = await run(folder)

    expect(said()).toMatchObject({ facilities: 0, devices: 0 })
    await expect(stat(join(folder, 'demo-secret'))).rejects.toThrow('ENOENT')
    expect(openAgain(join(folder, 'register.sqlite')).towns()).toHaveLength(8)
  })

  it('takes the password of the setting, and removes the file with the one that does not hold any more', async () => {
    const folder = await tempFolder()
    await run(folder)

    const { said, lines } = await run(folder, [], { KZ_ADMIN_PASSWORD: 'correct horse' })

    expect(said().admin).toBeNull()
    expect(lines.join()).not.toContain('correct horse')
    await expect(stat(join(folder, 'admin-password'))).rejects.toThrow('ENOENT')
    const accounts = new Accounts(join(folder, 'register.sqlite'))
    accounts.start()
    whenDone(() => accounts.stop())
    expect(await accounts.verify('admin', 'correct horse')).toBeDefined()
  })

  it('ends with one clear sentence on what it cannot use', async () => {
    const folder = await tempFolder()
    await mkdir(join(folder, 'broken'))
    await writeFile(join(folder, 'broken', 'register.sqlite'), 'this is no database at all, whatever its name says\n'.repeat(100))
    await writeFile(join(folder, 'file'), '')

    const runs = [
      await run(folder, ['--dmo']),
      await run(join(folder, 'file')),
      await run(join(folder, 'broken')),
      await run(folder, [], { KZ_LOCALE: 'fr' }),
    ]

    expect(runs.map(({ code }) => code)).toEqual([1, 1, 1, 1])
    const [option, file, broken, setting] = runs.map(({ lines }) => lines.join('\n'))
    expect(option).toMatch(/--dmo.*--help/)
    expect(file).toMatch(/Check KZ_DATA/)
    expect(broken).toMatch(/cannot be opened.*从备份恢复.*restore the file from a backup/s)
    expect(setting).toMatch(/KZ_LOCALE is "fr"/)
    expect(runs.some(({ lines }) => lines.some((line) => /^\s+at /.test(line)))).toBe(false)
  })

  it('explains itself', async () => {
    const { code, lines } = await run(await tempFolder(), ['--help'])

    expect(code).toBe(0)
    expect(lines.join('\n')).toContain('usage: node register/main.ts')
  })
})
