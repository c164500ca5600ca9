import { writeFileSync } from 'node:fs'
import type { Words } from '../../facilities/define.ts'
import { KzError, usageError } from '../kz-error.ts'
import { type Command, choice, defineCommand, flag, needed, text, whole } from '../line/command.ts'

/** One command for each sort of report: they differ in how a period is written. */
const reportFile = (sort: string, called: Words, form: string): Command =>
  defineCommand({
    name: `report ${sort}`,
    summary: {
      zh: `${called.zh}：取 Word、Excel、PDF 文件或 JSON 数据`,
      en: `The ${called.en} report as a Word, Excel or PDF file, or as JSON`,
    },
    more: {
      zh: '已报送的优先，其次为保存的草稿；未关账的时段给出暂报。',
      en: 'What was submitted, else the draft that is kept; of a period that is not closed a provisional one.',
    },
    options: {
      period: needed(text('PERIOD', `时段，如 ${form}`, `the period, as ${form}`)),
      format: choice(['docx', 'xlsx', 'pdf', 'json'], '格式（默认 docx）', 'the format (docx)'),
      revision: whole('N', [1, 10_000], '报告的第几稿，见 report list', 'which revision of the report, as in report list'),
      out: text('FILE', '写入此文件；- 为标准输出（默认用报告自己的名称）', 'write to this file, - for stdout (the name of the report)'),
      replace: flag('文件已存在时覆盖', 'replace a file that is there'),
    },
    example: `report ${sort} --period ${form} --format docx --out report.docx`,
    async run({ period, format = 'docx', revision, out, replace }, kz) {
      const { bytes, name } = await kz.api.download(`/reports/${sort}`, { period, format, revision })
      if (out === '-') return kz.out.bytes(bytes)
      const path = kz.file(out ?? name ?? `report-${period}.${format}`)
      save(path, bytes, replace)
      kz.out.line(kz.say({ zh: `已写入 ${path}`, en: `written to ${path}` }))
    },
  })

export const reportMonthly = reportFile('monthly', { zh: '月报', en: 'monthly' }, '2026-11')
export const reportQuarterly = reportFile('quarterly', { zh: '季报', en: 'quarterly' }, '2026-Q4')
export const reportYearly = reportFile('yearly', { zh: '年报', en: 'yearly' }, '2026')

function save(path: string, bytes: Uint8Array, replace: boolean): void {
  try {
    writeFileSync(path, bytes, { flag: replace ? 'w' : 'wx', mode: 0o644 })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw usageError({
        zh: `${path} 已存在：换一个名称，或加 --replace 覆盖。`,
        en: `${path} exists: choose another name, or replace it with --replace.`,
      })
    }
    throw new KzError({ zh: `${path} 无法写入：${message}`, en: `${path} cannot be written: ${message}` }, { cause: error })
  }
}
