import { type AlarmCondition, type EventKind, type FacilityKind, type Field, milliseconds } from '../facilities/define.ts'
import { kinds } from '../facilities/kinds.ts'
import { jsonSchemas } from '../facilities/schema.ts'
import { type SimulatedReading, simulation } from '../facilities/simulation.ts'
import type { Happening } from '../facilities/world.ts'
import { randomOf } from '../seeds/random.ts'
import { fieldsOf, inTable, type JsonObject } from './json-schema-words.ts'

/** docs/generated/kinds.md: every kind as its definition has it, with examples out of its simulator. */
export function kindsDocument(all: readonly FacilityKind[] = kinds): string {
  return `${head}${all.map((kind) => `- [${kind.kind}](#${kind.kind}) ${kind.label.zh} / ${kind.label.en}\n`).join('')}\n${all.map(section).join('\n')}`
}

const head = `# Facility kinds · 设施类型

Generated from \`facilities/\` by \`npm run docs\`; do not edit. How to add a kind: [add-a-facility.md](../add-a-facility.md).
由 \`npm run docs\` 从 \`facilities/\` 生成，请勿手工修改。

A reading may carry any part of the fields. A value outside the limits refuses the message: they are what a sensor can say, not what is healthy.
A sale with a negative amount is a refund. Of a resident no name, phone number or pick-up code is ever taken.
一条读数可以只带部分字段；超出量程的值会使整条消息被拒收。金额以分为单位，负数为退款。不接收居民姓名、电话和取件码。

`

function section(kind: FacilityKind): string {
  const schemas = jsonSchemas(kind)
  const parts = [
    `## ${kind.kind}\n\n${kind.label.zh} / ${kind.label.en}. A reading every ${kind.every} · 每 ${milliseconds(kind.every) / 1_000} 秒上报一次。${roles(kind)}`,
    `### Telemetry · 遥测\n\n${table(['field', '名称', 'meaning', 'type', 'unit', 'limits'], Object.entries(kind.telemetry).map(fieldRow))}`,
    example(kind, 'telemetry', fullReading(kind).values),
    `### Events · 事件\n\n${table(
      ['event', '名称', 'meaning', 'fields (? may be missing)'],
      Object.entries(kind.events).map(([name, event]) => [
        code(name),
        event.label.zh,
        event.label.en,
        payload(event, schemas.events[name]),
      ]),
    )}`,
    ...eventExamples(kind),
    commands(kind),
    `### Alarms · 告警\n\n${table(
      ['alarm', '名称', 'meaning', 'severity', 'when'],
      Object.entries(kind.alarms).map(([name, { label, severity, when }]) => [code(name), label.zh, label.en, severity, condition(when)]),
    )}`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function roles({ service, use, roles: counted }: FacilityKind): string {
  const words = (list: readonly string[]) => list.map(code).join(', ')
  const serving = (service ?? []).map(
    ({ field, good, bad }) => `\n- Serves · 可用: ${code(field)} is ${words(good)}; does not · 不可用: ${words(bad)}`,
  )
  const uses = use === undefined ? '' : `\n- One use by a resident · 一次使用: event ${code(use)}`
  const roles = Object.entries(counted ?? {}).map(([role, given]) => `\n- Role · 指标所用: ${code(role)} ${roleText(given)}`)
  const lines = [...serving, uses, ...roles].filter(Boolean)
  return lines.length > 0 ? `\n${lines.join('')}` : ''
}

/** `event` `sale`, `amount` `amountFen` … */
const roleText = (given: object | string): string =>
  typeof given === 'string'
    ? code(given)
    : Object.entries(given)
        .map(([part, value]: [string, unknown]) => `${part} ${code(typeof value === 'string' ? value : JSON.stringify(value))}`)
        .join(', ')

function fieldRow([name, field]: [string, Field]): string[] {
  return [code(name), field.label.zh, field.label.en, field.type, 'unit' in field ? field.unit || '–' : '–', range(field)]
}

function range(field: Field): string {
  if (field.type === 'total') return 'grows; a drop is a reset'
  if (field.type !== 'state') return `${field.limits[0]} to ${field.limits[1]}`
  return Object.entries(field.values)
    .map(([word, { zh, en }]) => `${code(word)} ${zh} ${en}`)
    .join(', ')
}

function payload({ anyOf }: EventKind, schema: JsonObject | undefined): string {
  const fields = fieldsOf(schema)
  return anyOf ? `${fields}; at least one of ${anyOf.map(code).join(', ')}` : fields
}

function commands(kind: FacilityKind): string {
  const { commands: schemas } = jsonSchemas(kind)
  const rows = Object.entries(kind.commands).map(([name, { label, within }]) => [
    code(name),
    label.zh,
    label.en,
    fieldsOf(schemas[name]),
    within,
  ])
  return rows.length === 0 ? '' : `### Commands · 命令\n\n${table(['command', '名称', 'meaning', 'arguments', 'answers within'], rows)}`
}

function condition(when: AlarmCondition): string {
  const lasting = when.for === undefined ? '' : ` for ${when.for}`
  if ('is' in when) return `${code(when.field)} is ${when.is.map(code).join(' or ')}${lasting}`
  const [side, clears] =
    'above' in when
      ? [`above ${when.above}`, when.clearsBelow === undefined ? '' : `, clears below ${when.clearsBelow}`]
      : [`below ${when.below}`, when.clearsAbove === undefined ? '' : `, clears above ${when.clearsAbove}`]
  return `${code(when.field)} ${side}${lasting}${clears}`
}

const longestSearch = { devices: 40, days: 7 }

/** Of a device's first noon: what it says then. */
function fullReading(kind: FacilityKind): SimulatedReading {
  const noon = Date.parse('2026-11-02T12:30:00+08:00')
  return [...days(kind, 1, 1)].findLast(({ ts }) => ts <= noon) as SimulatedReading
}

/** The first event of each sort; rare ones take several simulated devices to happen. */
function eventExamples(kind: FacilityKind): string[] {
  const found = new Map<string, Happening>()
  for (let device = 1; found.size < Object.keys(kind.events).length && device <= longestSearch.devices; device++) {
    for (const { events } of days(kind, device, longestSearch.days)) {
      for (const one of events) if (!found.has(one.event)) found.set(one.event, one)
    }
  }
  return Object.keys(kind.events).flatMap((name) => {
    const fields = found.get(name)?.fields
    return fields ? [example(kind, `event/${name}`, fields)] : []
  })
}

function* days(kind: FacilityKind, device: number, count: number): Generator<SimulatedReading> {
  const from = Date.parse('2026-11-02T00:00:00+08:00')
  for (const reading of simulation(kind, { random: randomOf(`docs/${kind.kind}/${device}`), from })) {
    if (reading.ts >= from + count * 86_400_000) return
    yield reading
  }
}

function example({ kind, telemetry }: FacilityKind, topic: string, fields: Readonly<Record<string, unknown>>): string {
  // In the order of the definition, whatever order the simulator has.
  const names = topic === 'telemetry' ? Object.keys(telemetry) : Object.keys(fields)
  const ordered = Object.fromEntries(names.map((name) => [name, fields[name]]))
  return `${code(`kz/v1/${kind}/${kind}-01/${topic}`)}\n\n\`\`\`json\n${JSON.stringify(ordered)}\n\`\`\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inTable).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

const code = (text: string): string => `\`${text}\``
