import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { IndicatorFault } from '../../ingest/indicators/indicators.ts'
import type { ReportData } from '../../ingest/reports/report-data.ts'
import { tablesOf } from '../../ingest/reports/report-data.ts'
import { reportPeriod } from '../../ingest/reports/report-period.ts'
import { Reports } from '../../ingest/reports/reports.ts'
import { whenDone } from '../support/clean-up.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { handMade, names } from './hand-made.ts'
import { reportSite } from './report-site.ts'

const month = reportPeriod('2026-11')!

async function filesIn(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder)
  return Object.fromEntries(
    await Promise.all(files.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const)),
  )
}

it('makes the report of a month that closed, as a draft with its files', async () => {
  const { reports, folder } = await reportSite()

  await reports.look()

  expect(await reports.list()).toMatchObject([{ period: '2026-11', revision: 1, state: 'draft' }])
  expect((await readdir(join(folder, '2026-11', 'r1'))).sort()).toEqual(['kept.json', 'report.docx', 'report.json', 'report.xlsx'])
})

it('makes those of the quarter and the year with December', async () => {
  const { reports, say } = await reportSite()
  say({}, '2026-12')

  await reports.look()

  expect((await reports.list()).map(({ period }) => period).sort()).toEqual(expect.arrayContaining(['2026', '2026-12', '2026-Q4']))
})

it('makes those of every month that closed while the process was away', async () => {
  const { reports, say } = await reportSite()
  say({}, '2026-11', '2026-09')

  await reports.look()

  expect((await reports.list()).map(({ period }) => period).sort()).toEqual(['2026-09', '2026-10', '2026-11', '2026-Q3'])
})

it('makes no new report of the same values', async () => {
  const { reports } = await reportSite()
  await reports.look()

  await reports.look()

  expect(await reports.list()).toHaveLength(1)
})

it('leaves a submitted report as it is when values are revised, and makes a draft that lists the revisions', async () => {
  const { reports, folder, say, submitted } = await reportSite()
  await reports.look()
  await reports.submit(month, { author: 'reviewer', document: '太商报〔2026〕11号' })
  const before = await filesIn(join(folder, '2026-11', 'r1'))

  say({ revision: 2, shift: 3 })
  await reports.look()

  expect(await filesIn(join(folder, '2026-11', 'r1'))).toEqual(before)
  expect(await reports.list()).toMatchObject([
    { revision: 2, state: 'draft' },
    { revision: 1, state: 'submitted', submitted: { author: 'reviewer', document: '太商报〔2026〕11号' } },
  ])
  expect(submitted).toMatchObject([{ period: '2026-11', revision: 1, state: 'submitted' }])
  const draft = JSON.parse((await reports.file(month, 'json', 2))!.bytes.toString()) as ReportData
  expect(tablesOf(draft).find(({ id }) => id === 'revisions')?.rows.length).toBeGreaterThan(5)
})

it('sees soon that a closed month was looked at anew', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  whenDone(() => void vi.useRealTimers())
  const { reports, say, looked } = await reportSite()
  await reports.look()
  say({ revision: 2, shift: 3 })
  looked(1)

  // One look may still be under way when the next is due, which then is left out.
  const hasRevision = (revision: number) => async () => {
    vi.advanceTimersByTime(15_000)
    return (await reports.list())[0]?.revision === revision
  }
  await waitFor(hasRevision(2), { what: 'the second draft' })
  say({ revision: 3, shift: 4 })
  vi.advanceTimersByTime(60_000)
  expect(await reports.list()).toMatchObject([{ revision: 2, state: 'draft' }])
  looked(2)
  await waitFor(hasRevision(3), { what: 'the third draft' })
})

it('hands out the submitted report before a later draft', async () => {
  const { reports, say } = await reportSite()
  await reports.look()
  await reports.submit(month, { author: 'reviewer' })
  say({ revision: 2, shift: 3 })
  await reports.look()

  expect((await reports.file(month, 'docx'))?.kept).toMatchObject({ revision: 1, state: 'submitted' })
  expect((await reports.file(month, 'docx', 2))?.kept).toMatchObject({ revision: 2, state: 'draft' })
  expect(await reports.file(month, 'docx', 3)).toBeUndefined()
})

it('replaces a draft that nobody submitted', async () => {
  const { reports, say } = await reportSite()
  await reports.look()

  say({ revision: 2, shift: 3 })
  await reports.look()

  expect(await reports.list()).toMatchObject([{ revision: 2, state: 'draft' }])
})

it('submits once', async () => {
  const { reports, submitted } = await reportSite()
  await reports.look()
  const first = await reports.submit(month, { author: 'reviewer' })

  expect(await reports.submit(month, { author: 'admin' })).toEqual(first)
  expect(submitted).toHaveLength(1)
})

it('makes a report of an open month when it is asked for, says so, and keeps nothing', async () => {
  const { reports, say } = await reportSite()
  say({ state: 'open' }, '2026-10')

  const file = await reports.file(month, 'json')

  expect(file?.kept).toBeUndefined()
  expect(JSON.parse(file!.bytes.toString())).toMatchObject({ period: '2026-11', isClosed: false })
  expect((await reports.list()).filter(({ period }) => period === '2026-11')).toEqual([])
})

it('prints the PDF of a kept report when Chromium has come, of the data as they were', async () => {
  const without = await reportSite()
  await without.reports.look()
  await without.reports.submit(month, { author: 'reviewer' })
  await without.reports.stop()
  const { reports, folder, say } = await reportSite({ withChromium: true, folder: without.folder })
  say({ shift: 9 })
  const before = await readFile(join(folder, '2026-11', 'r1', 'report.docx'))

  const file = await reports.file(month, 'pdf', 1)

  expect(file?.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(file?.kept?.files['report.pdf']).toBeDefined()
  expect((await readFile(join(folder, '2026-11', 'r1', 'report.docx'))).equals(before)).toBe(true)
  expect((await reports.file(month, 'pdf', 1))?.bytes.equals(file!.bytes)).toBe(true)
}, 30_000)

it('begins again what was half done when the process died', async () => {
  const folder = join(await tempFolder(), 'reports')
  await mkdir(join(folder, '2026-11', '.r1'), { recursive: true })
  await writeFile(join(folder, '2026-11', '.r1', 'report.json'), '{"schema":')

  const { reports } = await reportSite({ folder })
  await reports.look()

  expect(await readdir(join(folder, '2026-11'))).toEqual(['r1'])
})

it('does not hand out a file that was changed on disk', async () => {
  const { reports, folder } = await reportSite()
  await reports.look()
  await writeFile(join(folder, '2026-11', 'r1', 'report.docx'), 'forged')

  await expect(reports.file(month, 'docx')).rejects.toThrow('changed on disk')
})

it('makes a report where a town has nothing and the facts of a period are gone', async () => {
  const indicators = handMade(() => ({}))
  const gone = async () => {
    throw new IndicatorFault('no-value')
  }
  const reports = new Reports({
    folder: join(await tempFolder(), 'reports'),
    indicators: {
      ...indicators,
      values: (query) => (query.scope === 'town:ludu' ? gone() : indicators.values(query)),
      adoption: gone,
      suspects: gone,
      periods: () => ({ now: '2026-12', lastClosed: '2026-11' }),
    },
    names: () => names,
    issuer: '太仓市商务局',
    timezone: 'Asia/Shanghai',
    log: pino({ level: 'silent' }),
  })
  await reports.start()
  whenDone(() => reports.stop())

  expect((await reports.file(month, 'json'))?.bytes.length).toBeGreaterThan(1_000)
})
