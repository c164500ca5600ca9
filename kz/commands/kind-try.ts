import { WrongDefinition } from '../../facilities/catalogue.ts'
import type { FacilityKind, Words } from '../../facilities/define.ts'
import { portableKind } from '../../facilities/portable-kind.ts'
import { inPath } from '../http/api.ts'
import { finished, type Job } from '../job.ts'
import { readKindFile } from '../kind-file.ts'
import { knownWords } from '../known-words.ts'
import type { Kz } from '../kz.ts'
import { KzError } from '../kz-error.ts'
import { counted } from '../ledger-counts.ts'
import { defineCommand, positional, whole } from '../line/command.ts'
import { type Refusals, tellRefusals } from '../replay-job.ts'
import { shortened } from '../terminal/printable.ts'
import { Table } from '../terminal/table.ts'
import { localTime } from '../terminal/times.ts'

interface Outcome {
  readonly stored: number
  readonly duplicate: number
  readonly quarantined: number
}

interface KindTry extends Job {
  readonly from?: string
  readonly present: Outcome
  readonly changed: Outcome
  readonly fields?: Readonly<Record<string, { readonly added: number; readonly dropped: number; readonly altered: number }>>
  readonly refusals?: readonly Refusals[]
  readonly examples?: readonly Example[]
}

interface Example {
  readonly what: 'accepted' | 'refused' | 'altered'
  readonly device: string
  readonly received: string
  readonly present: unknown
  readonly changed: unknown
}

export const kindTry = defineCommand({
  name: 'kind try',
  summary: {
    zh: '试运行：改过的类型会多接收、多拒收、改变哪些报文；不改动任何数据',
    en: 'Shadow run: what a changed kind would accept, refuse and alter; nothing is changed',
  },
  positionals: { file: positional('FILE.ts', '类型文件', 'the kind file') },
  options: { days: whole('N', [1, 400], '最近几天的报文（默认 7）', 'messages of so many last days (7)') },
  example: 'kind try bikeshed.ts --days 7',
  async run({ file, days = 7 }, kz) {
    const path = kz.file(file)
    const { kind, faults } = readKindFile(path)
    const definition = asData(kind, path, faults.map(kz.say))
    const begun = await kz.api.post<KindTry>('/kinds/try', { definition, days })
    const compared = await finished(kz, begun, `/kinds/tries/${inPath(begun.id)}`, { zh: '比较', en: 'comparing' })
    if (kz.isJson) kz.out.json(compared)
    else tell(kz, compared)
    if (faults.length > 0) tellFaults(kz, faults)
  },
})

/** Fields and events are all that is tried: an alarm or a simulator that does not fit a changed limit yet is no hindrance. */
function asData(kind: FacilityKind, path: string, faults: readonly string[]) {
  try {
    return portableKind(kind)
  } catch (error) {
    if (faults.length > 0) throw wrong(path, faults)
    if (error instanceof WrongDefinition) throw wrong(path, error.faults)
    throw error
  }
}

function tellFaults({ out, say }: Kz, faults: readonly Words[]): void {
  out.note(
    `\n${say({ zh: '试运行不受影响，但这个文件要改正以下各项才能使用：', en: 'It could be tried, but to be used this file needs mending:' })}`,
  )
  for (const fault of faults) out.note(`  - ${say(fault)}`)
}

const wrong = (path: string, faults: readonly string[]): KzError =>
  new KzError(
    { zh: `${path} 还不能试运行。`, en: `${path} cannot be tried yet.` },
    { hint: { zh: '请先改正以下各项', en: 'mend this first' }, faults },
  )

function tell(kz: Kz, { message, present, changed, fields = {}, refusals = [], examples = [] }: KindTry): void {
  const { out, say } = kz
  out.line(say(message))
  const rows: readonly (readonly [Words, Outcome])[] = [
    [{ zh: '现在', en: 'now' }, present],
    [{ zh: '改后', en: 'with the change' }, changed],
  ]
  const count = (name: keyof Outcome, zh: string, en: string) =>
    ({ head: { zh, en }, cell: ([, each]: (typeof rows)[number]) => counted(each[name]), align: 'right' }) as const
  new Table(
    out,
    [
      { head: { zh: '', en: '' }, cell: ([name]) => say(name) },
      count('stored', '入库', 'STORED'),
      count('duplicate', '重复', 'DUPLICATE'),
      count('quarantined', '隔离', 'QUARANTINED'),
    ],
    say,
  ).rows(rows)
  tellFields(kz, fields)
  if (refusals.length > 0) out.line(`\n${say({ zh: '改后拒收的原因：', en: 'Why it refuses:' })}`)
  tellRefusals(kz, refusals)
  tellExamples(kz, examples)
}

function tellFields({ out, say }: Kz, fields: NonNullable<KindTry['fields']>): void {
  const rows = Object.entries(fields)
  if (rows.length === 0) return
  out.line(`\n${say({ zh: '内容会变的字段：', en: 'Fields that change:' })}`)
  new Table(
    out,
    [
      { head: { zh: '字段', en: 'FIELD' }, cell: ([name]) => name },
      { head: { zh: '新增', en: 'ADDED' }, cell: ([, { added }]) => counted(added), align: 'right' },
      { head: { zh: '去掉', en: 'DROPPED' }, cell: ([, { dropped }]) => counted(dropped), align: 'right' },
      { head: { zh: '改变', en: 'ALTERED' }, cell: ([, { altered }]) => counted(altered), align: 'right' },
    ],
    say,
  ).rows(rows)
}

const shownExamples = 10
const whats: Readonly<Record<string, Words>> = {
  accepted: { zh: '多接收', en: 'accepted' },
  refused: { zh: '多拒收', en: 'refused' },
  altered: { zh: '改变', en: 'altered' },
}

function tellExamples({ out, say, zone }: Kz, examples: readonly Example[]): void {
  if (examples.length === 0) return
  out.line(`\n${say({ zh: '示例：', en: 'Examples:' })}`)
  const shown = (value: unknown) => shortened(typeof value === 'string' ? value : JSON.stringify(value), 60)
  new Table<Example>(
    out,
    [
      { head: { zh: '结果', en: 'WHAT' }, cell: ({ what }) => say(knownWords(whats, what)) },
      { head: { zh: '设备', en: 'DEVICE' }, cell: ({ device }) => device },
      { head: { zh: '接收', en: 'RECEIVED' }, cell: ({ received }) => localTime(received, zone) },
      { head: { zh: '现在', en: 'NOW' }, cell: ({ present }) => shown(present) },
      { head: { zh: '改后', en: 'WITH THE CHANGE' }, cell: ({ changed }) => shown(changed) },
    ],
    say,
  ).rows(examples.slice(0, shownExamples))
}
