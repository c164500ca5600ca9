import { inPath } from '../http/api.ts'
import { show } from '../kz.ts'
import { defineCommand, positional, text, whole } from '../line/command.ts'
import type { KeptReport } from '../report-states.ts'

export const reportSubmit = defineCommand({
  name: 'report submit',
  summary: { zh: '报送：冻结报告，此后文件不再改变', en: 'Submit a report: its files never change again' },
  more: {
    zh: '此后数值有修订时，另成新的草稿。',
    en: 'Values that are revised later make a new draft.',
  },
  positionals: { period: positional('PERIOD', '时段，如 2026-11、2026-Q4、2026', 'the period, as 2026-11, 2026-Q4 or 2026') },
  options: {
    document: text('NO', '文号', 'number of the document'),
    note: text('TEXT', '备注', 'a note'),
    revision: whole('N', [1, 10_000], '第几稿（默认最新）', 'which revision (the newest)'),
  },
  example: 'report submit 2026-11 --document 2026-11',
  async run({ period, document, note, revision }, kz) {
    const kept = await kz.api.post<KeptReport>(`/reports/${inPath(period)}/submit`, { document, note, revision })
    show(kz, kept, (report) =>
      kz.out.line(
        kz.say({
          zh: `${report.period} 第${report.revision}稿已报送，文件不再改变。`,
          en: `${report.period}, revision ${report.revision}, is submitted; its files do not change any more.`,
        }),
      ),
    )
  },
})
