import { join } from 'node:path'
import { openIngestDatabase } from '../../../ingest/database.ts'
import { factNames } from '../../../ingest/facts/database.ts'
import { FactsWriter } from '../../../ingest/facts/writer.ts'
import { IndicatorsThread } from '../../../ingest/indicators/thread/indicators-thread.ts'
import type { Feed } from '../../../ingest/indicators/thread/messages.ts'
import { Register } from '../../../register/register.ts'
import { ingestSettings } from '../../../settings/processes.ts'
import { readSettings } from '../../../settings/read-settings.ts'
import { whenDone } from '../../support/clean-up.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { waitFor } from '../../support/wait-for.ts'

const hour = 3_600_000
const day = 24 * hour
const nullable = ['serviceRuns', 'coldRuns', 'stockRuns', 'digest', 'clockError', 'faultyLeast', 'compartmentsLast']

/** 24 November 2026 at noon, when October is closed and November runs. */
export const noon = Date.parse('2026-11-24T12:00:00+08:00')
export const october = Date.parse('2026-10-01T00:00:00+08:00')
export const november = Date.parse('2026-11-01T00:00:00+08:00')

/** A data folder with a register of lockers, and facts that a test writes day by day. */
export async function countedSite() {
  const folder = await tempFolder()
  const register = new Register(join(folder, 'register.sqlite'), { now: () => october - day })
  register.start()
  register.addFacility({ id: 'east', name: '东', town: 'loudong', circles: ['huiyang'] })
  register.addFacility({ id: 'west', name: '西', town: 'shaxi' })
  register.addDevice({ id: 'l1', kind: 'locker', facility: 'east' })
  register.addDevice({ id: 'l2', kind: 'locker', facility: 'west' })
  openIngestDatabase(join(folder, 'ingest.sqlite')).close()
  const facts = new FactsWriter(join(folder, 'facts.sqlite'))
  whenDone(() => {
    facts.close()
    register.stop()
  })

  /** One hour of it, whose sums are given. */
  function write(device: 'l1' | 'l2', start: number, some: Readonly<Record<string, number>>, until = noon): void {
    const place =
      device === 'l1' ? { facility: 'east', town: 'loudong', circle: 'huiyang' } : { facility: 'west', town: 'shaxi', circle: '' }
    const values = factNames.map((name) => some[name] ?? (nullable.includes(name) ? null : 0))
    facts.transaction(() => {
      facts.writeDay(facts.device(device, 'locker'), start, start + day, start, [{ start, end: start + hour, place, facts: values }])
      facts.setMeta('until', String(until))
    })
  }

  const settings = (env: Readonly<Record<string, string>> = {}) =>
    readSettings(ingestSettings, { KZ_DATA: folder, KZ_LOG_LEVEL: 'silent', ...env })

  /** The thread as the site starts it; the feed is what it told. */
  function start({ at = noon, ...options }: { at?: number; env?: Record<string, string> } & Partial<Parts> = {}) {
    const feed: Feed[] = []
    const deaths: unknown[] = []
    const thread = new IndicatorsThread(settings(options.env), {
      clockOffsetMs: at - Date.now(),
      onDeath: (error) => deaths.push(error),
      ...(options.recomputeFacts && { recomputeFacts: options.recomputeFacts }),
    })
    thread.onFeed((told) => feed.push(told))
    thread.start()
    whenDone(() => thread.stop())
    return {
      thread,
      feed,
      deaths,
      closed: (month: string) => waitFor(() => thread.periods().lastClosed === month, { what: `${month} to be closed` }),
    }
  }
  return { folder, register, write, settings, start }
}

type Parts = ConstructorParameters<typeof IndicatorsThread>[1]
