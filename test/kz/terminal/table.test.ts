import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { Output } from '../../../kz/terminal/output.ts'
import { pairs, Table } from '../../../kz/terminal/table.ts'

function collecting(): { out: Output; lines(): Promise<string[]> } {
  const stdout = new PassThrough()
  return {
    out: new Output(stdout, new PassThrough()),
    async lines() {
      stdout.end()
      return (await text(stdout)).trimEnd().split('\n')
    },
  }
}

interface Row {
  readonly name: string
  readonly count: number
  readonly note: string
}

const columns = [
  { head: { zh: '名称', en: 'NAME' }, cell: ({ name }: Row) => name },
  { head: { zh: '条数', en: 'COUNT' }, cell: ({ count }: Row) => count, align: 'right' as const },
  { head: { zh: '说明', en: 'NOTE' }, cell: ({ note }: Row) => note },
]

test('a Chinese character takes two columns, so that what follows stands in line', async () => {
  const { out, lines } = collecting()

  new Table(out, columns, ({ zh }) => zh).rows([
    { name: '惠阳小区', count: 7, note: 'a' },
    { name: 'estate', count: 1_204, note: 'b' },
    { name: '沙溪 No.2', count: 12, note: 'c' },
  ])

  const printed = await lines()
  const widthBefore = (line: string, part: string) => stringWidth(line.slice(0, line.lastIndexOf(part)))
  expect(printed).toEqual(['名称       条数  说明', '惠阳小区      7  a', 'estate     1204  b', '沙溪 No.2    12  c'])
  expect(['说明', 'a', 'b', 'c'].map((part, index) => widthBefore(printed[index] ?? '', part))).toEqual([17, 17, 17, 17])
})

test('a later page with longer cells widens the columns and prints no second head', async () => {
  const { out, lines } = collecting()
  const table = new Table(out, columns, ({ en }) => en)

  table.rows([{ name: 'a', count: 1, note: 'x' }])
  table.rows([{ name: 'a long name', count: 2, note: 'y' }])

  expect(await lines()).toEqual(['NAME  COUNT  NOTE', 'a         1  x', 'a long name      2  y'])
})

test('what a device sends cannot steer the terminal', async () => {
  const { out, lines } = collecting()

  new Table(out, columns, ({ en }) => en).rows([{ name: '\u001b[31mred', count: 1, note: 'one\ntwo\u202e' }])
  pairs(out, [['birth', '\u0007{}']])

  expect(await lines()).toEqual(['NAME           COUNT  NOTE', '\\u001b[31mred      1  one\\u000atwo\\u202e', '  birth  \\u0007{}'])
})

test('pairs are aligned, and what is not known is left out', async () => {
  const { out, lines } = collecting()

  pairs(out, [
    ['类型', 'freezer'],
    ['型号', undefined],
    ['最近收到', '刚才'],
  ])

  expect(await lines()).toEqual(['  类型      freezer', '  最近收到  刚才'])
})
