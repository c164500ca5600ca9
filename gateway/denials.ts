import type { Refusal } from './door/refusals.ts'

/** What is refused at the door, in words: to the device on its verdict topic, and to people through the journal. */
export interface Denial extends Refusal {
  /** Of the message that was refused, where the listener may have several on the way. */
  readonly topic?: string
}

export const denials = {
  foreignTopic: (topic: string): Denial => ({
    code: 'foreign-topic',
    message: {
      zh: `主题“${short(topic)}”属于另一台设备，连接已断开。设备只能发布 kz/v1/{kind}/{自己的编号}/… 下的主题，请核对主题里的设备编号。`,
      en: `The topic "${short(topic)}" belongs to another device, so the connection was closed. A device may publish only below kz/v1/{kind}/{its own id}/…: check the id in the topic.`,
    },
  }),
  notBound: (topic: string, adapter: string): Denial => ({
    code: 'not-bound',
    topic,
    message: {
      zh: `主题“${short(topic)}”里的设备没有绑定到适配器 ${adapter}，报文未接收，连接已断开。请核对主题里的设备编号，或先绑定该设备：PATCH /api/v1/devices/{设备编号}，内容 {"adapter":"${adapter}"}。`,
      en: `The device in the topic "${short(topic)}" is not bound to the adapter ${adapter}, so the message was not taken and the connection was closed. Check the id in the topic, or bind the device first: PATCH /api/v1/devices/{id} with {"adapter":"${adapter}"}.`,
    },
  }),
  tooLarge: (bytes: number, limit: number): Denial => ({
    code: 'too-large',
    message: {
      zh: `报文有 ${bytes} 字节，上限是 ${limit} 字节，连接已断开。请分成几条发送；原样重发仍会被断开。`,
      en: `The message has ${bytes} bytes, the limit is ${limit}, so the connection was closed. Send it in several messages; sent again as it is, it is refused again.`,
    },
  }),
  observerPublishes: (): Denial => ({
    code: 'observer-publishes',
    message: {
      zh: '管理员连接只能订阅，不能发布，连接已断开。请用设备自己的凭证发布。',
      en: "The administrator's connection may listen and not publish, so it was closed. Publish with a device's own credential.",
    },
  }),
  retired: (): Denial => ({
    code: 'retired',
    message: {
      zh: '设备已在台账中停用，连接已断开。若仍在使用，请用新的编号登记；否则请断开设备。',
      en: 'The device is retired in the register, so its connection was closed. Register it under a new id if it is still in use; otherwise switch it off.',
    },
  }),
  credentialChanged: (): Denial => ({
    code: 'credential-changed',
    message: {
      zh: '设备的凭证已更换，用旧密码建立的连接已断开。请用新密码连接。',
      en: 'The credential of the device was changed, so the connection made with the old one was closed. Connect with the new password.',
    },
  }),
  waitingTopic: (topic: string, name: string): Denial => ({
    code: 'waiting-topic',
    message: {
      zh: `等候接入的设备只能发布 kz/v1/{类型}/${name}/… 下的主题，“${short(topic)}”不在其中，连接已断开。请改正主题。`,
      en: `A device that waits to be accepted may publish only below kz/v1/{kind}/${name}/…, and "${short(topic)}" is not there, so the connection was closed. Correct the topic.`,
    },
  }),
  waitingTooMuch: (most: number): Denial => ({
    code: 'waiting-too-much',
    message: {
      zh: `设备在等候接入期间已发送 ${most} 条报文，不再接收，连接已断开。请在 /api/v1/waiting 接纳或拒绝它；在此之前请设备少发。`,
      en: `The device has sent ${most} messages while it waits to be accepted; no more are taken, and the connection was closed. Accept or reject it at /api/v1/waiting; until then let it send less.`,
    },
  }),
}

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
