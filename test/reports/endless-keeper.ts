// Keeps, completes and submits one report after the other until it is killed; says what has been submitted.
import { ReportFolder } from '../../ingest/reports/keep/report-folder.ts'
import type { ReportData } from '../../ingest/reports/report-data.ts'

const folder = new ReportFolder(process.argv[2] as string)
await folder.start()
let revision = (await folder.of('2026-11')).at(-1)?.revision ?? 0
for (;;) {
  revision += 1
  const report = { period: '2026-11', made: revision, basis: String(revision) } as ReportData
  const kept = await folder.keep(report, revision, { docx: Buffer.alloc(200_000, revision), xlsx: Buffer.alloc(100_000, revision) })
  const whole = await folder.add(kept, 'pdf', Buffer.alloc(300_000, revision))
  await folder.submit(whole, { at: revision, author: 'reviewer' })
  console.log(revision)
}
