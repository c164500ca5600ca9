import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { taskDocument, tasks } from '../../seeds/tasks.ts'
import { everyTown, units } from '../../seeds/units.ts'

const source = readFileSync(new URL('../../seeds/task-table.zh.txt', import.meta.url), 'utf8')
const printed = rowsOf(source)

type Row = { no: string; section: string; headingCell: string; heading: string; text: string; unitsCell: string }

describe('the task table', () => {
  it('has the tasks of the city’s plan, numbered as there', () => {
    expect(printed).toHaveLength(23)
    expect(tasks.map(({ no }) => no)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1))
  })

  it.each(printed)('says task $no word for word', (row) => {
    const task = tasks[Number(row.no) - 1]!

    expect(String(task.no)).toBe(row.no)
    expect(task.section.text).toBe(row.section)
    expect(task.heading).toBe(row.heading)
    expect(task.headingPrinted ? task.heading : '').toBe(row.headingCell)
    expect(task.text).toBe(row.text)
    expect(task.units.join('、') + task.ending).toBe(row.unitsCell)
  })

  it('leaves no text of the source out', () => {
    const { attachment, title, columns, sections } = taskDocument
    const lines = [attachment, title.zh, '', ...columns.map(({ zh }) => `\t${zh}`), '']
    for (const section of sections) {
      lines.push(`\t${section.text}`, '')
      for (const task of tasks.filter((each) => each.section.no === section.no)) {
        const cells = [task.no, task.headingPrinted ? task.heading : '', task.text, task.units.join('、') + task.ending]
        lines.push(...cells.map((cell) => `\t${cell}`), '')
      }
    }

    expect(`${lines.join('\n')}\n\n`).toBe(source)
  })

  it('carries the number of a section beside its words', () => {
    expect(taskDocument.sections.map(({ no, text, name }) => [no, text, name.zh])).toEqual([
      [1, '优化规划布局', '优化规划布局'],
      [2, '（二）丰富商业业态', '丰富商业业态'],
      [3, '（三）强化运营管理', '强化运营管理'],
    ])
  })

  it('keeps the odd endings of the source', () => {
    const others = tasks.filter(({ ending }) => ending !== '等；各镇（区、街道）').map(({ no, ending }) => [no, ending])

    expect(others).toEqual([
      [1, '等'],
      [10, '等；各镇（区、街道） '],
      [21, '各镇（区、街道）'],
      [23, '；各镇（区、街道）'],
    ])
    expect(tasks.filter(({ namesTowns }) => !namesTowns).map(({ no }) => no)).toEqual([1])
    expect(tasks.filter(({ isOpen }) => !isOpen).map(({ no }) => no)).toEqual([21, 23])
  })

  it('hides no unit in an ending or in another unit’s name', () => {
    expect(tasks.flatMap((task) => task.units).filter((unit) => /[、；等（）\s]/.test(unit))).toEqual([])
    expect(tasks.map(({ ending }) => ending.replace(everyTown.zh, '').replace(/[等；\s]/g, '')).join('')).toBe('')
  })

  it('says every heading, section and task in English, and whose English it is', () => {
    const english = tasks.flatMap(({ headingEn, textEn, section }) => [headingEn, textEn, section.name.en])

    expect(english.filter((text) => !/^[A-Z]/.test(text) || /\p{Script=Han}/u.test(text))).toEqual([])
    expect(new Set(tasks.map(({ heading, headingEn }) => `${heading}|${headingEn}`)).size).toBe(
      new Set(tasks.map((each) => each.heading)).size,
    )
    expect(taskDocument.translation.en).toContain('own')
  })
})

describe('the responsible units', () => {
  it('are those the plan names, no more and no fewer', () => {
    const named = new Set(tasks.flatMap((task) => task.units))

    expect(new Set(units.flatMap(({ name, alsoPrinted = [] }) => [name.zh, ...alsoPrinted]))).toEqual(named)
    expect(new Set(units.map(({ id }) => id)).size).toBe(units.length)
  })

  it('knows the power company by both of its printed names', () => {
    expect(
      tasks.filter(({ unitIds }) => unitIds.includes('power')).map(({ no, units }) => [no, units.find((unit) => unit.includes('供电'))]),
    ).toEqual([
      [1, '市供电公司'],
      [12, '供电公司'],
    ])
  })
})

/** Reads the source on its own terms: a row is the number's line and the three after it; any other tabbed line is a section. */
function rowsOf(table: string): Row[] {
  const rows: Row[] = []
  let section = ''
  for (const block of table.split('\n\n').slice(2)) {
    const cells = block.split('\n').map((line) => line.replace(/^\t/, ''))
    if (cells.length === 1) section = cells[0] || section
    if (cells.length < 4) continue
    const [no = '', headingCell = '', text = '', unitsCell = ''] = cells
    rows.push({ no, section, headingCell, heading: headingCell || rows.at(-1)?.heading || '', text, unitsCell })
  }
  return rows
}
