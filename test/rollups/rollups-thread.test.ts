import type { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { rollupsNeedFrom } from '../../ingest/rollups/needed-from.ts'
import { RollupsThread } from '../../ingest/rollups/rollups-thread.ts'
import { ingestSettings } from '../../settings/processes.ts'
import { readSettings } from '../../settings/read-settings.ts'
import { whenDone } from '../support/clean-up.ts'
import { waitFor } from '../support/wait-for.ts'
import { day, hour, minute, reading, rollupsSite } from './rollups-site.ts'

it('a thread that is killed again and again makes every hour there is, once, and readings are needed until then', async () => {
  const site = await rollupsSite()
  const since = Math.floor(Date.now() / day) * day - 4 * day
  for (const device of ['cold-1', 'cold-2'])
    await site.arrive(
      ...Array.from({ length: 3 * 144 }, (_, index) =>
        reading(since + index * 10 * minute, { temperature: index, energy: index }, { device }),
      ),
    )
  const settings = readSettings(ingestSettings, { KZ_DATA: site.folder, KZ_LOG_LEVEL: 'silent' })
  expect(rollupsNeedFrom(site.folder)).toBe(0)

  for (let death = 0; death < 2; death++) {
    const thread = new RollupsThread(settings, () => undefined)
    thread.start()
    await waitFor(async () => thread.status() !== undefined, { what: 'a word of it', everyMs: 1 })
    const { worker } = (thread as unknown as { thread: { worker: Worker } }).thread
    await worker.terminate()
    clearInterval((thread as unknown as { timer: NodeJS.Timeout }).timer)
  }
  const thread = new RollupsThread(settings, (error) => {
    throw error
  })
  thread.start()
  whenDone(() => thread.stop())
  await waitFor(async () => thread.status()?.devices === 0 && rollupsNeedFrom(site.folder) > since + 3 * day, {
    what: 'all rollups',
    timeoutMs: 30_000,
  })

  for (const device of ['cold-1', 'cold-2']) {
    const hours = await site.hours(device)
    expect(hours.filter(({ values }) => values.readings === 6).map(({ start }) => start)).toEqual(
      Array.from({ length: 72 }, (_, index) => since + index * hour),
    )
    expect(hours[1]?.values).toMatchObject({ temperature_mean: 8.5, energy_increase: 6, energy_last: 11 })
  }
}, 60_000)
