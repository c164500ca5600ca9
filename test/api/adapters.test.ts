import { expect, it } from 'vitest'
import { apiSite } from './api-site.ts'

const device = { id: 'vending-1', kind: 'vending', facility: 'estate-01' }

it('binds a device when it is registered or later, and shows who speaks for it', async () => {
  const { ask, get, said } = await apiSite()
  const bound = await ask('POST', '/api/v1/devices', { role: 'engineer', payload: { ...device, adapter: 'node-red' } })
  await ask('POST', '/api/v1/devices', { role: 'engineer', payload: { ...device, id: 'vending-2' } })

  expect(bound.json().device).toMatchObject({ adapter: 'node-red' })
  expect((await get('/api/v1/devices/vending-2')).json()).not.toHaveProperty('adapter')
  expect((await get('/api/v1/adapters')).json()).toEqual({ items: [{ name: 'node-red', devices: 1, connected: true }] })
  const changed = await ask('PATCH', '/api/v1/devices/vending-2', { role: 'engineer', payload: { adapter: 'node-red' } })
  expect(changed.json()).toMatchObject({ id: 'vending-2', adapter: 'node-red' })
  expect((await get('/api/v1/devices?adapter=node-red')).json().items).toHaveLength(2)
  await ask('PATCH', '/api/v1/devices/vending-1', { role: 'engineer', payload: { adapter: null } })
  said.gateway = undefined
  expect((await get('/api/v1/adapters')).json()).toEqual({ items: [{ name: 'node-red', devices: 1 }] })
})

it('refuses an adapter there is not, with the ones there are, and whoever may not bind', async () => {
  const { ask, get } = await apiSite()
  const wrong = await ask('POST', '/api/v1/devices', { role: 'engineer', payload: { ...device, adapter: 'nodered' } })

  expect(wrong.statusCode).toBe(400)
  expect(wrong.json().faults).toMatchObject([{ path: 'adapter', message: expect.stringContaining('node-red') }])
  expect((await get('/api/v1/devices?adapter=nodered')).json().faults).toMatchObject([{ path: 'adapter', expected: 'node-red' }])
  await ask('POST', '/api/v1/devices', { role: 'engineer', payload: device })
  expect((await ask('PATCH', '/api/v1/devices/vending-1', { role: 'operator', payload: { adapter: 'node-red' } })).statusCode).toBe(403)
})
