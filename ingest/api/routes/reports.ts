import { z } from 'zod'
import type { KeptFormat, KeptReport } from '../../reports/keep/kept-report.ts'
import { DamagedReport } from '../../reports/keep/report-folder.ts'
import { CannotPrint } from '../../reports/render/chromium.ts'
import { TooManyRenderings } from '../../reports/render/renderer.ts'
import type { ReportSort } from '../../reports/report-data.ts'
import { type ReportPeriod, reportPeriod } from '../../reports/report-period.ts'
import type { ReportFile, Reports } from '../../reports/reports.ts'
import type { Caller } from '../access.ts'
import { iso, listOf, time } from '../answers.ts'
import { cursorOf, placeOf } from '../cursor.ts'
import { attachment } from '../file-name.ts'
import type { Api } from '../parts.ts'
import { Problem } from '../problem.ts'
import { cursor, limitUpTo } from '../query-values.ts'
import { isBound, notForYou } from '../reading-rights.ts'

/** The paths, and how a period of each is written. */
const sorts = [
  { path: 'monthly', sort: 'month', form: '2026-11' },
  { path: 'quarterly', sort: 'quarter', form: '2026-Q4' },
  { path: 'yearly', sort: 'year', form: '2026' },
] as const satisfies readonly { path: string; sort: ReportSort; form: string }[]

const types: Readonly<Record<KeptFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
}

const report = z.object({
  period: z.string(),
  sort: z.enum(['month', 'quarter', 'year']),
  revision: z.int().describe('Of the report: values that were revised after it was submitted make the next one'),
  state: z.enum(['draft', 'submitted']),
  made: time,
  files: z.array(z.object({ format: z.enum(['docx', 'xlsx', 'pdf', 'json']), sha256: z.string(), size: z.int() })),
  submitted: z.object({ at: time, author: z.string(), document: z.string().optional(), note: z.string().optional() }).optional(),
})

const text = z.string().trim().min(1).max(500)
const submission = z.strictObject({
  document: text.optional().describe('Number of the document with which it is submitted'),
  note: text.optional(),
  revision: z.int().min(1).optional().describe('The one that was read; the newest when not given'),
})

const periodOf = (sorts: readonly ReportSort[], form: string) =>
  z
    .string()
    .transform((written, context): ReportPeriod => {
      const period = reportPeriod(written)
      if (period && sorts.includes(period.sort)) return period
      const params = { zh: `应写作 ${form}`, expected: form }
      context.issues.push({ code: 'custom', input: written, message: `must be written like ${form}`, params })
      return z.NEVER
    })
    .meta({ examples: [form] })

const tags = ['reports']
const newestFirst = z.tuple([z.string(), z.int()])

export function reportRoutes(api: Api, { reports }: { readonly reports: Pick<Reports, 'list' | 'file' | 'submit'> }): void {
  api.get(
    '/reports',
    {
      config: { problems: ['not-for-you'] },
      schema: {
        summary: 'The reports that are kept: drafts made when a period closed, and what was submitted',
        tags,
        querystring: z.strictObject({ cursor, limit: limitUpTo(500, 100) }),
        response: { 200: listOf(report) },
      },
    },
    async ({ query: { cursor: given, limit }, caller }) => {
      refuseBound(caller)
      const after = placeOf(given, newestFirst)
      const all = (await reports.list()).filter((each) => after === undefined || isAfter(each, after))
      const items = all.slice(0, limit)
      const last = items.at(-1)
      return { items: items.map(answerOf), ...(all.length > limit && last && { next: cursorOf([last.period, last.revision]) }) }
    },
  )

  for (const { path, sort, form } of sorts) {
    api.get(
      `/reports/${path}`,
      {
        config: { problems: ['report-not-found', 'report-damaged', 'cannot-print', 'too-many-reports', 'no-value', 'not-for-you'] },
        schema: {
          summary: `The ${path} report as a Word, Excel or PDF file, or as the data all three are made of`,
          description:
            'The submitted report where there is one, else the draft that is kept, else a provisional rendering of the values of now, which says so on its first page. Numbers are the same in each format.',
          tags,
          querystring: z.strictObject({
            period: periodOf([sort], form),
            format: z.enum(['docx', 'xlsx', 'pdf', 'json']).default('docx'),
            revision: z.coerce.number().int().min(1).optional().describe('Of the report, as in /reports'),
          }),
          response: { 200: { description: 'The file', content: contentOf() } },
        },
      },
      async ({ query: { period, format, revision }, caller }, reply) => {
        refuseBound(caller)
        const file = await refusedInWords(() => reports.file(period, format, revision))
        if (!file) throw new Problem('report-not-found', { words: { period: period.id, revision: revision ?? '' } })
        const digest = file.kept?.files[`report.${format}`]?.sha256
        if (digest) reply.header('etag', `"${digest}"`)
        reply.header('content-disposition', attachment(`${file.title}${standing(file)}.${format}`, `report-${period.id}.${format}`))
        return reply.type(types[format]).send(file.bytes as never)
      },
    )
  }

  api.post(
    '/reports/:period/submit',
    {
      config: { access: 'reviewer', problems: ['report-not-found'] },
      schema: {
        summary: 'Freeze the draft as submitted: its files never change again, later values make a new draft',
        tags,
        params: z.object({ period: periodOf(['month', 'quarter', 'year'], '2026-11, 2026-Q4, 2026') }),
        body: submission,
        response: { 200: report },
      },
    },
    async ({ params: { period }, body, caller }) => {
      const { document, note, revision } = body
      const kept = await reports.submit(period, {
        author: caller?.name ?? '',
        ...(document !== undefined && { document }),
        ...(note !== undefined && { note }),
        ...(revision !== undefined && { revision }),
      })
      if (!kept) throw new Problem('report-not-found', { words: { period: period.id, revision: revision ?? '' } })
      return answerOf(kept)
    },
  )
}

/** A report has every indicator, and devices of every town. */
function refuseBound(caller: Caller | undefined): void {
  if (caller && isBound(caller)) throw notForYou(caller)
}

const isAfter = ({ period, revision }: KeptReport, [ofPeriod, ofRevision]: [string, number]): boolean =>
  period === ofPeriod ? revision < ofRevision : period < ofPeriod

function answerOf({ period, revision, state, made, files, submitted }: KeptReport): z.output<typeof report> {
  return {
    period,
    sort: reportPeriod(period)?.sort ?? 'month',
    revision,
    state,
    made: iso(made),
    files: (['docx', 'xlsx', 'pdf', 'json'] as const).flatMap((format) => {
      const file = files[`report.${format}`]
      return file ? [{ format, ...file }] : []
    }),
    ...(submitted && { submitted: { ...submitted, at: iso(submitted.at) } }),
  }
}

/** Part of the file's name, so that nobody takes a draft for what was issued. */
function standing({ kept }: ReportFile): string {
  if (!kept) return '（暂报）'
  return kept.state === 'submitted' ? '' : `（草稿${kept.revision}）`
}

async function refusedInWords<Found>(ask: () => Promise<Found>): Promise<Found> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof CannotPrint) throw new Problem('cannot-print', { words: { packages: error.packages.join(' ') }, cause: error })
    if (error instanceof TooManyRenderings) throw new Problem('too-many-reports', { headers: { 'retry-after': '10' }, cause: error })
    if (error instanceof DamagedReport) throw new Problem('report-damaged', { cause: error })
    throw error
  }
}

function contentOf() {
  const file = z.string().meta({ format: 'binary' })
  return Object.fromEntries(Object.values(types).map((type) => [type.split(';')[0] as string, { schema: file }]))
}
