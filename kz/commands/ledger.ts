import type { Kz } from '../kz.ts'
import { type Counts, counted, countsText } from '../ledger-counts.ts'
import { defineCommand, text } from '../line/command.ts'
import { type Page, type PagingGiven, paging } from '../pages.ts'
import { type Column, Table } from '../terminal/table.ts'
import { localTime } from '../terminal/times.ts'

interface DeviceCounts extends Counts {
  readonly device: string
  readonly kind: string
  readonly hours?: readonly (Counts & { readonly hour: string })[]
}
type Answer = Counts & { readonly devices: readonly DeviceCounts[]; readonly next?: string }

export const ledger = defineCommand({
  name: 'ledger',
  summary: { zh: '账目：收到 = 入库 + 重复 + 隔离 + 待处理', en: 'The ledger: received = stored + duplicate + quarantined + pending' },
  more: { zh: '加 --device 时按小时列出。账目不平时退出码为 1。', en: 'With --device hour by hour. Ends with 1 when it does not balance.' },
  options: {
    device: text('ID', '只看一台设备', 'of one device'),
    kind: text('KIND', '只看此类型', 'of this kind'),
    from: text('TIME', '从此时刻（带时区）', 'from this hour on (with a zone)'),
    to: text('TIME', '到此时刻（带时区）', 'up to this hour (with a zone)'),
    ...paging,
  },
  example: 'ledger --device freezer-chengxiang-01',
  async run({ device, kind, from, to, ...pages }, kz) {
    const ask = (cursor: string | undefined) => kz.api.get<Answer>('/ledger', { device, kind, from, to, limit: pages.limit, cursor })
    const first = await ask(pages.cursor)
    if (kz.isJson) return tellJson(kz, first, ask, pages.all)
    kz.out.line(kz.out.paint(first.balanced ? undefined : 'red', kz.say(countsText(first))))
    const hours = first.devices.find((each) => each.device === device)?.hours
    if (hours) tellHours(kz, hours)
    else if (first.devices.length > 0) await tellDevices(kz, first, ask, pages)
    return first.balanced ? 0 : 1
  },
})

const numbers: readonly Column<Counts>[] = [
  { head: { zh: '收到', en: 'RECEIVED' }, cell: ({ received }) => counted(received), align: 'right' },
  { head: { zh: '入库', en: 'STORED' }, cell: ({ stored }) => counted(stored), align: 'right' },
  { head: { zh: '重复', en: 'DUPLICATE' }, cell: ({ duplicate }) => counted(duplicate), align: 'right' },
  {
    head: { zh: '隔离', en: 'QUARANTINED' },
    cell: ({ quarantined }) => counted(quarantined),
    align: 'right',
    style: ({ quarantined }) => (quarantined > 0 ? 'yellow' : undefined),
  },
  { head: { zh: '待处理', en: 'PENDING' }, cell: ({ pending }) => counted(pending ?? 0), align: 'right' },
]

function tellHours({ out, say, zone }: Kz, hours: NonNullable<DeviceCounts['hours']>): void {
  if (hours.length === 0) return
  out.line()
  const hour: Column<Counts & { readonly hour: string }> = {
    head: { zh: '小时', en: 'HOUR' },
    cell: (each) => localTime(each.hour, zone).slice(0, 16),
  }
  new Table(out, [hour, ...numbers], say).rows(hours)
}

type Ask = (cursor: string | undefined) => Promise<Answer>

async function tellDevices({ out, say }: Kz, first: Answer, ask: Ask, { all }: PagingGiven): Promise<void> {
  out.line()
  const names: readonly Column<DeviceCounts>[] = [
    { head: { zh: '设备', en: 'DEVICE' }, cell: ({ device }) => device },
    { head: { zh: '类型', en: 'KIND' }, cell: ({ kind }) => kind },
  ]
  const table = new Table(out, [...names, ...numbers], say)
  let page = first
  table.rows(page.devices)
  while (all && page.next !== undefined) {
    await out.drained()
    page = await ask(page.next)
    table.rows(page.devices)
  }
  if (page.next !== undefined) out.note(say({ zh: '还有更多：加 --all 列出全部', en: 'There are more: --all lists them' }))
}

/** The totals of the first page, and with --all the devices of every page. */
async function tellJson(kz: Kz, first: Answer, ask: Ask, all: boolean): Promise<number> {
  const devices: DeviceCounts[] = [...first.devices]
  let next = first.next
  while (all && next !== undefined) {
    const page: Page<never> & Answer = (await ask(next)) as Page<never> & Answer
    devices.push(...page.devices)
    next = page.next
  }
  const { next: _, ...totals } = first
  kz.out.json({ ...totals, devices, ...(next !== undefined && { next }) })
  return first.balanced ? 0 : 1
}
