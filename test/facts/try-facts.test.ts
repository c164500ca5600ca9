import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { FactsReader } from '../../ingest/facts/reader.ts'
import { tryFacts } from '../../ingest/facts/try-facts.ts'
import { device, type Sent } from '../clock/pipeline-site.ts'
import { whenDone } from '../support/clean-up.ts'
import { day, type FactsSite, factsSite, hour, midnight, minute } from './facts-site.ts'

const reading = (ts: number): Sent => ({
  at: ts + 1_000,
  body: { ts, values: { temperature: -20, door: 'closed', compressor: 'running', energy: ts / hour } },
})

async function tried(site: FactsSite, rules: Record<string, number>) {
  const path = join(site.folder, `tried-${JSON.stringify(rules).length}.sqlite`)
  const progress: { done: number; total: number }[] = []
  const { register, store, database } = site
  const parts = { register, catalogue: builtIn, store, database, timezone: 'Asia/Shanghai' }
  for await (const each of tryFacts(parts, { path, from: midnight + day, to: midnight + 3 * day, rules })) progress.push(each)
  const reader = new FactsReader(path)
  whenDone(() => reader.close())
  return { reader, progress }
}

it('facts that are tried by the rules in force are those that are kept, and by others they differ', async () => {
  const site = await factsSite()
  const sent: Sent[] = []
  for (let ts = midnight; ts < midnight + 4 * day; ts += 20 * minute) sent.push(reading(ts))
  await site.send(...sent)
  await site.keep(midnight + 4 * day)
  const [from, to] = [midnight + day, midnight + 3 * day]
  const window = (reader: FactsReader) => [...reader.slices(undefined, from, to)]

  const same = await tried(site, {})
  expect(window(same.reader)).toEqual(window(site.reader))
  expect(same.reader.until()).toBe(to)
  const last = same.progress.at(-1)
  expect(last?.done).toBe(last?.total)

  const before = site.reader.version()
  const longer = await tried(site, { freshnessLeastMs: 30 * minute })
  const online = (reader: FactsReader) => reader.slicesOf(device, from, to, { limit: 1 })[0]?.facts.online
  expect([online(site.reader), online(longer.reader)]).toEqual([900, 3_600])
  expect(site.reader.version()).toBe(before)
})
