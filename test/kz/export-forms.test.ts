// What a person types and what a spreadsheet makes of it.
import { expect, test } from 'vitest'
import { csv } from '../../kz/export/csv.ts'
import { instantGiven } from '../../kz/export/instant-given.ts'
import type { Cell, ExportColumn } from '../../kz/export/sheet.ts'
import { timeLeft } from '../../kz/terminal/progress.ts'

const columns: readonly ExportColumn[] = [
  { name: 'name', type: 'text', label: { zh: '名称', en: 'name' } },
  { name: 'value', type: 'number', label: { zh: '值', en: 'value' } },
]

async function written(rows: readonly (readonly Cell[])[], exact = false): Promise<string[]> {
  const parts: string[] = []
  const form = csv({ zone: 'Asia/Shanghai', header: 'names', language: 'zh', bom: false, exact })
  for await (const part of form.page({ columns, rows, done: 1, total: 1 })) parts.push(String(part))
  return parts.join('').split('\r\n').slice(1, -1)
}

test.each([
  ['=1+1', `'=1+1`],
  ['+SUM(A1)', `'+SUM(A1)`],
  ['-2+3', `'-2+3`],
  ['@cmd', `'@cmd`],
  ['  =1', `'  =1`],
  ['\tx', `'\tx`],
  ['＝1', `'＝1`],
  ['=HYPERLINK("http://x","a")', `"'=HYPERLINK(""http://x"",""a"")"`],
  ['-18.5', '-18.5'],
  ['+86', '+86'],
  ['a=b', 'a=b'],
  ['冷柜，1号', '冷柜，1号'],
])('a text %j is written as %j', async (text, cell) => {
  expect(await written([[text, -1]])).toEqual([`${cell},-1`])
})

test('exact texts are what they are', async () => {
  expect(await written([['=1+1', 2]], true)).toEqual(['=1+1,2'])
})

test.each([
  ['2026-11-01', '2026-10-31T16:00:00.000Z'],
  ['2026-11-01T08:30', '2026-11-01T00:30:00.000Z'],
  ['2026-11-01 08:30:15.5', '2026-11-01T00:30:15.500Z'],
  ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00.000Z'],
  ['2026-11-01T00:00:00.25+05:30', '2026-10-31T18:30:00.250Z'],
  ['1795392000000', '1795392000000'],
])('%s is the instant %s', (typed, instant) => {
  expect(instantGiven('--from', typed, 'Asia/Shanghai')).toBe(instant)
})

test.each(['yesterday', '2026-02-30', '2026-13-01', '2026-11-01T24:00', '2026-11-01T00:00:00+25:00', '2026-02-30T00:00:00Z', '11/01/2026'])(
  '%s is refused in a sentence',
  (typed) => {
    expect(() => instantGiven('--to', typed, 'Asia/Shanghai')).toThrow(/--to cannot be/)
  },
)

test('the time that is left follows from the pace so far', () => {
  expect(timeLeft(10_000, 25, 100)).toEqual({ zh: '约剩 30 秒', en: 'about 30 s left' })
  expect(timeLeft(10_000, 0, 100).en).toBe('')
  expect(timeLeft(10_000, 100, 100).en).toBe('')
})
