import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openRegisterDatabase, RegisterUnavailable } from '../../register/database.ts'
import { repository, startCommand } from '../support/process.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { faultOf, openAgain, openFurnished } from './open-register.ts'

describe('two registers on one file', () => {
  it('see what the other one writes at once', async () => {
    const { register, path } = await openFurnished()
    const other = openAgain(path)
    const version = other.version()

    register.addDevice({ id: 'm-1', kind: 'meter', facility: 'east' })

    expect(other.version()).toBeGreaterThan(version)
    expect(other.version()).toBe(register.version())
    expect(other.device('m-1')).toEqual(register.device('m-1'))
    expect(faultOf(() => other.addDevice({ id: 'm-1', kind: 'meter', facility: 'east' })).code).toBe('exists')
  })

  it('do not see a change of version where nothing was changed', async () => {
    const { register, path } = await openFurnished()
    const other = openAgain(path)
    const version = other.version()

    faultOf(() => register.addDevice({ id: 'locker-1', kind: 'locker', facility: 'east' }))
    faultOf(() => register.addDevice({ id: 'x', kind: 'nothing', facility: 'east' }))
    register.devices()

    expect(other.version()).toBe(version)
  })

  it('go on after one of them was refused', async () => {
    const { register, path } = await openFurnished()
    const other = openAgain(path)

    faultOf(() => register.moveDevice('locker-1', 'nowhere'))

    expect(other.moveDevice('locker-1', 'west').facility).toBe('west')
  })
})

/** Adds 40 devices to the facility `f`, which it makes if it is the first. */
const writer = `
import { Register } from '${join(repository, 'register/register.ts')}'
const [path, name] = process.argv.slice(2)
const register = new Register(path)
register.start()
try {
  register.addFacility({ id: 'f', name: 'f', town: 'shaxi' })
} catch (error) {
  if (error.code !== 'exists') throw error
}
for (let count = 0; count < 40; count++) register.addDevice({ id: name + '-' + count, kind: 'meter', facility: 'f' })
register.stop()
`

describe('four processes', () => {
  it('that open a file for the first time and write to it together lose nothing', async () => {
    const folder = await tempFolder()
    const path = join(folder, 'register.sqlite')
    await writeFile(join(folder, 'writer.ts'), writer)

    const running = ['a', 'b', 'c', 'd'].map((name) => startCommand(process.execPath, { args: [join(folder, 'writer.ts'), path, name] }))
    const exits = await Promise.all(running.map(({ exited }) => exited))

    expect(running.flatMap(({ lines }) => lines)).toEqual([])
    expect(exits.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const register = openAgain(path)
    expect(register.count()).toEqual({ facilities: 1, devices: 160 })
    expect(register.version()).toBeGreaterThanOrEqual(161)
  })
})

describe('a register that cannot be used', () => {
  it('says what to do when it was written by a newer version', async () => {
    const path = join(await tempFolder(), 'register.sqlite')
    openRegisterDatabase(path).close()
    const file = new DatabaseSync(path)
    file.exec('PRAGMA user_version=9999')
    file.close()

    expect(() => openRegisterDatabase(path)).toThrow(RegisterUnavailable)
    expect(() => openRegisterDatabase(path)).toThrow('newer version')
    expect((await readFile(path)).length).toBeGreaterThan(0)
  })

  it('says what to do when there is no such folder', async () => {
    const path = join(await tempFolder(), 'nowhere', 'register.sqlite')

    const refused = (() => {
      try {
        return openRegisterDatabase(path)
      } catch (error) {
        return error
      }
    })()

    expect(refused).toMatchObject({ name: 'RegisterUnavailable', hint: { en: expect.stringContaining('Check that its folder exists') } })
  })
})
