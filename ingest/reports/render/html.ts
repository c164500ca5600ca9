/** The report as the page that is printed to PDF. It loads nothing and runs nothing. */
import { type Annex, type Block, printed, type ReportData, type Section, type Table } from '../report-data.ts'
import { printCss } from './print-css.ts'
import { titleLines } from './title-lines.ts'
import { tableTitle } from './word-table.ts'

export function renderHtml(report: ReportData): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(report.title.zh)}</title><style>${printCss}</style></head>
<body>${opening(report)}${report.sections.map(section).join('')}${report.annexes.map(annex).join('')}</body></html>`
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character)

function opening({ title, facts, isClosed }: ReportData): string {
  const { name, issue } = titleLines(title.zh)
  const lines = facts.map(({ label, text }) => `<li>${escaped(`${label.zh}：${printed(text)}`)}</li>`)
  return `${isClosed ? '' : '<p class="provisional">暂报（未关账）</p>'}
<h1>${name.map(escaped).join('<br>')}</h1><p class="issue">${escaped(issue)}</p><ul>${lines.join('')}</ul>`
}

const section = ({ heading, blocks }: Section): string => `<section><h2>${escaped(heading.zh)}</h2>${blocks.map(block).join('')}</section>`

const annex = ({ no, heading, blocks, isWide }: Annex): string =>
  `<section class="annex${isWide ? ' wide' : ''}"><h2>${escaped(`附件${no}　${heading.zh}`)}</h2>${blocks.map(block).join('')}</section>`

function block(each: Block): string {
  if (each.sort === 'table') return table(each.table)
  return each.sort === 'heading' ? `<h3>${escaped(each.text.zh)}</h3>` : `<p>${unbroken(escaped(each.text.zh))}</p>`
}

/** An id such as 16-2 is not broken over two lines. */
const unbroken = (html: string): string => html.replace(/\d+-\d+/g, '<span>$&</span>')

/** The title is part of the head, so that the pages it goes on to have it too. */
function table(each: Table): string {
  const { columns, rows, note } = each
  const all = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = columns.map(({ width }) => `<col style="width:${((width * 100) / all).toFixed(2)}%">`).join('')
  const head = columns.map((column) => `<th>${escaped(printed(column.head))}</th>`).join('')
  const body = rows.map((row) => {
    const cells = row.map(({ text }, index) => `<td class="${columns[index]?.align ?? 'left'}">${escaped(printed(text))}</td>`)
    return `<tr>${cells.join('')}</tr>`
  })
  const none = `<tr><td class="center" colspan="${columns.length}">（本期无）</td></tr>`
  return `<table><colgroup>${widths}</colgroup><thead><tr><th class="title" colspan="${columns.length}">${escaped(tableTitle(each))}</th></tr>
<tr>${head}</tr></thead><tbody>${body.join('') || none}</tbody></table>${note ? `<p class="note">注：${escaped(note.zh)}</p>` : ''}`
}
