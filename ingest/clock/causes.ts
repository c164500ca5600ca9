import type { Words } from '../../facilities/define.ts'

interface CauseWords {
  readonly name: Words
  /** What to do about it. */
  readonly cure: Words
}

const nothing: Words = { zh: '无需处理。', en: 'Nothing needs to be done.' }
const setIt: Words = {
  zh: '请在设备上用 NTP 或网络时间重新对时。',
  en: 'Set the clock of the device, from NTP or the network.',
}

/** What can be the matter with a clock, for people. What was seen of it is said by describe.ts. */
export const clockCauses = {
  unknown: {
    name: { zh: '尚不清楚', en: 'Not known yet' },
    cure: {
      zh: '请等待设备再发几条带 ts 的报文；设备没有时钟时，省略 ts 即可。',
      en: 'Wait for a few more messages with a ts; a device without a clock may leave ts out.',
    },
  },
  right: { name: { zh: '正常', en: 'Right' }, cure: nothing },
  ahead: { name: { zh: '偏快', en: 'Ahead' }, cure: setIt },
  behind: { name: { zh: '偏慢', en: 'Behind' }, cure: setIt },
  zone: {
    name: { zh: '时区错误', en: 'Wrong zone' },
    cure: {
      zh: '请在设备或固件中更正时区：ts 应为 UTC 毫秒数，或带时区的时间，例如 2026-03-01T08:00:00+08:00。',
      en: 'Correct the zone in the device or its firmware: ts is ms in UTC, or a time with its zone such as 2026-03-01T08:00:00+08:00.',
    },
  },
  dst: {
    name: { zh: '夏令时错误', en: 'Summer time' },
    cure: {
      zh: '请关闭设备的夏令时，或更正其时区：中国不实行夏令时。',
      en: 'Switch summer time off in the device, or correct its zone: there is no summer time in China.',
    },
  },
  unit: {
    name: { zh: '单位错误', en: 'Wrong unit' },
    cure: { zh: '请让固件把 ts 换算成毫秒后再发送。', en: 'Let the firmware convert ts to milliseconds.' },
  },
  'never-set': {
    name: { zh: '从未对时', en: 'Never set' },
    cure: {
      zh: '请让设备先通过 NTP 或网络对时；对时之前省略 ts。更换耗尽的时钟电池。',
      en: 'Let the device take the time from NTP or the network first, and leave ts out until then. Replace an empty clock battery.',
    },
  },
  drift: {
    name: { zh: '走时不准', en: 'Drifting' },
    cure: {
      zh: '请让设备定时对时（例如每小时一次 NTP）；差得多时请更换时钟晶体或电池。',
      en: 'Let the device set its clock regularly, from NTP once an hour for example; where it is far off, replace crystal or battery.',
    },
  },
  jumps: {
    name: { zh: '时间跳变', en: 'Jumping' },
    cure: {
      zh: '请检查是否有多个时间源在互相改写设备时钟（NTP、基站、手工设置），以及时钟电池。',
      en: 'Look for several sources that set the clock against each other (NTP, the mobile network, by hand), and at its battery.',
    },
  },
} as const satisfies Readonly<Record<string, CauseWords>>

export type ClockCause = keyof typeof clockCauses

export const clockCauseNames = Object.keys(clockCauses) as ClockCause[]

/** A cause by which the clock is known to be wrong. */
export const isWrong = (cause: ClockCause | undefined): boolean => cause !== undefined && cause !== 'right' && cause !== 'unknown'
