import { z } from 'zod'

/** What keeps a report from being doubted later: its files with their digests, and who submitted it. Lies beside them as kept.json. */
const file = z.object({ sha256: z.string(), size: z.number() })

export const keptReport = z.object({
  period: z.string(),
  /** 1, 2, …; a submitted one stays, later values make the next. */
  revision: z.number(),
  made: z.number(),
  /** Digest of the values it was made of (ReportData). */
  basis: z.string(),
  state: z.enum(['draft', 'submitted']),
  /** report.json, report.docx …; what is not named here is not finished. */
  files: z.record(z.string(), file),
  submitted: z.object({ at: z.number(), author: z.string(), document: z.string().optional(), note: z.string().optional() }).optional(),
})

export type KeptReport = z.output<typeof keptReport>
export type KeptFormat = 'json' | 'docx' | 'xlsx' | 'pdf'

export const fileName = (format: KeptFormat): string => `report.${format}`
