import { csv } from '../export/csv.ts'
import { destinationOf } from '../export/destination.ts'
import { instantGiven } from '../export/instant-given.ts'
import { lineProtocol } from '../export/lines.ts'
import { listPages, lists } from '../export/lists.ts'
import { parquet } from '../export/parquet.ts'
import type { ExportPage, Form } from '../export/sheet.ts'
import { storedPages } from '../export/stored.ts'
import type { Query } from '../http/api.ts'
import type { Kz } from '../kz.ts'
import { usageError } from '../kz-error.ts'
import { choice, defineCommand, flag, needed, positional, text, typed, whole } from '../line/command.ts'
import { meant } from '../line/meant.ts'

const stored = ['readings', 'events', 'states', 'hours', 'days', 'ledger'] as const
const inLines: readonly string[] = ['readings', 'events', 'states']
type Stored = (typeof stored)[number]
type Listed = keyof typeof lists
const filters = ['kind', 'device', 'facility', 'circle', 'town', 'from', 'to'] as const

const isStored = (what: string): what is Stored => stored.some((each) => each === what)

export const exportCommand = defineCommand({
  name: 'export',
  summary: {
    zh: '导出读数、事件、状态、小时值、日值、账目与名册：CSV、Parquet 或 InfluxDB 行协议',
    en: 'Readings, events, states, hourly and daily values, the ledger and lists as CSV, Parquet or InfluxDB line protocol',
  },
  more: {
    zh: '文件写完才得到自己的名称（此前为 FILE.partial）；名称以 .gz 结尾时压缩。服务中断时等待并接着导出。除行协议外，一次导出一个类型。账目按设备和收到的小时列出。',
    en: 'A file bears its name once it is whole (before, FILE.partial), and is compressed when the name ends in .gz. It waits for a server that is away and goes on. Except as lines, one kind at a time. The ledger is per device and hour of receipt.',
  },
  positionals: {
    what: positional('WHAT', `导出什么：${[...stored, ...Object.keys(lists)].join('、')}`, [...stored, ...Object.keys(lists)].join(', ')),
  },
  options: {
    out: needed(text('FILE', '写入此文件；- 为标准输出', 'write to this file, - for stdout')),
    as: choice(['csv', 'parquet', 'lines'], '格式（默认按文件名，否则 csv）', 'the form (by the name of the file, else csv)'),
    kind: text('KIND', '只导出此类型', 'only of this kind'),
    device: text('ID', '只导出此设备', 'only of this device'),
    facility: text('FACILITY', '只导出此设施', 'only in this facility'),
    circle: text('CIRCLE', '只导出此生活圈', 'only in this circle'),
    town: text('TOWN', '只导出此镇（街道）', 'only in this town'),
    from: text(
      'TIME',
      '从此时刻起（默认全部）；日期指 KZ_TIMEZONE 的零点',
      'from this time on (all that is kept); a day is its midnight in KZ_TIMEZONE',
    ),
    to: text(
      'TIME',
      '到此时刻，不含（默认现在）；日期指其零点，当天不含',
      'before this time (now); a day is its midnight, so that day is not in it',
    ),
    header: choice(['names', 'units', 'labels'], 'CSV 表头：字段名、带单位、或名称', 'head of the CSV: names, with units, or labels'),
    bom: flag('CSV 以 BOM 开头，供 Excel 识别 UTF-8', 'begin the CSV with a mark, for Excel'),
    exact: flag(
      'CSV 文本原样写出，供程序读取（默认在会被表格软件当作公式的文本前加单引号）',
      "texts of the CSV as they are, for programs; else what a spreadsheet would run as a formula gets an apostrophe (') in front",
    ),
    replace: flag('文件已存在时覆盖', 'replace a file that is there'),
    patience: whole('SECONDS', [0, 86_400], '服务中断时最多等待多久（默认 60）', 'how long to wait for a server that is away (60)'),
  },
  example: 'export readings --kind charger --from 2026-11-01 --to 2026-12-01 --out november.csv.gz',
  async run({ what, out, as, header = 'names', bom, exact, replace, patience = 60, ...given }, kz) {
    const form = as ?? formOf(out)
    const asked = { ...given, from: instantGiven('--from', given.from, kz.zone), to: instantGiven('--to', given.to, kz.zone) }
    checked(what, form, out, asked)
    const shape = { csv: () => csv({ zone: kz.zone, header, bom, exact, language: kz.language }), parquet, lines: lineProtocol }[form]()
    const query: Query = { ...asked, ...(form === 'lines' && { as: 'lines' }) }
    const pages = isStored(what)
      ? storedPages(kz, what, query, patience * 1_000)
      : listPages(kz, lists[what as Listed], asked, patience * 1_000)
    const rows = await written(kz, pages, shape, out, replace)
    if (out !== '-')
      kz.out.line(kz.say({ zh: `已写入 ${kz.file(out)}：${shown(rows)} 行`, en: `written to ${kz.file(out)}: ${shown(rows)} rows` }))
  },
})

const shown = (rows: number): string => rows.toLocaleString('en-US')

function formOf(out: string): 'csv' | 'parquet' | 'lines' {
  if (/\.parquet$/.test(out)) return 'parquet'
  return /\.(lines|lp)(\.gz)?$/.test(out) ? 'lines' : 'csv'
}

function checked(what: string, form: string, out: string, asked: Readonly<Record<string, unknown>>): void {
  const known = [...stored, ...Object.keys(lists)]
  if (!known.includes(what)) {
    const guess = meant(what, known)
    const [zh, en] = guess ? [`您是不是要导出 ${guess}？`, ` Did you mean ${guess}?`] : ['', '']
    throw usageError({
      zh: `不能导出 ${what}，只能是 ${known.join('、')}。${zh}`,
      en: `${what} cannot be exported: it is one of ${known.join(', ')}.${en}`,
    })
  }
  if (form === 'parquet' && out.endsWith('.gz')) {
    throw usageError({ zh: 'Parquet 自带压缩：请去掉 .gz。', en: 'Parquet is compressed in itself: leave out .gz.' })
  }
  if (form === 'lines' && !inLines.includes(what)) {
    throw usageError({ zh: `行协议只用于 ${inLines.join('、')}。`, en: `Line protocol is for ${inLines.join(', ')} only.` })
  }
  if (isStored(what) && what !== 'ledger') return
  const taken: readonly string[] = what === 'ledger' ? ['kind', 'device', 'from', 'to'] : lists[what as Listed].filters
  const foreign = filters.find((name) => asked[name] !== undefined && !taken.includes(name))
  if (foreign)
    throw usageError({ zh: `导出 ${what} 不支持 --${typed(foreign)}。`, en: `An export of ${what} does not take --${typed(foreign)}.` })
}

async function written(kz: Kz, pages: AsyncIterable<ExportPage>, form: Form, out: string, replace: boolean): Promise<number> {
  const destination = destinationOf(kz, out, replace)
  const progress = kz.progress({ zh: '导出（设备）', en: 'exporting (devices)' })
  let rows = 0
  try {
    for await (const page of pages) {
      for await (const part of form.page(page)) await destination.write(part)
      rows += page.lines?.length ?? page.rows.length
      progress.now(page.done, Math.max(page.total, page.done), { zh: `${shown(rows)} 行`, en: `${shown(rows)} rows` })
    }
    for await (const part of form.end()) await destination.write(part)
    await destination.end()
    return rows
  } catch (error) {
    destination.giveUp()
    throw error
  } finally {
    progress.stop()
  }
}
