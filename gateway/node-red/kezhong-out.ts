import type { Words } from '../../facilities/define.ts'
import type { Down } from './broker-link.ts'
import { compose, type OutSetting, type What } from './compose.ts'
import type { DeviceNode } from './kezhong-device.ts'
import { fault, NodeError, type NodeFault } from './node-fault.ts'
import type { Message, Red, RedNode, Status } from './red.ts'

interface OutConfig {
  readonly device: string
  readonly what: What
  readonly event?: string
  readonly fields?: OutSetting['fields']
}

/** Publishes for its device. A message goes on when the gateway has it on disk; what is wrong with it goes to catch nodes. */
export function kezhongOut(red: Red): void {
  red.nodes.registerType('kezhong out', function (this: RedNode, config: OutConfig) {
    red.nodes.createNode(this, config)
    startOut(red, this, config)
  } as (this: RedNode, config: never) => void)
}

function startOut(red: Red, node: RedNode, config: OutConfig): void {
  const { devices, broker, locale } = red.settings.kezhong
  const own = (red.nodes.getNode(config.device) as DeviceNode | null)?.device ?? ''
  const setting: OutSetting = { what: config.what ?? 'auto', fields: config.fields ?? [], ...(config.event && { event: config.event }) }
  let verdict: Status | undefined

  const show = (): void => {
    const device = own === '' ? undefined : devices.get(own)
    if (device && !('id' in device)) node.status(trouble(device.message, locale))
    else node.status(verdict ?? (broker.connected ? { fill: 'green', shape: 'dot', text: own } : trouble(sentences.waiting, locale)))
  }
  const refuse = (why: NodeError, message: Message, done: (error?: Error) => void): void => {
    verdict = trouble(why.words, locale)
    show()
    message.fault = { code: why.code, message: why.words }
    done(why)
  }

  const undo = [
    broker.onChange(show),
    broker.onDown((down) => {
      if ((own !== '' && down.device !== own) || down.rest !== 'verdict') return
      verdict = trouble(wordsOf(down), locale)
      show()
    }),
  ]
  show()

  node.on('input', (message, send, done) => {
    const id = own === '' && typeof message.device === 'string' ? message.device : own
    const device = devices.get(id)
    const take = (path: string): unknown => red.util.getMessageProperty(message, path)
    const composed = id === '' ? noDevice : 'id' in device ? compose(device, setting, message, { now: Date.now(), take }) : device
    if ('code' in composed) return refuse(new NodeError(composed), message, done)
    broker.publish(composed.topic, composed.payload, (error) => {
      if (error) return refuse(error, message, done)
      // A verdict on this very message comes after its acknowledgement.
      verdict = undefined
      show()
      send({ ...message, topic: composed.topic })
      done()
    })
  })
  node.on('close', (_removed, done) => {
    for (const step of undo) step()
    done()
  })
}

const noDevice: NodeFault = fault('no-device', {
  zh: '没有指定设备。请在节点里选择 kezhong device，或用 msg.device 给出设备编号。',
  en: 'No device is named. Choose a kezhong device in the node, or give the id in msg.device.',
})

const sentences = { waiting: { zh: '等待网关连接', en: 'waiting for the gateway' } }

const longestStatus = 80

/** A status is one short line; the whole sentence goes to catch nodes and the debug bar. */
function trouble(words: Words, locale: keyof Words): Status {
  const text = words[locale]
  return { fill: 'red', shape: 'ring', text: text.length > longestStatus ? `${text.slice(0, longestStatus - 1)}…` : text }
}

function wordsOf({ body }: Down): Words {
  const { message } = body as { message?: Words }
  return message ?? { zh: '消息被拒收', en: 'the message was refused' }
}
