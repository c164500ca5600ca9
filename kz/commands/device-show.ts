import type { Words } from '../../facilities/define.ts'
import { type DeviceItem, deviceStates, stateWords } from '../device-states.ts'
import { inPath, isMissing } from '../http/api.ts'
import type { Kz } from '../kz.ts'
import { type Counts, countsText } from '../ledger-counts.ts'
import { defineCommand, positional } from '../line/command.ts'
import { pairs, Table } from '../terminal/table.ts'
import { age, localTime } from '../terminal/times.ts'

interface Details extends DeviceItem {
  readonly connected: boolean | null
  readonly refusal?: { readonly at: string; readonly code: string; readonly message: Words }
  readonly birth: Readonly<Record<string, unknown>> | null
  readonly clock: { readonly message: Words; readonly corrected: number } | null
  readonly seqGaps: number
  readonly unknownFields: readonly { name: string; count: number; first: string; last: string; suggestion?: string }[]
  readonly today: Counts
}

interface Latest {
  readonly values: Readonly<Record<string, { readonly value: number | string | boolean; readonly ts: string; readonly quality: string }>>
}

interface KindFields {
  readonly label: Words
  readonly fields: Readonly<
    Record<string, { readonly label: Words; readonly unit?: string; readonly values?: Readonly<Record<string, Words>> }>
  >
}

export const deviceShow = defineCommand({
  name: 'device show',
  summary: {
    zh: '一台设备的全部情况：状态、最新数值、时钟、未知字段、今日账目',
    en: 'All about a device: state, latest values, clock, unknown fields, ledger of today',
  },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  example: 'device show freezer-chengxiang-01',
  async run({ id }, kz) {
    const path = `/devices/${inPath(id)}`
    const [details, latest] = await Promise.all([kz.api.get<Details>(path), kz.api.get<Latest>(`${path}/latest`)])
    if (kz.isJson) return kz.out.json({ ...details, values: latest.values })
    const kind = await kz.api.get<KindFields>(`/kinds/${inPath(details.kind)}`).catch((error: unknown) => {
      if (isMissing(error)) return undefined // a kind of this site that is not loaded any more
      throw error
    })
    tellDevice(kz, details, kind)
    tellValues(kz, latest, kind)
    tellUnknown(kz, details)
  },
})

function tellDevice(kz: Kz, device: Details, kind: KindFields | undefined): void {
  const { id, state, since, lastSeen, refusal, clock, birth, seqGaps, today } = device
  const { out, say, zone, language } = kz
  const now = Date.now()
  const at = (time: string) => `${localTime(time, zone)} (${age(time, now, language)})`
  out.line(`${out.paint('bold', id)}  ${out.paint(deviceStates[state]?.style, say(stateWords(state)))}`)
  pairs(out, [
    [say({ zh: '类型', en: 'kind' }), kind ? `${say(kind.label)} (${device.kind})` : device.kind],
    [say({ zh: '设施', en: 'facility' }), `${device.facility}, ${device.town}`],
    [say({ zh: '型号', en: 'model' }), [device.vendor, device.model].filter(Boolean).join(' ') || undefined],
    [say({ zh: '适配器', en: 'adapter' }), device.adapter ?? undefined],
    [say({ zh: '已停用', en: 'retired' }), device.retired && at(device.retired)],
    [say({ zh: '状态自', en: 'since' }), `${at(since)}, ${say(device.causeText)}`],
    [say({ zh: '最近收到', en: 'last seen' }), lastSeen && at(lastSeen)],
    [say({ zh: '最近被断开', en: 'last refused' }), refusal && `${at(refusal.at)} ${say(refusal.message)}`],
    [say({ zh: '设备自述', en: 'birth' }), birth ? JSON.stringify(birth) : undefined],
    [say({ zh: '时钟', en: 'clock' }), clock ? say(clockText(clock)) : say({ zh: '尚未发来时间', en: 'it has not sent a time yet' })],
    [say({ zh: '缺失序号', en: 'missing seq' }), seqGaps > 0 ? seqGaps.toLocaleString('en-US') : undefined],
    [say({ zh: '今日账目', en: 'today' }), say(countsText(today))],
  ])
}

const clockText = ({ message, corrected }: NonNullable<Details['clock']>): Words => ({
  zh: `${message.zh}${corrected > 0 ? `（${corrected} 条改用别的时间）` : ''}`,
  en: `${message.en}${corrected > 0 ? ` (${corrected} kept under another time)` : ''}`,
})

function tellValues({ out, say, language }: Kz, { values }: Latest, kind: KindFields | undefined): void {
  const now = Date.now()
  const rows = Object.entries(values)
  out.line()
  if (rows.length === 0) return out.line(say({ zh: '还没有读数。', en: 'No reading has come yet.' }))
  const fieldOf = (name: string) => kind?.fields[name]
  const shown = (name: string, value: string | number | boolean) => {
    const word = fieldOf(name)?.values?.[String(value)]
    return word ? `${say(word)} (${value})` : [value, fieldOf(name)?.unit].filter((part) => part !== undefined).join(' ')
  }
  new Table(
    out,
    [
      { head: { zh: '字段', en: 'FIELD' }, cell: ([name]) => name },
      { head: { zh: '名称', en: 'NAME' }, cell: ([name]) => (fieldOf(name) ? say(fieldOf(name)?.label as Words) : '') },
      { head: { zh: '数值', en: 'VALUE' }, cell: ([name, { value }]) => shown(name, value), align: 'right' },
      { head: { zh: '时间', en: 'AGE' }, cell: ([, { ts }]) => age(ts, now, language) },
      {
        head: { zh: '质量', en: 'QUALITY' },
        cell: ([, { quality }]) => quality,
        style: ([, { quality }]) => (quality === 'good' ? undefined : 'yellow'),
      },
    ],
    say,
  ).rows(rows)
}

function tellUnknown({ out, say, zone }: Kz, { unknownFields }: Details): void {
  if (unknownFields.length === 0) return
  out.line(`\n${say({ zh: '类型中没有、因此未入库的字段：', en: 'Fields its kind does not know, which are not stored:' })}`)
  new Table<Details['unknownFields'][number]>(
    out,
    [
      { head: { zh: '字段', en: 'FIELD' }, cell: ({ name }) => name },
      { head: { zh: '次数', en: 'COUNT' }, cell: ({ count }) => count, align: 'right' },
      { head: { zh: '最近', en: 'LAST' }, cell: ({ last }) => localTime(last, zone) },
      { head: { zh: '可能是', en: 'DID YOU MEAN' }, cell: ({ suggestion }) => suggestion },
    ],
    say,
  ).rows(unknownFields)
}
