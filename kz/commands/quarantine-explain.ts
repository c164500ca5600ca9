import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import { type Kz, show } from '../kz.ts'
import { defineCommand, positional } from '../line/command.ts'
import { shortened } from '../terminal/printable.ts'
import { pairs } from '../terminal/table.ts'
import { localTime } from '../terminal/times.ts'

interface Item {
  readonly id: string
  readonly device: string
  readonly kind: string
  readonly received: string
  readonly topic: string
  readonly payload: string
  readonly encoding: 'text' | 'base64'
  readonly size: number
  readonly code: string
  readonly path?: string
  readonly expected?: string
  readonly found?: string
  readonly message: Words
  readonly suggestion?: Words
  readonly replayed?: { readonly at: string; readonly outcome: 'stored' | 'duplicate' }
  readonly attempts?: number
}

const shownCharacters = 4_000

export const quarantineExplain = defineCommand({
  name: 'quarantine explain',
  summary: { zh: '说明一条报文为何被拒收、该怎么办', en: 'Why a message was refused, and what to do about it' },
  positionals: {
    id: positional('ID', '隔离编号，见 quarantine list 或设备的 verdict', 'its id, from quarantine list or the verdict the device got'),
  },
  example: 'quarantine explain 4711-0',
  async run({ id }, kz) {
    show(kz, await kz.api.get<Item>(`/quarantine/${inPath(id)}`), (item) => tell(kz, item))
  },
})

function tell({ out, say, zone }: Kz, item: Item): void {
  const { message, suggestion, replayed, attempts, payload, encoding, size } = item
  out.line(out.paint('bold', say(message)))
  if (suggestion) out.line(`→ ${say(suggestion)}`)
  pairs(out, [
    [say({ zh: '原因代码', en: 'code' }), item.code],
    [say({ zh: '字段', en: 'path' }), item.path],
    [say({ zh: '应为', en: 'expected' }), item.expected],
    [say({ zh: '实际', en: 'found' }), item.found],
    [say({ zh: '设备', en: 'device' }), item.kind === '' ? item.device : `${item.device} (${item.kind})`],
    [say({ zh: '接收', en: 'received' }), localTime(item.received, zone)],
    [say({ zh: '主题', en: 'topic' }), item.topic],
    [say({ zh: '重放', en: 'replay' }), replayed && say(replayedText(replayed, zone))],
    [say({ zh: '已试', en: 'tried' }), attempts === undefined ? undefined : say({ zh: `${attempts} 次`, en: `${attempts} times` })],
  ])
  out.line(`${say({ zh: `报文（${size} 字节）`, en: `The message (${size} bytes)` })}:`)
  out.line(encoding === 'text' ? `  ${shortened(payload, shownCharacters)}` : hexLines(payload))
}

const replayedText = ({ at, outcome }: NonNullable<Item['replayed']>, zone: string): Words => ({
  zh: `${localTime(at, zone)} ${outcome === 'stored' ? '已入库' : '是重复'}`,
  en: `${localTime(at, zone)} ${outcome === 'stored' ? 'stored' : 'a repeat of what was stored'}`,
})

/** Bytes that are no text, as a hex dump of their beginning. */
function hexLines(base64: string): string {
  const bytes = Buffer.from(base64, 'base64').subarray(0, 512)
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) => bytes.subarray(row * 16, row * 16 + 16))
  const asText = (row: Buffer) => row.toString('latin1').replace(/[^ -~]/g, '.')
  const asHex = (row: Buffer) => row.toString('hex').replace(/../g, '$& ').padEnd(48)
  return rows.map((row, index) => `  ${(index * 16).toString(16).padStart(4, '0')}  ${asHex(row)} ${asText(row)}`).join('\n')
}
