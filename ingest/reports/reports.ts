import type { Logger } from 'pino'
import type { Indicators } from '../indicators/indicators.ts'
import { gather, gatherValues, type Names, type ReportIndicators } from './gathered.ts'
import type { KeptFormat, KeptReport } from './keep/kept-report.ts'
import { ReportFolder } from './keep/report-folder.ts'
import { basisOf, makeReport } from './make-report.ts'
import { CannotPrint } from './render/chromium.ts'
import { Renderer } from './render/renderer.ts'
import type { ReportData } from './report-data.ts'
import { dueWith, monthsOf, monthsUpTo, type ReportPeriod, reportPeriod } from './report-period.ts'

export interface ReportParts {
  /** Where reports are kept. */
  readonly folder: string
  readonly indicators: ReportIndicators & Pick<Indicators, 'periods'>
  /** As the register has them now. */
  readonly names: () => Names
  /** 制表单位 */
  readonly issuer: string
  readonly timezone: string
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** Told when a report is submitted: the webhook's outbox. */
  readonly onSubmitted?: (kept: KeptReport) => void
  readonly renderer?: Renderer
  readonly now?: () => number
}

/** A report to be handed out. `kept` is absent for a provisional one. */
export interface ReportFile {
  readonly bytes: Buffer
  readonly title: string
  readonly kept?: KeptReport
}

/** Reports of periods that are over are looked after this long: values of older ones are no longer revised. */
const lookedAfterMonths = 14
/** Whether a month was closed or looked at anew is seen soon; targets and values by hand after a while: that costs reading all values. */
const closedEveryMs = 15_000
const revisedEveryMs = 600_000

/**
 * Makes the reports of what has closed, keeps them, and makes a new draft when values were revised. It looks by itself again and again, so
 * that nothing is lost when the process dies between a close and its report; `look` makes it look at once.
 */
export class Reports {
  private readonly parts: ReportParts
  private readonly folder: ReportFolder
  private readonly renderer: Renderer
  private timer: NodeJS.Timeout | undefined
  private readonly stopping = new AbortController()
  private isLooking = false
  private seen: { readonly months: string; readonly at: number } = { months: '', at: 0 }
  /** One at a time changes what is kept. */
  private last: Promise<unknown> = Promise.resolve()

  constructor(parts: ReportParts) {
    this.parts = parts
    this.folder = new ReportFolder(parts.folder)
    this.renderer = parts.renderer ?? new Renderer()
  }

  async start(): Promise<void> {
    await this.folder.start()
    this.timer = setInterval(() => this.lookQuietly(), closedEveryMs)
    this.timer.unref()
    this.lookQuietly()
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('stopping'))
    clearInterval(this.timer)
    await this.renderer.stop()
    await this.last
  }

  /** Makes what is due; to be called when a month was closed or revised. */
  look(): Promise<void> {
    return this.inTurn(async () => {
      for (const period of await this.looked()) {
        if (this.stopping.signal.aborted) return
        await this.renew(period)
      }
    })
  }

  /** All that are kept: newest period first, and of it the newest revision first. */
  async list(): Promise<KeptReport[]> {
    const periods = (await this.folder.periods()).sort().reverse()
    return (await Promise.all(periods.map(async (period) => (await this.folder.of(period)).reverse()))).flat()
  }

  /** Undefined: that revision is not kept. Without one the submitted report, else the draft, else a provisional one of the values of now. */
  async file(period: ReportPeriod, format: KeptFormat, revision?: number): Promise<ReportFile | undefined> {
    const all = await this.folder.of(period.id)
    const chosen =
      revision === undefined
        ? (all.findLast(({ state }) => state === 'submitted') ?? all.at(-1))
        : all.find((each) => each.revision === revision)
    if (chosen) return this.keptFile(chosen, format)
    if (revision !== undefined) return undefined
    const report = await this.make(period)
    const bytes = format === 'json' ? Buffer.from(JSON.stringify(report)) : await this.renderer.render(report, format)
    return { bytes, title: report.title.zh }
  }

  /** Freezes the newest draft, or this one. Undefined: there is none; the same again when it was submitted before. */
  submit(
    period: ReportPeriod,
    about: { readonly author: string; readonly revision?: number; readonly document?: string; readonly note?: string },
  ): Promise<KeptReport | undefined> {
    const { revision, ...submitted } = about
    return this.inTurn(async () => {
      const all = await this.folder.of(period.id)
      const chosen = revision === undefined ? all.at(-1) : all.find((each) => each.revision === revision)
      if (!chosen || chosen.state === 'submitted') return chosen
      await this.withPdf(chosen)
      const kept = (await this.folder.of(period.id)).find((each) => each.revision === chosen.revision) ?? chosen
      const frozen = await this.folder.submit(kept, { ...submitted, at: this.now() })
      this.parts.onSubmitted?.(frozen)
      this.parts.log.info({ period: period.id, revision: frozen.revision }, 'report submitted')
      return frozen
    })
  }

  private now(): number {
    return this.parts.now?.() ?? Date.now()
  }

  private lookQuietly(): void {
    const { lastClosed, looked } = this.parts.indicators.periods()
    const months = `${lastClosed} ${looked}`
    if (this.isLooking || (months === this.seen.months && this.now() - this.seen.at < revisedEveryMs)) return
    this.seen = { months, at: this.now() }
    this.isLooking = true
    const done = this.look().finally(() => {
      this.isLooking = false
    })
    done.catch((error: unknown) => {
      // The next look is not put off.
      this.seen = { months: '', at: 0 }
      if (!this.stopping.signal.aborted) this.parts.log.warn({ err: error }, 'reports could not be made; they are tried again')
    })
  }

  private inTurn<Done>(what: () => Promise<Done>): Promise<Done> {
    const done = this.last.then(what)
    this.last = done.catch(() => undefined)
    return done
  }

  /** What is due with the months that closed, several when the process was away for long, and what is kept and may have been revised. */
  private async looked(): Promise<ReportPeriod[]> {
    const { lastClosed, first = lastClosed } = this.parts.indicators.periods()
    if (lastClosed === undefined || first === undefined) return []
    const kept = (await this.folder.periods()).flatMap((id) => reportPeriod(id) ?? []).filter((period) => isRecent(period, lastClosed))
    const due = monthsUpTo(lastClosed, first, lookedAfterMonths).flatMap(dueWith)
    return [...due, ...kept.filter(({ id }) => !due.some((each) => each.id === id))]
  }

  private async renew(period: ReportPeriod): Promise<void> {
    const all = await this.folder.of(period.id)
    const { indicators, names } = this.parts
    const values = await this.unlessStopped(gatherValues(indicators, names(), period))
    if (all.at(-1)?.basis === basisOf(values)) return
    const report = await this.unlessStopped(this.make(period))
    if (!report.isClosed) return
    const files = {
      docx: await this.renderer.render(report, 'docx'),
      xlsx: await this.renderer.render(report, 'xlsx'),
      ...(await this.pdfOf(report)),
    }
    const revision = (all.at(-1)?.revision ?? 0) + 1
    await this.folder.keep(report, revision, files)
    // A draft that nobody submitted is replaced; the number goes on.
    for (const draft of all.filter(({ state }) => state === 'draft')) await this.folder.drop(draft)
    this.parts.log.info({ period: period.id, revision }, 'report made')
  }

  /** Many questions make a report: nobody who stops waits for all of their answers. */
  private async unlessStopped<Answer>(asked: Promise<Answer>): Promise<Answer> {
    const { signal } = this.stopping
    const { promise: stopped, reject } = Promise.withResolvers<never>()
    const end = () => reject(signal.reason)
    signal.addEventListener('abort', end, { once: true })
    try {
      return await Promise.race([asked, stopped])
    } finally {
      signal.removeEventListener('abort', end)
    }
  }

  private async make(period: ReportPeriod): Promise<ReportData> {
    const { indicators, names, issuer, timezone } = this.parts
    return makeReport(await gather(indicators, names(), period), { issuer, timezone, made: this.now() })
  }

  /** Nothing where Chromium is not installed: it is made when it is asked for. */
  private async pdfOf(report: ReportData): Promise<{ pdf?: Buffer }> {
    try {
      return { pdf: await this.renderer.render(report, 'pdf') }
    } catch (error) {
      if (!(error instanceof CannotPrint))
        this.parts.log.warn({ err: error, period: report.period }, 'the PDF of a report could not be printed')
      return {}
    }
  }

  private async withPdf(kept: KeptReport): Promise<void> {
    if (kept.files['report.pdf']) return
    const { pdf } = await this.pdfOf(await this.dataOf(kept))
    if (pdf) await this.folder.add(kept, 'pdf', pdf)
  }

  private async keptFile(kept: KeptReport, format: KeptFormat): Promise<ReportFile> {
    const title = (await this.dataOf(kept)).title.zh
    const bytes = await this.folder.bytes(kept, format)
    if (bytes || format === 'json') return { bytes: bytes as Buffer, title, kept }
    const made = await this.renderer.render(await this.dataOf(kept), format)
    const now = await this.inTurn(() => this.added(kept, format, made))
    return { bytes: (await this.folder.bytes(now, format)) ?? made, title, kept: now }
  }

  /** Meanwhile it may have been submitted, or replaced. */
  private async added({ period, revision }: KeptReport, format: KeptFormat, made: Buffer): Promise<KeptReport> {
    const kept = (await this.folder.of(period)).find((each) => each.revision === revision)
    if (!kept) throw new Error(`report ${period} r${revision} was replaced`)
    return this.folder.add(kept, format, made)
  }

  private async dataOf(kept: KeptReport): Promise<ReportData> {
    return JSON.parse(((await this.folder.bytes(kept, 'json')) as Buffer).toString()) as ReportData
  }
}

function isRecent(period: ReportPeriod, lastClosed: string): boolean {
  const [year = 0, month = 0] = lastClosed.split('-').map(Number)
  const [ofYear = 0, ofMonth = 0] = (monthsOf(period).at(-1) ?? '').split('-').map(Number)
  return year * 12 + month - (ofYear * 12 + ofMonth) < lookedAfterMonths
}
