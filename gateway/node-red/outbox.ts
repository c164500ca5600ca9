import { maxPayloadBytes } from '../payload-limit.ts'
import { fault, NodeError } from './node-fault.ts'

/** What waits for its PUBACK, in memory: beyond it a node hears at once that nothing more is taken. */
const most = { messages: 1_000, bytes: 8 << 20 } as const
/** A message that was under way so often when the connection ended is not tried again: it may be what ends it. */
const mostTries = 5

export interface Outgoing {
  readonly topic: string
  readonly payload: string
  readonly done: (error?: NodeError) => void
  tries: number
}

/** Messages on their way to the broker, the oldest first. Each is called done once: acknowledged, or with why not. */
export class Outbox {
  private readonly waiting = new Set<Outgoing>()
  private bytes = 0

  /** Undefined, with `done` called, when there is no room. */
  add(topic: string, payload: string, done: Outgoing['done']): Outgoing | undefined {
    const size = Buffer.byteLength(payload)
    if (size > maxPayloadBytes) return refuse(done, faults.tooLarge(size))
    if (this.waiting.size >= most.messages || this.bytes + size > most.bytes) return refuse(done, faults.full(this.waiting.size))
    const outgoing = { topic, payload, done, tries: 0 }
    this.waiting.add(outgoing)
    this.bytes += size
    return outgoing
  }

  all(): Iterable<Outgoing> {
    return [...this.waiting]
  }

  get size(): number {
    return this.waiting.size
  }

  /** Acknowledged, or with an error; a second call says nothing. */
  settle(outgoing: Outgoing, error?: NodeError): void {
    if (!this.waiting.delete(outgoing)) return
    this.bytes -= Buffer.byteLength(outgoing.payload)
    outgoing.done(error)
  }

  refuseTopic(topic: string, error: NodeError): void {
    for (const outgoing of this.all()) if (outgoing.topic === topic) this.settle(outgoing, error)
  }

  /** Before all are sent once more on a new connection. */
  giveUpOnHopeless(): void {
    for (const outgoing of this.all()) if (outgoing.tries >= mostTries) this.settle(outgoing, new NodeError(faults.unacknowledged()))
  }

  close(): void {
    for (const outgoing of this.all()) this.settle(outgoing, new NodeError(faults.stopping()))
  }
}

function refuse(done: Outgoing['done'], why: ReturnType<typeof fault>): undefined {
  done(new NodeError(why))
}

const faults = {
  full: (waiting: number) =>
    fault('queue-full', {
      zh: `已有 ${waiting} 条消息在等待网关确认，本条未接收。请检查网关是否正常，稍后重发。`,
      en: `${waiting} messages wait for the gateway already, so this one was not taken. See whether the gateway is well and send it again later.`,
    }),
  tooLarge: (bytes: number) =>
    fault('too-large', {
      zh: `消息有 ${bytes} 字节，上限是 ${maxPayloadBytes} 字节，未发送。请分成几条。`,
      en: `The message has ${bytes} bytes, the limit is ${maxPayloadBytes}, so it was not sent. Split it.`,
    }),
  unacknowledged: () =>
    fault('not-acknowledged', {
      zh: '多次发送后连接都中断，未收到网关确认。消息可能已保存；用同一时间戳重发不会重复计数。请看网关日志。',
      en: 'Each time it was sent the connection ended without an acknowledgement. It may be stored; sent again with the same ts it is counted once. Look at the log of the gateway.',
    }),
  stopping: () =>
    fault('stopping', {
      zh: 'Node-RED 正在停止，消息未得到网关确认。请在恢复后重发。',
      en: 'Node-RED is stopping and the gateway has not acknowledged the message. Send it again when it is back.',
    }),
}
