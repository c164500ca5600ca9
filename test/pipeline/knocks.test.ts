import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { Batch } from '../../ingest/pipeline/batch.ts'
import { Commit } from '../../ingest/pipeline/commit.ts'
import { decode } from '../../ingest/pipeline/decode.ts'
import { Devices } from '../../ingest/pipeline/devices.ts'
import { followState } from '../../ingest/pipeline/follow-state.ts'
import { identify } from '../../ingest/pipeline/identify.ts'
import { knocks } from '../../ingest/pipeline/knocks.ts'
import { Topics } from '../../ingest/pipeline/topic.ts'
import { gatewaySource, gatewayTopics } from '../../journal/gateway-topics.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { openFurnished, start } from '../register/open-register.ts'
import { tempFolder } from '../support/temp-folder.ts'

let database: DatabaseSync
let devices: Devices
let offset: number

beforeEach(async () => {
  const { register } = await openFurnished()
  database = openIngestDatabase(join(await tempFolder(), 'ingest.sqlite'))
  devices = new Devices(database, register, builtIn)
  offset = 0
})

const message = { zh: '密码不对。', en: 'The password is wrong.' }

function said(key: string, topic: string, body: object): JournalEntry {
  const payload = Buffer.from(JSON.stringify(body))
  return { offset: offset++, at: start + offset, key, topic, payload, headers: { source: gatewaySource } }
}

const refused = (key: string, name: string, count = 1, at = start + offset): JournalEntry =>
  said(key, gatewayTopics.refused, { name, address: '10.0.0.7', code: 'wrong-password', message, count, first: at, last: at })

async function batchOf(...entries: JournalEntry[]): Promise<Batch> {
  const topics = new Topics()
  const batch = new Batch(entries, offset)
  for (const step of [decode(topics), identify(devices, topics), followState(devices), knocks()]) await step.run(batch)
  return batch
}

const kept = () => database.prepare('SELECT name, count, first, last FROM knock ORDER BY last').all()

describe('failed sign-ins', () => {
  test('are counted together, once, also when the batch has to be done again', async () => {
    const commit = new Commit(database, 'journal')
    commit.batch(await batchOf(refused('', 'stranger', 3, 100)), () => false)
    const again = await batchOf(refused('', 'stranger', 4, 200))
    database.exec("CREATE TEMP TRIGGER full BEFORE UPDATE ON progress BEGIN SELECT raise(ABORT, 'full'); END")

    expect(() => commit.batch(again, () => false)).toThrow('full')
    database.exec('DROP TRIGGER full')
    commit.batch(again, () => false)

    expect(kept()).toEqual([{ name: 'stranger', count: 7, first: 100, last: 200 }])
  })

  test('show at the registered device, and change nothing about where it is', async () => {
    const commit = new Commit(database, 'journal')
    commit.batch(await batchOf(said('locker-1', gatewayTopics.connected, { address: '10.0.0.1' })), () => false)
    const before = structuredClone(devices.get('locker-1').record)

    const batch = await batchOf(refused('locker-1', 'locker-1'))
    commit.batch(batch, () => false)

    const { refusal, ...after } = devices.get('locker-1').record
    expect(refusal).toEqual({ at: start + offset, code: 'wrong-password', message })
    expect(after).toEqual(before)
    expect([batch.stateChanges, batch.live, [...batch.tally.rows()]]).toEqual([[], [], []])
  })

  test('of strangers make no device', async () => {
    new Commit(database, 'journal').batch(await batchOf(refused('', 'stranger')), () => false)

    expect(database.prepare('SELECT count(*) AS count FROM device').get()).toEqual({ count: 0 })
  })

  test('are kept up to a thousand, the latest', async () => {
    const commit = new Commit(database, 'journal')
    for (let part = 0; part < 3; part++) {
      const entries = Array.from({ length: 500 }, (_, index) => refused('', `name-${part * 500 + index}`, 1, part * 500 + index))
      commit.batch(await batchOf(...entries), () => false)
    }

    const names = kept().map(({ name }) => name)
    expect(names).toHaveLength(1_000)
    expect([names[0], names.at(-1)]).toEqual(['name-500', 'name-1499'])
  })
})
