import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import { ofWhat, scopeText, type ValueAnswer } from '../indicator-answer.ts'
import type { Kz } from '../kz.ts'
import { counted } from '../ledger-counts.ts'
import { choice, defineCommand, positional, text } from '../line/command.ts'
import { moreAt, paging } from '../pages.ts'
import { Table } from '../terminal/table.ts'
import { localTime } from '../terminal/times.ts'

interface Evidence {
  readonly value: ValueAnswer & { readonly registerVersion: number; readonly inputs: { readonly count: number; readonly digest: string } }
  readonly formula: { readonly version: number; readonly text: Words }
  readonly items: readonly Contribution[]
  readonly device?: {
    readonly verdict: { readonly text: Words }
    readonly columns: readonly { readonly name: string; readonly label: Words; readonly unit: string }[]
    readonly hours: readonly Hour[]
  }
  readonly next?: string
}

interface Contribution {
  readonly device?: string
  readonly facility?: string
  readonly community?: string
  readonly circle?: string
  readonly town: string
  readonly numerator: number
  readonly denominator: number
  readonly reason?: { readonly text: Words }
  readonly leftOut?: readonly { readonly text: Words; readonly minutes: number }[]
}

interface Hour {
  readonly start: string
  readonly facility: string
  readonly facts: Readonly<Record<string, number | string | null>>
}

export const indicatorExplain = defineCommand({
  name: 'indicator explain',
  summary: {
    zh: '数值的证据：计入了什么、排除了什么、为什么；加 --device 直到每小时',
    en: 'The evidence of a value: what counts, what is left out and why; with --device down to the hours',
  },
  positionals: { id: positional('ID', '指标编号，如 16-2', 'id of the indicator, as 16-2') },
  options: {
    ...ofWhat,
    device: text('ID', '这台设备为什么计入或未计入，并逐小时列出', 'whether this device counts and why, hour by hour'),
    only: choice(['counted', 'excluded'], '只列计入的或排除的', 'only what counts, or what is left out'),
    ...paging,
  },
  example: 'indicator explain 16-3 --device freezer-chengxiang-01',
  async run({ id, period, scope, device, only, all, limit, cursor }, kz) {
    const path = `/indicators/${inPath(id)}/evidence`
    const ask = (at: string | undefined) => kz.api.get<Evidence>(path, { period, scope, device, only, limit, cursor: at })
    let page = await ask(cursor)
    if (kz.isJson) return kz.out.json(all ? await everyPage(page, ask) : page)
    if (page.device) kz.out.line(kz.say(page.device.verdict.text))
    else tellValue(kz, page)
    const tell = page.device ? hoursTable(kz, page.device) : contributionsTable(kz, page.items)
    tell(page)
    while (all && page.next !== undefined) {
      await kz.out.drained()
      page = await ask(page.next)
      tell(page)
    }
    if (page.next !== undefined) kz.out.note(kz.say(moreAt(page.next)))
  },
})

/** As one page that has all of them. Of a device the hours are paged, and every page has the rest. */
async function everyPage(first: Evidence, ask: (at: string) => Promise<Evidence>): Promise<Evidence> {
  const pages = [first]
  for (let at = first.next; at !== undefined; at = pages.at(-1)?.next) pages.push(await ask(at))
  const { next: _, device, ...rest } = first
  if (!device) return { ...rest, items: pages.flatMap(({ items }) => items) }
  return { ...rest, device: { ...device, hours: pages.flatMap((page) => page.device?.hours ?? []) } }
}

function tellValue(kz: Kz, { value, formula }: Evidence): void {
  const { out, say } = kz
  const { shown, statusText, registerVersion, inputs, scope, period } = value
  const what = say({ zh: `${period}，${scopeText(kz, scope)}`, en: `${period}, ${scopeText(kz, scope)}` })
  out.line(`${what}: ${shown} (${say(statusText)})`)
  out.line(say({ zh: `口径：${formula.text.zh}`, en: `formula: ${formula.text.en}` }))
  out.line(
    say({
      zh: `口径第 ${formula.version} 版，台账第 ${registerVersion} 版，依据 ${counted(inputs.count)} 条逐小时记录，校验码 ${inputs.digest}`,
      en: `formula version ${formula.version}, register version ${registerVersion}, made of ${counted(inputs.count)} hourly records with the digest ${inputs.digest}`,
    }),
  )
}

function contributionsTable({ out, say }: Kz, first: readonly Contribution[]): (page: Evidence) => void {
  if (first.length === 0) return () => out.line(say({ zh: '没有计入或排除任何对象。', en: 'Nothing counts and nothing is left out.' }))
  out.line()
  const table = new Table<Contribution>(
    out,
    [
      { head: { zh: '对象', en: 'WHAT' }, cell: ({ device, facility, circle, community }) => device ?? facility ?? circle ?? community },
      { head: { zh: '设施', en: 'FACILITY' }, cell: ({ facility }) => facility },
      { head: { zh: '镇', en: 'TOWN' }, cell: ({ town }) => town },
      { head: { zh: '分子', en: 'NUMERATOR' }, cell: ({ numerator }) => numerator, align: 'right' },
      { head: { zh: '分母', en: 'DENOMINATOR' }, cell: ({ denominator }) => denominator, align: 'right' },
      {
        head: { zh: '未计入', en: 'LEFT OUT' },
        cell: ({ reason, leftOut = [] }) =>
          reason
            ? say(reason.text)
            : leftOut
                .filter(({ minutes }) => minutes > 0)
                .map(({ text: why, minutes }) => `${say(why)} ${minutes} ${say({ zh: '分钟', en: 'min' })}`)
                .join(say({ zh: '；', en: '; ' })),
        style: ({ reason }) => (reason ? 'yellow' : undefined),
      },
    ],
    say,
  )
  return ({ items }) => table.rows(items)
}

/** Of the many facts those that say something in any of the hours; runs and digests are for programs. */
function hoursTable({ out, say, zone }: Kz, { columns, hours }: NonNullable<Evidence['device']>): (page: Evidence) => void {
  const telling = columns.filter(
    ({ name, unit }) => unit !== 'text' && hours.some(({ facts }) => ![undefined, null, 0, ''].includes(facts[name] as null)),
  )
  if (hours.length === 0)
    return () => out.line(say({ zh: '这段时间没有它的逐小时记录。', en: 'There are no hourly records of it in that time.' }))
  out.line()
  const table = new Table<Hour>(
    out,
    [
      { head: { zh: '小时', en: 'HOUR' }, cell: ({ start }) => localTime(start, zone).slice(0, 16) },
      { head: { zh: '设施', en: 'FACILITY' }, cell: ({ facility }) => facility },
      ...telling.map(({ name, label, unit }) => ({
        head: { zh: withUnit(label.zh, unit), en: withUnit(label.en, unit) },
        cell: ({ facts }: Hour) => shownFact(facts[name], unit),
      })),
    ],
    say,
  )
  return ({ device }) => table.rows(device?.hours ?? [])
}

/** Seconds are read as minutes, and 10⁻⁶ kWh as kWh. */
const scales: Readonly<Record<string, readonly [number, string]>> = {
  s: [60, 'min'],
  mWh: [1_000_000, 'kWh'],
  fen: [100, '¥'],
  ms: [1_000, 's'],
}

const withUnit = (label: string, unit: string): string => (scales[unit] ? `${label}/${scales[unit][1]}` : label)

function shownFact(fact: number | string | null | undefined, unit: string): string {
  if (typeof fact !== 'number') return fact ?? '?'
  return String(Number((fact / (scales[unit]?.[0] ?? 1)).toFixed(3)))
}
