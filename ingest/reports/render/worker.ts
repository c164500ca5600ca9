/** One file of one report, in a thread of its own: building Word and Excel takes a core for a second or more. */
import { parentPort, workerData } from 'node:worker_threads'
import type { ReportData } from '../report-data.ts'
import { renderExcel } from './excel.ts'
import { renderHtml } from './html.ts'
import { renderWord } from './word.ts'

/** What the thread is asked for; the PDF is printed of `html` by another process. */
export interface RenderOrder {
  readonly report: ReportData
  readonly as: 'docx' | 'xlsx' | 'html'
}

const renderings: Readonly<Record<RenderOrder['as'], (report: ReportData) => Promise<Uint8Array> | Uint8Array>> = {
  docx: renderWord,
  xlsx: renderExcel,
  html: (report) => Buffer.from(renderHtml(report)),
}

const { report, as } = workerData as RenderOrder
parentPort?.postMessage(await renderings[as](report))
