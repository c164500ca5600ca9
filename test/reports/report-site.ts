import { join } from 'node:path'
import { pino } from 'pino'
import type { KeptReport } from '../../ingest/reports/keep/kept-report.ts'
import { Renderer } from '../../ingest/reports/render/renderer.ts'
import { Reports } from '../../ingest/reports/reports.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { type Changes, handMade, names } from './hand-made.ts'

export interface ReportSite {
  readonly reports: Reports
  readonly folder: string
  readonly submitted: KeptReport[]
  /** What the indicators say from now on. */
  say(changes: Changes, lastClosed?: string, first?: string): void
  /** And that a closed month was looked at anew. */
  looked(at: number): void
}

/** Reports of indicators made by hand. Without Chromium unless asked: a PDF takes seconds. */
export async function reportSite({ withChromium = false, folder }: { withChromium?: boolean; folder?: string } = {}): Promise<ReportSite> {
  const at = folder ?? join(await tempFolder(), 'reports')
  const submitted: KeptReport[] = []
  let said: { changes: Changes; lastClosed: string; first: string } = { changes: {}, lastClosed: '2026-11', first: '2026-11' }
  let looked = 0
  const indicators = handMade(() => said.changes)
  const reports = new Reports({
    folder: at,
    indicators: { ...indicators, periods: () => ({ now: '2026-12', lastClosed: said.lastClosed, first: said.first, looked }) },
    names: () => names,
    issuer: '太仓市商务局',
    timezone: 'Asia/Shanghai',
    log: pino({ level: 'silent' }),
    onSubmitted: (kept) => submitted.push(kept),
    renderer: new Renderer(withChromium ? {} : { path: await tempFolder() }),
    now: () => Date.parse('2026-12-03T09:00:00+08:00'),
  })
  await reports.start()
  whenDone(() => reports.stop())
  return {
    reports,
    folder: at,
    submitted,
    say: (changes, lastClosed = said.lastClosed, first = lastClosed) => {
      said = { changes, lastClosed, first }
    },
    looked: (when) => {
      looked = when
    },
  }
}
