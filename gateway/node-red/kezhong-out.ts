import type { Words } from '../../facilities/define.ts'
import type { Down } from './broker-link.ts'
import { type Composed, compose, type OutSetting, type What } from './compose.ts'
import type { DeviceNode } from './kezhong-device.ts'
import { fault, NodeError, type NodeFault } from './node-fault.ts'
import type { Done, Message, Red, RedNode, Send, Status } from './red.ts'
import type { Site } from './site.ts'

interface OutConfig {
  /** Id of a kezhong device node; without one each message names its device. */
  readonly device: string
  readonly what: What
  readonly event?: string
  readonly fields?: OutSetting['fields']
}

/** Publishes for its device. A message goes on when the gateway has it on disk; what is wrong with it goes to catch nodes. */
export function kezhongOut(red: Red): void {
  red.nodes.registerType('kezhong out', function (this: RedNode, config: OutConfig) {
    red.nodes.createNode(this, config)
    const out = new Out(red, this, config)
    out.start()
    this.on('input', (message, send, done) => out.take(message, send, done))
    this.on('close', (_removed, done) => {
      out.stop()
      done()
    })
  } as (this: RedNode, config: never) => void)
}

class Out {
  private readonly red: Red
  private readonly site: Site
  private readonly node: RedNode
  private readonly device: string
  private readonly setting: OutSetting
  /** What was last wrong; gone with the next message that is taken. */
  private trouble: Status | undefined
  private undo: (() => void)[] = []

  constructor(red: Red, node: RedNode, { device, what = 'auto', event, fields = [] }: OutConfig) {
    this.red = red
    this.site = red.settings.kezhong
    this.node = node
    this.device = (red.nodes.getNode(device) as DeviceNode | null)?.device ?? ''
    this.setting = { what, fields, ...(event && { event }) }
  }

  start(): void {
    const { broker } = this.site
    this.undo = [broker.onChange(() => this.show()), broker.onDown((down) => this.hear(down))]
    this.show()
  }

  stop(): void {
    for (const step of this.undo.splice(0)) step()
  }

  take(message: Message, send: Send, done: Done): void {
    const composed = this.compose(message)
    if ('code' in composed) return this.refuse(new NodeError(composed), message, done)
    this.site.broker.publish(composed.topic, composed.payload, (error) => {
      if (error) return this.refuse(error, message, done)
      // A verdict on this very message comes after its acknowledgement.
      this.trouble = undefined
      this.show()
      send({ ...message, topic: composed.topic })
      done()
    })
  }

  private compose(message: Message): Composed | NodeFault {
    const id = this.device === '' && typeof message.device === 'string' ? message.device : this.device
    if (id === '') return noDevice
    const device = this.site.devices.get(id)
    if (!('id' in device)) return device
    const take = (path: string): unknown => this.red.util.getMessageProperty(message, path)
    return compose(device, this.setting, message, { now: Date.now(), take })
  }

  private refuse(why: NodeError, message: Message, done: Done): void {
    this.complain(why.words)
    message.fault = { code: why.code, message: why.words }
    done(why)
  }

  private hear({ device, rest, body }: Down): void {
    if (rest !== 'verdict' || (this.device !== '' && device !== this.device)) return
    this.complain((body as { message?: Words }).message ?? sentences.refused)
  }

  private complain(words: Words): void {
    this.trouble = this.unwell(words)
    this.show()
  }

  private show(): void {
    const { devices, broker } = this.site
    const device = this.device === '' ? undefined : devices.get(this.device)
    if (device && !('id' in device)) return this.node.status(this.unwell(device.message))
    const well: Status = broker.connected ? { fill: 'green', shape: 'dot', text: this.device } : this.unwell(sentences.waiting)
    this.node.status(this.trouble ?? well)
  }

  /** A status is one short line; the whole sentence goes to catch nodes and the debug bar. */
  private unwell(words: Words): Status {
    const text = words[this.site.locale]
    return { fill: 'red', shape: 'ring', text: text.length > longestStatus ? `${text.slice(0, longestStatus - 1)}…` : text }
  }
}

const longestStatus = 80

const noDevice: NodeFault = fault('no-device', {
  zh: '没有指定设备。请在节点里选择 kezhong device，或用 msg.device 给出设备编号。',
  en: 'No device is named. Choose a kezhong device in the node, or give the id in msg.device.',
})

const sentences = {
  waiting: { zh: '等待网关连接', en: 'waiting for the gateway' },
  refused: { zh: '消息被拒收', en: 'the message was refused' },
}
