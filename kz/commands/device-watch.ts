import type { Words } from '../../facilities/define.ts'
import { inPath } from '../http/api.ts'
import { events, type Told } from '../http/sse.ts'
import { type Inspected, tellInspected } from '../inspected.ts'
import type { Kz } from '../kz.ts'
import { KzError } from '../kz-error.ts'
import { defineCommand, positional } from '../line/command.ts'
import { shortened } from '../terminal/printable.ts'
import { localTime } from '../terminal/times.ts'

export const deviceWatch = defineCommand({
  name: 'device watch',
  summary: {
    zh: '实时查看设备的每条报文：原文、解码结果、每一步的判定',
    en: 'Each message of a device as it arrives: raw, decoded, and what each step of the pipeline says',
  },
  more: {
    zh: '断线自动重连，按 Ctrl-C 结束。--json 每行输出一个事件。',
    en: 'It reconnects by itself and ends with Ctrl-C. With --json one event a line.',
  },
  positionals: { id: positional('ID', '设备编号', 'id of the device') },
  example: 'device watch my-freezer',
  async run({ id }, kz) {
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    let isBroken = false
    const onBroken = () => {
      if (!isBroken) kz.out.note(kz.say({ zh: '连接中断，正在重连…', en: 'The connection broke; trying again …' }))
      isBroken = true
    }
    if (!kz.isJson) kz.out.note(kz.say({ zh: `等待 ${id} 的报文，按 Ctrl-C 结束。`, en: `Waiting for messages of ${id}; Ctrl-C ends it.` }))
    for await (const told of events(kz.api, `/devices/${inPath(id)}/inspect`, stop.signal, onBroken)) {
      if (isBroken) kz.out.note(kz.say({ zh: '已重新连接。', en: 'Connected again.' }))
      isBroken = false
      if (kz.isJson) kz.out.line(JSON.stringify({ event: told.event, data: parsed(told.data) }))
      else tell(kz, told)
      await kz.out.drained()
    }
  },
})

function tell(kz: Kz, { event, data }: Told): void {
  const { out, say } = kz
  const told = parsed(data) as Record<string, unknown>
  switch (event) {
    case 'message':
      return tellInspected(kz, told as unknown as Inspected)
    case 'link':
      return out.line(
        out.paint('cyan', `${localTime(String(told.at), kz.zone)}  ${say(linkWords(String(told.what)))}  ${more(told, kz)}`.trimEnd()),
      )
    case 'skipped':
      return out.line(
        out.paint('yellow', say({ zh: `（来得太快，略过 ${told.count} 条）`, en: `(too fast to show: ${told.count} left out)` })),
      )
    case 'end':
      return out.note(shortened(sentenceOf(told, kz), 500))
    default: // what a later version tells
      return out.line(shortened(`${event} ${data}`, 500))
  }
}

const linkWords = (what: string) =>
  ({
    connected: { zh: '设备已连接', en: 'the device connected' },
    disconnected: { zh: '设备已断开', en: 'the device disconnected' },
    refused: { zh: '网关拒绝了连接', en: 'the gateway refused the connection' },
  })[what] ?? { zh: what, en: what }

/** Why the gateway refused it, as a sentence; else whatever it says. */
function more({ at: _, what: __, ...rest }: Record<string, unknown>, kz: Kz): string {
  const refusal = wordsIn(rest) ?? wordsIn(rest.denial)
  if (refusal) return shortened(kz.say(refusal), 500)
  return Object.keys(rest).length === 0 ? '' : shortened(JSON.stringify(rest), 300)
}

const sentenceOf = (told: unknown, kz: Kz): string =>
  kz.say(wordsIn(told) ?? { zh: '服务端结束了连接。', en: 'The other side ended the stream.' })

function wordsIn(told: unknown): Words | undefined {
  const { zh, en } = ((told as { message?: unknown } | undefined)?.message ?? {}) as { zh?: unknown; en?: unknown }
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (cause) {
    throw new KzError(
      { zh: `收到的事件不是 JSON：${data.slice(0, 80)}`, en: `An event came that is not JSON: ${data.slice(0, 80)}` },
      { cause },
    )
  }
}
