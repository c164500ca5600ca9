import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ensureAdapterSecret } from '../../register/adapters.ts'
import { RegisterFault } from '../../register/fault.ts'
import { importDevices } from '../../register/import.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { hour, openRegister, start } from './open-register.ts'

const facility = { id: 'estate-1', name: '测试小区', town: 'shaxi' }

it('binds a device to one adapter, says since when, and lets it go', async () => {
  const { register, clock } = await openRegister()
  register.addFacility(facility)
  register.addDevice({ id: 'vending-1', kind: 'vending', facility: 'estate-1', adapter: 'node-red' })
  register.addDevice({ id: 'vending-2', kind: 'vending', facility: 'estate-1' })

  expect(register.device('vending-1')).toMatchObject({ adapter: 'node-red', boundAt: start })
  expect(register.device('vending-2')).not.toHaveProperty('adapter')
  clock.now = start + hour
  expect(register.updateDevice('vending-2', { adapter: 'node-red' })).toMatchObject({ adapter: 'node-red', boundAt: start + hour })
  clock.now = start + 2 * hour
  expect(register.updateDevice('vending-2', { adapter: 'node-red' })).toMatchObject({ boundAt: start + hour })
  expect([...register.bindings()]).toEqual([
    ['vending-1', 'node-red'],
    ['vending-2', 'node-red'],
  ])
  expect(register.devices({ adapter: 'node-red' }).items).toHaveLength(2)
  const freed = register.updateDevice('vending-2', { adapter: null })
  expect(freed).not.toHaveProperty('adapter')
  expect(freed.boundAt).toBe(start + 2 * hour)
  register.retireDevice('vending-1')
  expect([...register.bindings()]).toEqual([])
})

it('refuses an adapter there is not, and a device with the name of one', async () => {
  const { register } = await openRegister()
  register.addFacility(facility)
  const faultOf = (device: object) => register.faultsOfNewDevice({ id: 'v-1', kind: 'vending', facility: 'estate-1', ...device })[0]

  expect(faultOf({ adapter: 'node-blue' })).toMatchObject({ path: 'adapter', message: { en: expect.stringContaining('node-red') } })
  expect(faultOf({ id: 'node-red' })).toMatchObject({ path: 'id', message: { zh: expect.stringContaining('适配器') } })
  register.addDevice({ id: 'v-1', kind: 'vending', facility: 'estate-1' })
  expect(() => register.updateDevice('v-1', { adapter: 'mqtt' })).toThrow(RegisterFault)
})

it('takes the adapter from a column of an import', async () => {
  const { register } = await openRegister()
  register.addFacility(facility)
  const row = (adapter: string) => `id,kind,facility,adapter,password\nvending-1,vending,estate-1,${adapter},a long password`

  expect(await importDevices(register, row('node-green'))).toMatchObject({ faults: [{ row: 2, column: 'adapter' }] })
  expect(await importDevices(register, row(''))).toMatchObject({ added: 1 })
  expect(register.device('vending-1')).not.toHaveProperty('adapter')
  expect(await importDevices(register, row('node-red'), { overwrite: true })).toMatchObject({ changed: 1 })
  expect(register.device('vending-1')).toMatchObject({ adapter: 'node-red' })
})

it('makes the secret of an adapter once, for its owner alone, and follows the file when the two differ', async () => {
  const { register } = await openRegister()
  const folder = await tempFolder()

  const secret = await ensureAdapterSecret(register, folder, 'node-red')
  const issued = register.adapterIssuedAt('node-red')

  const file = join(folder, 'node-red-secret')
  expect(readFileSync(file, 'utf8').trim()).toBe(secret)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await ensureAdapterSecret(register, folder, 'node-red')).toBe(secret)
  expect(register.adapterIssuedAt('node-red')).toBe(issued)
  expect(await register.verifyAdapter('node-red', `${secret}x`)).toBe(false)
  writeFileSync(file, 'a secret from a backup\n')
  expect(await ensureAdapterSecret(register, folder, 'node-red')).toBe('a secret from a backup')
  expect(await register.verifyAdapter('node-red', 'a secret from a backup')).toBe(true)
})
