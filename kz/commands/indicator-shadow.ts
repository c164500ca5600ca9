import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import { finished, type Job } from '../job.ts'
import { usageError } from '../kz-error.ts'
import { defineCommand, list, needed, positional, text } from '../line/command.ts'
import { lineValue } from '../line-value.ts'
import { Table } from '../terminal/table.ts'

interface Side {
  readonly shown: string
  readonly statusText: Words
}
interface Month {
  readonly period: string
  readonly was: Side
  readonly wouldBe: Side
}
type Shadow = Job & { readonly items: readonly Month[] }

export const indicatorShadow = defineCommand({
  name: 'indicator shadow',
  summary: {
    zh: '试算：换用别的参数、目标或计数规则，过去各月会是多少；不改动任何数据',
    en: 'Shadow run: what past months would have been with other parameters, lines or rules; nothing is changed',
  },
  positionals: { id: positional('ID', '指标编号，如 16-2', 'id of the indicator, as 16-2') },
  options: {
    from: needed(text('MONTH', '第一个月', 'the first month')),
    to: needed(text('MONTH', '最后一个月（含）', 'the last month, included')),
    scope: text('SCOPE', '范围（默认全市）', 'of whom (the city)'),
    target: text('N', '试用的达标线', 'a target to try'),
    warning: text('N', '试用的警戒线', 'a warning line to try'),
    parameters: list('NAME=N,…', '试用的口径参数，如 types=4', 'parameters of the formula to try, as types=4'),
    rules: list('NAME=N,…', '试用的计数规则，如 freshnessFactor=5', 'rules of counting to try, as freshnessFactor=5'),
  },
  example: 'indicator shadow 16-1 --from 2026-08 --to 2026-10 --parameters types=4',
  async run({ id, from, to, scope, target, warning, parameters, rules }, kz) {
    const lines = {
      ...(target !== undefined && { target: lineValue('target', target) }),
      ...(warning !== undefined && { warning: lineValue('warning', warning) }),
    }
    const order = { from, to, scope, ...lines, parameters: numbers('parameters', parameters), rules: numbers('rules', rules) }
    const begun = await kz.api.post<Shadow>(`/indicators/${inPath(id)}/shadow`, order)
    const run = await finished(kz, begun, `/indicators/shadow/${inPath(begun.id)}`, { zh: '试算', en: 'trying' })
    if (kz.isJson) return kz.out.json(run)
    kz.out.line(kz.say(run.message))
    if (run.items.length === 0) return
    new Table<Month>(
      kz.out,
      [
        { head: { zh: '月份', en: 'MONTH' }, cell: ({ period }) => period },
        { head: { zh: '原值', en: 'WAS' }, cell: ({ was }) => was.shown, align: 'right' },
        { head: { zh: '原状态', en: 'STATUS' }, cell: ({ was }) => kz.say(was.statusText) },
        { head: { zh: '试算值', en: 'WOULD BE' }, cell: ({ wouldBe }) => wouldBe.shown, align: 'right' },
        { head: { zh: '试算状态', en: 'STATUS THEN' }, cell: ({ wouldBe }) => kz.say(wouldBe.statusText) },
      ],
      kz.say,
    ).rows(run.items)
  },
})

function numbers(option: string, given: readonly string[] | undefined): Readonly<Record<string, number>> | undefined {
  return given && Object.fromEntries(given.map((pair) => named(option, pair)))
}

function named(option: string, pair: string): [string, number] {
  const [, name = '', value = ''] = /^([A-Za-z]\w*)=(-?\d+(?:\.\d+)?)$/.exec(pair) ?? []
  if (name) return [name, Number(value)]
  throw usageError({
    zh: `--${option} 写作 名称=数，如 types=4，而不是 ${pair}。`,
    en: `--${option} is written name=number, as types=4, and not ${pair}.`,
  })
}
