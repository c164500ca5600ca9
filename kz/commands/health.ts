import type { Words } from '../../facilities/define.ts'
import { knownWords } from '../known-words.ts'
import { type Kz, show } from '../kz.ts'
import { defineCommand } from '../line/command.ts'
import type { Style } from '../terminal/output.ts'
import { Table } from '../terminal/table.ts'
import { localTime } from '../terminal/times.ts'

interface Part {
  readonly status: string
  readonly message?: Words
  readonly problem?: string
  readonly hint?: Words
  readonly note?: Words
  readonly since?: string
}

interface Health {
  readonly status: string
  readonly parts: Readonly<Record<string, Part>>
}

const statuses: Readonly<Record<string, Words>> = {
  ok: { zh: '正常', en: 'ok' },
  off: { zh: '未启用', en: 'off' },
  degraded: { zh: '滞后', en: 'degraded' },
  down: { zh: '不可用', en: 'down' },
}
const styles: Readonly<Record<string, Style>> = { ok: 'green', off: 'dim', degraded: 'yellow', down: 'red' }

const names: Readonly<Record<string, Words>> = {
  gateway: { zh: '网关', en: 'gateway' },
  journal: { zh: '日志', en: 'journal' },
  ingest: { zh: '处理流程', en: 'ingest' },
  store: { zh: '读数库', en: 'store' },
  kinds: { zh: '设施类型', en: 'kinds' },
  facts: { zh: '指标统计', en: 'facts' },
  indicators: { zh: '指标', en: 'indicators' },
  rollups: { zh: '小时值和日值', en: 'hourly and daily values' },
  nodeRed: { zh: 'Node-RED', en: 'Node-RED' },
}

export const health = defineCommand({
  name: 'health',
  summary: { zh: '各部分是否正常', en: 'How each part is' },
  more: { zh: '有部分不可用时退出码为 1。', en: 'Ends with 1 when a part is down.' },
  example: 'health',
  async run(_, kz) {
    const answer = await kz.api.get<Health>('/health')
    show(kz, answer, () => tell(kz, answer))
    return answer.status === 'down' ? 1 : 0
  },
})

function tell({ out, say, zone }: Kz, { status, parts }: Health): void {
  const told = ({ message, problem, hint, note }: Part) =>
    [message && say(message), problem, hint && say(hint), note && say(note)].filter(Boolean).join(' ')
  const numbers = (part: Part) =>
    Object.entries(part)
      .filter(([, value]) => typeof value === 'number')
      .map(([name, value]) => `${name} ${value.toLocaleString('en-US')}`)
      .join(', ')
  new Table<readonly [string, Part]>(
    out,
    [
      { head: { zh: '部分', en: 'PART' }, cell: ([name]) => say(knownWords(names, name)) },
      {
        head: { zh: '状态', en: 'STATUS' },
        cell: ([, part]) => say(knownWords(statuses, part.status)),
        style: ([, part]) => styles[part.status],
      },
      { head: { zh: '自', en: 'SINCE' }, cell: ([, { since }]) => since && localTime(since, zone) },
      { head: { zh: '数字', en: 'NUMBERS' }, cell: ([, part]) => numbers(part) },
      { head: { zh: '说明', en: 'WHAT IT IS' }, cell: ([, part]) => told(part) },
    ],
    say,
  ).rows(Object.entries(parts))
  const { zh, en } = knownWords(statuses, status)
  out.line(out.paint(styles[status], say({ zh: `总体${zh}。`, en: `All in all: ${en}.` })))
}
