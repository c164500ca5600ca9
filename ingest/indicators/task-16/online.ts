import { titleOf } from '../../../register/tasks.ts'
import { eachPart, minutes, notRegistered, suspendedMinutes } from '../each-part.ts'
import { fedBy, feeds } from '../feeds.ts'
import type { Indicator } from '../indicator.ts'
import { unitWords } from '../unit-words.ts'

export const onlineRate: Indicator = {
  ...titleOf('16-2'),
  formula: {
    version: 1,
    text: {
      zh: '在线率 = 在线时长 ÷ 应在册时长，按设备逐分钟计。在线：该分钟之前 g 时间内（g 为三倍上报周期，不少于5分钟）服务器收到过有效报文，且其后没有离线消息；按收到时间计，补报不增加在线时长。应在册时长已扣除批准停用。',
      en: 'Online rate = online time ÷ registered time, minute by minute for each device. Online: the server accepted a message within g before the minute (g: three reporting intervals, at least 5 min) and no offline message after it; by time of receipt, so what is filled in later adds nothing. Registered time is without approved suspensions.',
    },
    numerator: { label: { zh: '在线时长', en: 'online time' }, unit: unitWords.minutes },
    denominator: { label: { zh: '应在册时长', en: 'registered time' }, unit: unitWords.minutes },
    sources: [],
    parameters: {},
  },
  isOfTime: true,
  granularity: ['C', 'T', 'L', 'F'],
  readers: ['commerce'],
  onConsent: [],
  suggestion: { zh: '可从95起步', en: '95 to start with' },
  readWith: ['16-3', '17-2'],
  feed: fedBy(feeds.any),
  count: eachPart(
    feeds.any,
    (part) =>
      notRegistered(part) ?? {
        numerator: minutes(part.online),
        denominator: minutes(part.registered),
        excludedMinutes: suspendedMinutes(part),
      },
  ),
}
