/** The reports that are kept: KZ_DATA/reports/{period}/r{n}/ with the data, its files and kept.json. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportData } from '../report-data.ts'
import { reportPeriod } from '../report-period.ts'
import { replaceDurably, syncFolder, writeDurably } from './durable-file.ts'
import { fileName, type KeptFormat, type KeptReport, keptReport } from './kept-report.ts'

type Files = Readonly<Partial<Record<KeptFormat, Uint8Array>>>

/** A file is not what it was when it was kept. */
export class DamagedReport extends Error {}

export class ReportFolder {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** Takes away what was begun when the process died. */
  async start(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    for (const period of await this.periods()) {
      const begun = (await readdir(join(this.folder, period))).filter((name) => name.startsWith('.'))
      for (const name of begun) await rm(join(this.folder, period, name), { recursive: true, force: true })
    }
  }

  async periods(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => reportPeriod(name) !== undefined)
  }

  /** Of a period, oldest revision first. */
  async of(period: string): Promise<KeptReport[]> {
    const names = await readdir(join(this.folder, period)).catch(() => [])
    const revisions = names
      .flatMap((name) => Number(/^r(\d+)$/.exec(name)?.[1] ?? Number.NaN))
      .filter((revision) => !Number.isNaN(revision))
    const kept = await Promise.all(revisions.sort((a, b) => a - b).map((revision) => this.read(period, revision)))
    return kept.filter((each) => each !== undefined)
  }

  /** Under its own name only when all of it is on disk. */
  async keep(report: ReportData, revision: number, files: Files): Promise<KeptReport> {
    const { period, made, basis } = report
    const at = join(this.folder, period)
    const begun = join(at, `.r${revision}`)
    await rm(begun, { recursive: true, force: true })
    await mkdir(begun, { recursive: true, mode: 0o700 })
    const all: Files = { json: Buffer.from(JSON.stringify(report)), ...files }
    const kept: KeptReport = { period, revision, made, basis, state: 'draft', files: digests(all) }
    for (const [format, bytes] of Object.entries(all)) await writeDurably(join(begun, fileName(format as KeptFormat)), bytes)
    await writeDurably(join(begun, 'kept.json'), JSON.stringify(kept))
    await syncFolder(begun)
    await rename(begun, join(at, `r${revision}`))
    await syncFolder(at)
    return kept
  }

  /** A format that was not made at first; those that are there never change. */
  async add(kept: KeptReport, format: KeptFormat, bytes: Uint8Array): Promise<KeptReport> {
    if (kept.files[fileName(format)]) return kept
    await replaceDurably(join(this.path(kept), fileName(format)), bytes)
    return this.write({ ...kept, files: { ...kept.files, ...digests({ [format]: bytes }) } })
  }

  submit(kept: KeptReport, submitted: NonNullable<KeptReport['submitted']>): Promise<KeptReport> {
    return this.write({ ...kept, state: 'submitted', submitted })
  }

  /** Only of drafts: what was submitted stays. */
  async drop(kept: KeptReport): Promise<void> {
    if (kept.state === 'submitted') return
    const begun = join(this.folder, kept.period, `.dropped-r${kept.revision}`)
    await rename(this.path(kept), begun)
    await rm(begun, { recursive: true, force: true })
  }

  /** Undefined: it was not made. Throws DamagedReport when it is not what was kept. */
  async bytes(kept: KeptReport, format: KeptFormat): Promise<Buffer | undefined> {
    const known = kept.files[fileName(format)]
    if (!known) return undefined
    const bytes = await readFile(join(this.path(kept), fileName(format))).catch(() => undefined)
    if (!bytes || sha256(bytes) !== known.sha256) {
      throw new DamagedReport(`${kept.period} r${kept.revision} ${fileName(format)} was changed on disk`)
    }
    return bytes
  }

  /** Undefined: it was replaced just now. */
  private async read(period: string, revision: number): Promise<KeptReport | undefined> {
    try {
      return keptReport.parse(JSON.parse(await readFile(join(this.path({ period, revision }), 'kept.json'), 'utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  private async write(kept: KeptReport): Promise<KeptReport> {
    await replaceDurably(join(this.path(kept), 'kept.json'), JSON.stringify(kept))
    return kept
  }

  private path({ period, revision }: Pick<KeptReport, 'period' | 'revision'>): string {
    return join(this.folder, period, `r${revision}`)
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const digests = (files: Files): KeptReport['files'] =>
  Object.fromEntries(
    Object.entries(files).map(([format, bytes]) => [fileName(format as KeptFormat), { sha256: sha256(bytes), size: bytes.length }]),
  )
