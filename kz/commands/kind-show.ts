import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import type { KindAnswer } from '../kind-answer.ts'
import { type Kz, show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'
import { type Column, Table } from '../terminal/table.ts'
import { span } from '../terminal/times.ts'

export const kindShow = defineCommand({
  name: 'kind show',
  summary: { zh: '一个类型的字段、事件、指令与告警', en: 'Fields, events, commands and alarms of a kind' },
  positionals: { kind: positional('KIND', '类型', 'the kind') },
  example: 'kind show freezer',
  async run({ kind }, kz) {
    show(kz, await kz.api.get<KindAnswer>(`/kinds/${inPath(kind)}`), (answer) => tell(kz, answer))
  },
})

type Named<Value> = readonly [string, Value]

function tell(kz: Kz, { kind, label, everyMs, fields, events, commands, alarms }: KindAnswer): void {
  const { out, say, language } = kz
  out.line(
    `${out.paint('bold', kind)}  ${say(label)}  ${say({ zh: `每 ${span(everyMs, language)}`, en: `every ${span(everyMs, language)}` })}`,
  )
  section<KindAnswer['fields'][string]>(kz, { zh: '字段', en: 'Fields' }, fields, [
    { head: { zh: '种类', en: 'TYPE' }, cell: ([, { type }]) => type },
    { head: { zh: '单位', en: 'UNIT' }, cell: ([, { unit }]) => unit },
    {
      head: { zh: '范围或取值', en: 'LIMITS OR WORDS' },
      cell: ([, { limits, values }]) => limits?.join(' … ') ?? Object.keys(values ?? {}).join(', '),
    },
  ])
  section<KindAnswer['events'][string]>(kz, { zh: '事件', en: 'Events' }, events, [
    {
      head: { zh: '字段（* 必填）', en: 'FIELDS (* NEEDED)' },
      cell: ([, { schema }]) =>
        Object.keys(schema.properties ?? {})
          .map((name) => (schema.required?.includes(name) ? `${name}*` : name))
          .join(', '),
    },
  ])
  section<KindAnswer['commands'][string]>(kz, { zh: '指令', en: 'Commands' }, commands, [
    { head: { zh: '时限', en: 'WITHIN' }, cell: ([, { withinMs }]) => span(withinMs, language) },
  ])
  section<KindAnswer['alarms'][string]>(kz, { zh: '告警', en: 'Alarms' }, alarms, [
    { head: { zh: '级别', en: 'SEVERITY' }, cell: ([, { severity }]) => severity },
    { head: { zh: '条件', en: 'WHEN' }, cell: ([, { when }]) => conditionText(when) },
  ])
}

function section<Value extends { readonly label: Words }>(
  { out, say }: Kz,
  title: Words,
  named: Readonly<Record<string, Value>>,
  columns: readonly Column<Named<Value>>[],
): void {
  const rows = Object.entries(named)
  if (rows.length === 0) return
  out.line()
  const first: readonly Column<Named<Value>>[] = [
    { head: title, cell: ([name]) => name },
    { head: { zh: '名称', en: 'NAME' }, cell: ([, { label }]) => say(label) },
  ]
  new Table(out, [...first, ...columns], say).rows(rows)
}

/** {field: 'temperature', above: -12, for: '10 min'} → temperature above -12, for 10 min */
const conditionText = ({ field, ...rest }: Readonly<Record<string, unknown>>): string =>
  [field, ...Object.entries(rest).map(([word, value]) => `${word} ${Array.isArray(value) ? value.join('|') : value}`)].join(' ')
