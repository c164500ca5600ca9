import { Worker } from 'node:worker_threads'
import type { ReportData } from '../report-data.ts'
import { printPdf } from './chromium.ts'
import type { RenderOrder } from './worker.ts'

export type FileFormat = 'docx' | 'xlsx' | 'pdf'

/** More orders wait than is sensible; who asked may ask again. */
export class TooManyRenderings extends Error {}

const mostWaiting = 8

/** Renders one file at a time, away from the API and the pipeline. */
export class Renderer {
  private readonly path: string | undefined
  private readonly stopping = new AbortController()
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0

  /** `path`: where Chromium is looked for, like PATH. */
  constructor({ path }: { path?: string } = {}) {
    this.path = path
  }

  /** Ends what is under way; what waits fails. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('stopping'))
    await this.last
  }

  async render(report: ReportData, format: FileFormat): Promise<Buffer> {
    if (this.waiting >= mostWaiting) throw new TooManyRenderings('too many reports are being rendered')
    this.waiting += 1
    const before = this.last
    const rendered = before.then(() => this.renderNow(report, format))
    this.last = rendered.catch(() => undefined)
    try {
      return await rendered
    } finally {
      this.waiting -= 1
    }
  }

  private async renderNow(report: ReportData, format: FileFormat): Promise<Buffer> {
    const { signal } = this.stopping
    signal.throwIfAborted()
    if (format !== 'pdf') return inThread({ report, as: format }, signal)
    const html = await inThread({ report, as: 'html' }, signal)
    return printPdf(html.toString(), { signal, ...(this.path !== undefined && { path: this.path }) })
  }
}

function inThread(order: RenderOrder, signal: AbortSignal): Promise<Buffer> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: order })
  const end = () => void worker.terminate()
  signal.addEventListener('abort', end, { once: true })
  return new Promise<Buffer>((resolve, reject) => {
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread ended without a file')))
  }).finally(() => signal.removeEventListener('abort', end))
}
