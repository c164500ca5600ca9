import { createHash } from 'node:crypto'
import type { Words } from '../../facilities/define.ts'
import type { Gathered, Values } from './gathered.ts'
import { localTime } from './local-time.ts'
import type { Annex, Block, ReportData, Section, Table } from './report-data.ts'
import { titleOf } from './report-period.ts'
import { completion } from './sections/completion.ts'
import { dataNotes } from './sections/data-notes.ts'
import { issues } from './sections/issues.ts'
import { nextSteps } from './sections/next-steps.ts'
import { overall } from './sections/overall.ts'
import { numeral, shown, text } from './sections/prose.ts'
import { townRanking } from './sections/town-ranking.ts'
import { adoptionTable } from './tables/adoption.ts'
import { allRevisionsTable } from './tables/data-note.ts'
import { formulasTable } from './tables/formulas.ts'
import { rectificationTable } from './tables/problems.ts'
import { circlesTable, kindsTable, townProof } from './tables/proof.ts'
import { townsTable } from './tables/towns.ts'

interface About {
  readonly issuer: string
  readonly timezone: string
  readonly made: number
}

/** Pure: the same values make the same report. */
export function makeReport(gathered: Gathered, { issuer, timezone, made }: About): ReportData {
  const { period, city } = gathered
  const time = localTime(timezone)
  // Of an open period the running minute is counted with it: nobody has data of after the report was made.
  const until = Math.min(made, Math.max(0, ...city.map((value) => value.until)))
  const isClosed = city.length > 0 && city.every((value) => value.state === 'closed')
  return numbered({
    schema: 1,
    sort: period.sort,
    period: period.id,
    title: titleOf(period),
    isClosed,
    issuer,
    until,
    made,
    facts: [
      { label: { zh: '制表单位', en: 'Issued by' }, text: issuer },
      { label: { zh: '数据截止时间', en: 'Data up to' }, text: until === 0 ? '–' : time.minute(until) },
      { label: { zh: '口径版本', en: 'Formulas' }, text: formulasText(gathered) },
      { label: { zh: '台账版本', en: 'Register' }, text: String(Math.max(0, ...city.map((value) => value.registerVersion))) },
      { label: { zh: '制表时间', en: 'Made' }, text: time.minute(made) },
    ],
    sections: sectionsOf([
      [{ zh: '总体情况', en: 'Overall' }, overall(gathered)],
      [{ zh: '指标完成情况', en: 'Indicators' }, completion(gathered)],
      [{ zh: '各镇排名', en: 'Ranking of the towns' }, townRanking(gathered)],
      [{ zh: '存在问题', en: 'Problems' }, issues(gathered)],
      [{ zh: '下一步工作', en: 'Next steps' }, nextSteps(gathered)],
      [{ zh: '数据说明', en: 'About the data' }, dataNotes(gathered, time)],
    ]),
    annexes: [
      annex(1, { zh: '各镇指标完成情况表', en: 'Indicators of the towns' }, [shown(townsTable(gathered))]),
      annex(2, { zh: '问题清单及整改台账', en: 'Problems and their rectification' }, [shown(rectificationTable(gathered))]),
      annex(3, { zh: '指标口径', en: 'How each indicator is counted' }, [
        text('计数规则全文见平台文档 docs/indicators.zh-CN.md。', 'The rules of counting in full: docs/indicators.md.'),
        shown(formulasTable(gathered)),
      ]),
    ],
    sheets: [
      circlesTable(gathered),
      adoptionTable(gathered, 'kinds'),
      kindsTable(gathered),
      townProof(gathered),
      allRevisionsTable(gathered, time),
    ],
    basis: basisOf(gathered),
  })
}

const sectionsOf = (parts: readonly (readonly [Words, readonly Block[]])[]): Section[] =>
  parts.map(([{ zh, en }, blocks], index) => ({ heading: { zh: `${numeral(index)}、${zh}`, en: `${index + 1}. ${en}` }, blocks }))

const annex = (no: number, heading: Words, blocks: readonly Block[]): Annex => ({ no, heading, blocks, isWide: true })

/** 表1 … in the order in which they are printed. */
function numbered(report: ReportData): ReportData {
  let no = 0
  const withNumber = (table: Table): Table => {
    no += 1
    return { ...table, no }
  }
  const ofSection = <Part extends Section>(part: Part): Part => ({
    ...part,
    blocks: part.blocks.map((block) => (block.sort === 'table' ? { ...block, table: withNumber(block.table) } : block)),
  })
  return { ...report, sections: report.sections.map(ofSection), annexes: report.annexes.map(ofSection) }
}

function formulasText({ city }: Gathered): Words {
  const versions = [...new Set(city.map(({ formulaVersion }) => formulaVersion))].sort((a, b) => a - b)
  const [first = 1, last = first] = [versions[0], versions.at(-1)]
  if (first === last) return { zh: `第${first}版`, en: `version ${first}` }
  return { zh: `第${first}至第${last}版（各指标版本见附件3）`, en: `versions ${first} to ${last} (see annex 3)` }
}

/** What makes a report another one: values, how they stand, and their revisions. */
export function basisOf({ city, towns }: Values): string {
  const lines = [...city, ...[...towns.values()].flat()].map(({ indicator, scope, revision, value, status, numerator, denominator }) =>
    JSON.stringify([indicator, scope, revision, value, status, numerator, denominator]),
  )
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
