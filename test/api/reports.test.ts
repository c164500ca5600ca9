import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ReportData } from '../../ingest/reports/report-data.ts'
import { openedWord } from '../reports/opened.ts'
import { reportSite } from '../reports/report-site.ts'
import { apiSite } from './api-site.ts'

async function site() {
  const made = await reportSite()
  return { ...(await apiSite({ reports: made.reports })), ...made }
}

it('gives the report as a file with its Chinese name, and the digest it was kept with', async () => {
  const { reports, get } = await site()
  await reports.look()
  await reports.submit({ id: '2026-11', sort: 'month', year: 2026, no: 11 }, { author: 'reviewer' })

  const answer = await get('/api/v1/reports/monthly?period=2026-11&format=docx')

  expect(answer.headers).toMatchObject({
    'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'content-disposition': `attachment; filename="report-2026-11.docx"; filename*=UTF-8''${encodeURIComponent('太仓市一刻钟便民生活圈智慧升级任务指标监测月报（2026年第11期）.docx')}`,
    etag: `"${(await reports.list())[0]?.files['report.docx']?.sha256}"`,
  })
  expect(openedWord(answer.rawPayload).paragraphs.join('')).toContain('总体情况')
})

it('gives the data as JSON', async () => {
  const { reports, get } = await site()
  await reports.look()

  const answer = await get('/api/v1/reports/monthly?period=2026-11&format=json')

  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer.json<ReportData>()).toMatchObject({ period: '2026-11', issuer: '太仓市商务局', isClosed: true })
})

it('gives a provisional report of a period that is not closed, and says so in its name', async () => {
  const { say, get } = await site()
  say({ state: 'open' })

  const answer = await get('/api/v1/reports/quarterly?period=2026-Q4&format=docx')

  expect(answer.statusCode).toBe(200)
  expect(decodeURIComponent(String(answer.headers['content-disposition']))).toContain('季报（2026年第四季度）（暂报）.docx')
  expect(openedWord(answer.rawPayload).paragraphs[0]).toBe('暂报（未关账）')
})

it.each([
  ['monthly?period=2026-Q4', 400, 'invalid-query'],
  ['monthly?period=2026-13', 400, 'invalid-query'],
  ['monthly', 400, 'invalid-query'],
  ['yearly?period=2026&format=doc', 400, 'invalid-query'],
  ['monthly?period=2026-11&revision=7', 404, 'report-not-found'],
])('refuses %s with %i %s', async (path, status, code) => {
  const { get } = await site()

  const answer = await get(`/api/v1/reports/${path}`)

  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ code })
})

it('says in both languages which package a PDF needs', async () => {
  const { reports, ask } = await site()
  await reports.look()
  const path = '/api/v1/reports/monthly?period=2026-11&format=pdf'

  const [zh, en] = await Promise.all(['zh', 'en'].map((language) => ask('GET', path, { headers: { 'accept-language': language } })))

  expect(zh?.statusCode).toBe(503)
  expect(zh?.json()).toMatchObject({ code: 'cannot-print', message: '本机无法生成 PDF：没有安装 chromium' })
  expect(en?.json()).toMatchObject({
    message: 'no PDF can be made on this machine: chromium is not installed',
    hint: expect.stringContaining('apt-get install -y chromium'),
  })
})

it('lists what is kept, page by page', async () => {
  const { reports, say, get } = await site()
  say({}, '2026-12')
  await reports.look()

  const first = (await get('/api/v1/reports?limit=2')).json<{ items: { period: string }[]; next: string }>()
  const second = (await get(`/api/v1/reports?limit=2&cursor=${first.next}`)).json<{ items: { period: string }[]; next?: string }>()

  expect(first.items).toHaveLength(2)
  expect(second.next === undefined || second.items.length === 2).toBe(true)
  expect([...first.items, ...second.items].map(({ period }) => period)).toEqual(expect.arrayContaining(['2026-12', '2026-Q4', '2026']))
})

it('is submitted by a reviewer and by nobody below', async () => {
  const { reports, ask } = await site()
  await reports.look()
  const submit = (role: 'reviewer' | 'engineer') =>
    ask('POST', '/api/v1/reports/2026-11/submit', { role, payload: { document: '太商报〔2026〕11号' } })

  expect((await submit('engineer')).statusCode).toBe(403)
  const answer = await submit('reviewer')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    period: '2026-11',
    state: 'submitted',
    submitted: { document: '太商报〔2026〕11号', author: 'test reviewer' },
  })
})

it('cannot be submitted where there is no draft', async () => {
  const { ask } = await site()

  expect((await ask('POST', '/api/v1/reports/2026-09/submit', { payload: {} })).json()).toMatchObject({ code: 'report-not-found' })
})

it('is not handed out when its file is gone bad', async () => {
  const { reports, folder, get } = await site()
  await reports.look()
  await rm(join(folder, '2026-11', 'r1', 'report.docx'))

  const answer = await get('/api/v1/reports/monthly?period=2026-11')

  expect(answer.json()).toMatchObject({ code: 'report-damaged' })
})
