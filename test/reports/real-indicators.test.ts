import { pino } from 'pino'
import { expect, it } from 'vitest'
import { builtIn } from '../../facilities/catalogue.ts'
import { openReports } from '../../ingest/reports/open-reports.ts'
import { printed, type ReportData, tablesOf } from '../../ingest/reports/report-data.ts'
import { reportPeriod } from '../../ingest/reports/report-period.ts'
import { countedSite, november, october } from '../indicators/thread/counted-site.ts'
import { whenDone } from '../support/clean-up.ts'
import { waitFor } from '../support/wait-for.ts'

const day = 86_400_000
const good = { registered: 3_600, online: 3_600, service: 3_600, heard: 60, readings: 60, timely: 60, expected: 60, distinct: 60 }

/** The reports over the indicators' own thread, without anything made by hand. */
async function site() {
  const counted = await countedSite()
  for (const start of [october, october + day]) counted.write('l1', start, good)
  counted.write('l2', october, { ...good, online: 1_800 })
  counted.write('l1', november, good)
  const { thread, closed } = counted.start()
  const reports = openReports(counted.settings(), {
    indicators: thread,
    register: counted.register,
    catalogue: builtIn,
    log: pino({ level: 'silent' }),
  })
  await closed('2026-10')
  whenDone(() => reports.stop())
  await reports.start()
  return { ...counted, reports, thread }
}

it('is made of a month that the indicators closed, late data make a draft beside what was submitted', async () => {
  const { reports, write, thread } = await site()
  await waitFor(async () => (await reports.list()).length > 0, { what: 'a report', timeoutMs: 30_000 })
  const month = reportPeriod('2026-10')!
  const submitted = (await reports.submit(month, { author: 'reviewer' }))!
  const before = await reports.file(month, 'json', 1)
  const data = JSON.parse(before!.bytes.toString()) as ReportData
  const online = tablesOf(data)
    .find(({ id }) => id === 'city-proof')!
    .rows.find(([id]) => printed(id!.text) === '16-2')!

  expect(data).toMatchObject({ isClosed: true, period: '2026-10' })
  // 60 + 60 + 30 minutes of 180.
  expect(online.slice(3, 6).map(({ text }) => text)).toEqual(['150', '180', '83.33'])

  write('l2', october, good)
  // Asked for, since a month waits between two revisions by itself.
  thread.beginRecompute({ from: october, to: november }, 'engineer')
  await waitFor(async () => (await thread.value('16-2', { period: '2026-10', scope: 'city' })).revision === 2, {
    what: 'revision 2',
    timeoutMs: 120_000,
  })
  await reports.look()

  expect((await reports.list()).map(({ revision, state }) => `${revision} ${state}`)).toEqual(['2 draft', '1 submitted'])
  expect((await reports.file(month, 'json', 1))!.bytes.equals(before!.bytes)).toBe(true)
  expect((await reports.list()).at(-1)).toEqual(submitted)
  const draft = JSON.parse((await reports.file(month, 'json', 2))!.bytes.toString()) as ReportData
  const revised = tablesOf(draft).find(({ id }) => id === 'revisions')!
  expect(revised.rows.map(([id]) => id!.text)).toContain('16-2')
}, 180_000)

it('is provisional for a month that runs, and for its quarter and year', async () => {
  const { reports } = await site()

  for (const id of ['2026-11', '2026-Q4', '2026']) {
    const file = await reports.file(reportPeriod(id)!, 'json')
    expect(JSON.parse(file!.bytes.toString())).toMatchObject({ period: id, isClosed: false })
  }
}, 60_000)
