import { beforeEach, describe, expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { Batch } from '../../ingest/pipeline/batch.ts'
import { DeviceContext } from '../../ingest/pipeline/devices.ts'
import { Item, type Sort } from '../../ingest/pipeline/item.ts'
import { map } from '../../ingest/pipeline/map.ts'
import { validate } from '../../ingest/pipeline/validate.ts'
import { newRecord } from '../../ingest/state/device-record.ts'
import { saveMapping } from '../../register/mappings.ts'
import type { Register } from '../../register/register.ts'
import { openAgain, openFurnished, start } from '../register/open-register.ts'

let register: Register
let otherProcess: Register

beforeEach(async () => {
  const { register: opened, path } = await openFurnished()
  register = opened
  otherProcess = openAgain(path)
  register.addDevice({ id: 'cold-1', kind: 'freezer', facility: 'east', model: 'ice-9' })
})

const fields = { t: { to: 'temperature', scale: 0.1 }, s: { to: 'seconds' } }

function itemOf(value: unknown, { id = 'cold-1', kind = 'freezer', sort = 'reading' as Sort, event = '' } = {}): Item {
  const entry = { offset: 1, at: start, key: id, topic: `kz/v1/${kind}/${id}/telemetry`, payload: new Uint8Array() }
  const item = new Item(entry, sort, event, value)
  item.device = new DeviceContext(id, newRecord(), new Map())
  item.device.setKind(builtIn.get(kind), kind, builtIn.schemas(kind))
  return item
}

async function valuesAfter(step: ReturnType<typeof map>, ...items: Item[]): Promise<unknown[]> {
  const batch = new Batch([], 1)
  batch.items.push(...items)
  await step.run(batch)
  return items.map(({ value }) => value)
}

describe('the step map', () => {
  it('maps readings and events of a device that has a mapping, and nothing else', async () => {
    saveMapping(register, { kind: 'freezer', model: 'ice-9', fields })
    const rejected = itemOf({ t: 1 })
    rejected.rejection = { code: 'empty', message: { zh: '空', en: 'empty' } }

    const values = await valuesAfter(
      map(register),
      itemOf({ t: -184 }),
      itemOf({ s: 3 }, { sort: 'event', event: 'doorOpen' }),
      itemOf({ t: 1 }, { sort: 'birth' }),
      itemOf({ t: 1 }, { id: 'locker-1', kind: 'locker' }),
      rejected,
    )

    expect(values).toEqual([{ temperature: -18.4 }, { seconds: 3 }, { t: 1 }, { t: 1 }, { t: 1 }])
  })

  it('follows what another process saves, from the next batch on', async () => {
    const step = map(register)

    expect(await valuesAfter(step, itemOf({ t: 10 }))).toEqual([{ t: 10 }])
    saveMapping(otherProcess, { kind: 'freezer', model: 'ice-9', fields })
    expect(await valuesAfter(step, itemOf({ t: 10 }))).toEqual([{ temperature: 1 }])
    saveMapping(otherProcess, { device: 'cold-1', fields: { t: { to: 'setPoint' } } })
    expect(await valuesAfter(step, itemOf({ t: 10 }))).toEqual([{ setPoint: 10 }])
  })

  it('follows a device to another model', async () => {
    saveMapping(register, { kind: 'freezer', model: 'ice-9', fields })
    const step = map(register)
    await valuesAfter(step, itemOf({ t: 10 }))

    otherProcess.updateDevice('cold-1', { model: 'ice-10' })

    expect(await valuesAfter(step, itemOf({ t: 10 }))).toEqual([{ t: 10 }])
  })

  it('leads to readings that are valid, or refused for what the device sent', async () => {
    const time = { field: 'at', format: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai' }
    saveMapping(register, { device: 'cold-1', fields, time })
    const good = itemOf({ at: '2026-03-01 00:00:00', seq: 7, t: '-184' })
    const wrongValue = itemOf({ at: '2026-03-01 00:00:00', t: 'ERR' })
    const wrongTime = itemOf({ at: '01/03/2026', t: -184 })

    await valuesAfter(map(register), good, wrongValue, wrongTime)
    const batch = new Batch([], 1)
    batch.items.push(good, wrongValue, wrongTime)
    await validate(400).run(batch)

    expect(good).toMatchObject({ givenTs: start, seq: 7, fields: { temperature: -18.4 }, rejection: undefined })
    expect(wrongValue.rejection).toMatchObject({ path: 'temperature', found: expect.stringContaining('ERR') })
    expect(wrongTime.rejection).toMatchObject({ path: 'ts', found: expect.stringContaining('01/03/2026') })
  })
})
