import { join } from 'node:path'
import { expect, it } from 'vitest'
import { countingRules } from '../../ingest/facts/counting-rules.ts'
import { CountingThreads } from '../../ingest/facts/counting-threads.ts'
import type { Counters } from '../../ingest/facts/day-counter.ts'
import { ingestSettings } from '../../settings/processes.ts'
import { readSettings } from '../../settings/read-settings.ts'
import type { Sent } from '../clock/pipeline-site.ts'
import { whenDone } from '../support/clean-up.ts'
import { day, type FactsSite, factsSite, hour, midnight } from './facts-site.ts'

/** Enough for several pieces of a day. */
const devices = Array.from({ length: 260 }, (_, index) => `many-${index}`)

const reading = (device: string, ts: number, index: number): Sent => ({
  at: ts + 1_000,
  body: {
    ts,
    values: { temperature: -20 + (index % 9), door: index % 4 === 0 ? 'open' : 'closed', compressor: 'running', energy: index / 7 },
  },
  from: { device, kind: 'freezer' },
})

async function manyDevices(): Promise<FactsSite> {
  const site = await factsSite()
  for (const id of devices) site.register.addDevice({ id, kind: 'freezer', facility: 'east', commissionedAt: midnight })
  const sent = devices.flatMap((device, index) => [3, 9, 27, 40].map((at) => reading(device, midnight + at * hour, index + at)))
  await site.send(...sent.sort((one, other) => one.at - other.at))
  return site
}

function threadsOf(folder: string) {
  const settings = readSettings(ingestSettings, { KZ_DATA: folder, KZ_LOG_LEVEL: 'silent' })
  const threads = new CountingThreads({ settings, rules: countingRules }, 2)
  whenDone(() => threads.stop())
  const told = { counted: 0, left: 0 }
  const counters: Counters = {
    atOnce: threads.atOnce,
    async count(asked, of, now) {
      const counted = await threads.count(asked, of, now)
      told[counted ? 'counted' : 'left'] += asked.length
      return counted
    },
  }
  return { counters, told }
}

const everything = ({ reader }: FactsSite) => ({
  slices: [...reader.slices(undefined, 0, 1e14)],
  days: [...reader.days(undefined, 0, 1e14)],
  inputs: reader.inputs(0, 1e14),
  until: reader.until(),
})

it('facts that other threads count are those that the facts thread counts alone, also when such a thread cannot work', async () => {
  const now = midnight + 2 * day + 5 * hour
  const alone = await manyDevices()
  await alone.keep(now)

  const together = await manyDevices()
  const { counters, told } = threadsOf(together.folder)
  await together.keep(now, { threads: counters })
  expect(told.counted).toBeGreaterThan(0)
  expect(told.left).toBe(0)
  expect(everything(together)).toEqual(everything(alone))

  const broken = threadsOf(join(together.folder, 'nothing-here'))
  const keeper = await together.keep(now, { isAnew: true, threads: broken.counters })
  keeper.begin({ from: midnight, to: now }, now)
  await together.keep(now)
  expect(broken.told.counted).toBe(0)
  expect(broken.told.left).toBeGreaterThan(0)
  expect(keeper.finished).toMatchObject({ changed: 0 })
  expect(everything(together)).toEqual(everything(alone))
}, 60_000)
