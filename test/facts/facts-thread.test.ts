import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { openIngestDatabase } from '../../ingest/database.ts'
import { FactsThread } from '../../ingest/facts/facts-thread.ts'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { SqliteStore } from '../../ingest/store/sqlite/sqlite-store.ts'
import type { Point } from '../../ingest/store/store.ts'
import { Register } from '../../register/register.ts'
import { ingestSettings } from '../../settings/processes.ts'
import { readSettings } from '../../settings/read-settings.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { day, hour, minute } from './facts-site.ts'

/** Some devices that have reported every ten minutes for days until now. */
async function aSite(devices: number, days: number) {
  const folder = await tempFolder()
  const since = Math.floor(Date.now() / day) * day - days * day
  const register = new Register(join(folder, 'register.sqlite'), { now: () => since })
  register.start()
  whenDone(() => register.stop())
  register.addFacility({ id: 'east', name: 'east', town: 'shaxi' })
  const store = new SqliteStore({ folder, kinds: builtIn })
  await store.start()
  whenDone(() => store.stop())
  const database = openIngestDatabase(join(folder, 'ingest.sqlite'))
  whenDone(() => database.close())
  for (let index = 0; index < devices; index++) {
    const device = `f${index}`
    register.addDevice({ id: device, kind: 'freezer', facility: 'east' })
    const points: Point[] = []
    for (let ts = since; ts < since + days * day; ts += 10 * minute)
      points.push({
        table: 'telemetry',
        kind: 'freezer',
        device,
        ts,
        n: 0,
        received: ts,
        quality: 'good',
        fields: { temperature: -20, energy: ts / hour },
        place: { facility: 'east', circle: '', town: 'shaxi' },
      })
    await store.write(points)
  }
  const reader = new FactsReader(join(folder, 'facts.sqlite'))
  whenDone(() => reader.close())
  return { folder, reader, since, register, store, database }
}

async function start(folder: string): Promise<{ readonly thread: FactsThread; kill(): Promise<void> }> {
  let isKilled = false
  const thread = new FactsThread(readSettings(ingestSettings, { KZ_DATA: folder, KZ_LOG_LEVEL: 'silent' }), (error) => {
    if (!isKilled) throw error
  })
  thread.start()
  whenDone(() => (isKilled ? undefined : thread.stop()))
  return {
    thread,
    async kill() {
      isKilled = true
      await (thread as unknown as { thread: { worker: Worker } }).thread.worker.terminate()
    },
  }
}

const isDone = async (thread: FactsThread) => {
  const status = thread.status()
  return status && status.until > 0 && status.backlog === 0 && status.behindMs < 3 * minute
}

it('a thread that is killed again and again comes to the same facts in the end', async () => {
  const { folder, reader, since } = await aSite(20, 6)
  const whole = await aSite(20, 6)
  for (let death = 0; death < 4; death++) {
    const before = reader.version()
    const { kill } = await start(folder)
    await waitFor(async () => reader.version() > before, { what: 'some facts', everyMs: 1 })
    await kill()
  }

  const [one, other] = [await start(folder), await start(whole.folder)]
  await waitFor(() => isDone(one.thread), { what: 'all facts', timeoutMs: 60_000 })
  await waitFor(() => isDone(other.thread), { what: 'all facts', timeoutMs: 60_000 })

  const past = [since, since + 6 * day] as const
  expect([...reader.slices(undefined, ...past)]).toEqual([...whole.reader.slices(undefined, ...past)])
  expect(reader.inputs(...past)).toEqual({ count: 20 * 6 * 24, digest: whole.reader.inputs(...past).digest })
}, 120_000)

it('recomputes what is ordered, tells how far it is, and says when facts have changed', async () => {
  const { folder, reader, since, store } = await aSite(3, 3)
  const { thread } = await start(folder)
  await waitFor(() => isDone(thread), { what: 'all facts', timeoutMs: 60_000 })
  const heard: number[] = []
  thread.onChanged((version) => heard.push(version))
  // Behind the pipeline's back, so that only an order finds it.
  await store.write([
    {
      table: 'telemetry',
      kind: 'freezer',
      device: 'f1',
      ts: since + 5 * hour + 1,
      n: 0,
      received: since,
      quality: 'good',
      fields: { temperature: 9 },
      place: { facility: 'east', circle: '', town: 'shaxi' },
    },
  ])
  const progress: number[] = []

  const result = await thread.recompute({ from: since, to: since + 2 * day }, ({ done }) => progress.push(done))

  expect(result).toMatchObject({ done: 3 * 48, total: 3 * 48 })
  expect(result.changed).toBeGreaterThan(0)
  expect(progress.at(-1)).toBe(3 * 48)
  expect(reader.slicesOf('f1', since + 5 * hour, since + 6 * hour, { limit: 1 })[0]?.facts.coldBad).toBeGreaterThan(0)
  await waitFor(async () => heard.length > 0, { what: 'word of the change' })
  expect(await thread.recompute({ from: since, to: since + 2 * day, device: 'f1' })).toEqual({ done: 48, total: 48, changed: 0 })
}, 120_000)
