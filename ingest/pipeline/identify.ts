import { waitingHeader } from '../../journal/gateway-topics.ts'
import { rejections } from '../quarantine/rejections.ts'
import { type Batch, reject, type Step } from './batch.ts'
import type { Devices } from './devices.ts'
import type { Item } from './item.ts'
import type { Topic, Topics } from './topic.ts'

/** Whose message it is, and whether the register agrees with the topic. */
export function identify(devices: Devices, topics: Topics): Step {
  return {
    name: 'identify',
    run(batch: Batch): void {
      devices.refresh()
      for (const item of batch.items) {
        // The gateway's word about its own start belongs to no device.
        if (item.entry.key === '') continue
        item.device = devices.get(item.entry.key)
        if (item.goesOn && item.sort !== 'link') holdAgainstRegister(item, topics.get(item.entry.topic))
        // What is replayed was counted when it came.
        if (item.counted && !batch.replay) batch.tally.received(item.entry.key, item.device.kindName, item.entry.at)
      }
    },
  }
}

function holdAgainstRegister(item: Item, topic: Topic): void {
  const { entry, device } = item
  if (!device?.kindName) {
    const isWaiting = entry.headers?.[waitingHeader] !== undefined
    return reject(item, isWaiting ? rejections.deviceWaiting(entry.key) : rejections.deviceUnregistered(entry.key))
  }
  if (!device.kind) return reject(item, rejections.kindUnknown(device.kindName))
  if (device.retiredAt !== undefined && entry.at > device.retiredAt) return reject(item, rejections.deviceRetired(entry.key))
  if (topic.device !== entry.key) return reject(item, rejections.foreignDevice(topic.device, entry.key))
  if (topic.kind !== device.kindName) reject(item, rejections.wrongKind(topic.kind, device.kindName))
}
