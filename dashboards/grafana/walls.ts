// What the points for walls (ingest/fleet) say, in the words of the boards.
import type { Words } from '../../facilities/define.ts'
import type { Language } from './language.ts'
import { type Word, wordsOf } from './panels/colours.ts'

/** They come once a minute. What is older is not "now": a number that stands still while we are down would be a lie. */
export const justNow = '3m'

export const standings = [
  { name: 'online', words: { zh: '在线', en: 'Online' }, colour: 'green' },
  { name: 'sleeping', words: { zh: '休眠', en: 'Sleeping' }, colour: 'blue' },
  { name: 'offline', words: { zh: '离线', en: 'Offline' }, colour: 'red' },
  { name: 'faulty', words: { zh: '故障', en: 'Faulty' }, colour: 'orange' },
  { name: 'unknown', words: { zh: '未知', en: 'Unknown' }, colour: 'purple' },
] as const

/** As ingest/fleet counts them. */
export const unknownMeans: Words = {
  zh: '从未收到过报文的设备，以及因平台自身故障而无法判断的设备；不计入离线，也不产生离线告警。',
  en: 'Devices that were never heard, and those of which we cannot know because we ourselves are down. They do not count as offline and raise no alert.',
}

export const parts = [
  { field: 'gatewayUp', words: { zh: '网关', en: 'Gateway' } },
  { field: 'journalUp', words: { zh: '日志', en: 'Journal' } },
  { field: 'pipelineUp', words: { zh: '处理流程', en: 'Pipeline' } },
  { field: 'storeUp', words: { zh: '读数库', en: 'Store' } },
  { field: 'factsUp', words: { zh: '指标统计', en: 'Facts' } },
  { field: 'noderedUp', words: { zh: 'Node-RED 流程', en: 'Node-RED' } },
] as const

/** Those without which we do not know how devices are. */
export const vital = ['gatewayUp', 'journalUp', 'pipelineUp', 'storeUp'] as const

const levels: readonly { readonly words: Words; readonly colour: string }[] = [
  { words: { zh: '正常', en: 'all well' }, colour: 'green' },
  { words: { zh: '部分异常', en: 'some down' }, colour: 'orange' },
  { words: { zh: '全部异常', en: 'all down' }, colour: 'red' },
  { words: { zh: '未知', en: 'not known' }, colour: 'purple' },
]

const whose: Readonly<Record<string, { readonly words: Words; readonly colour: string }>> = {
  device: { words: { zh: '设备', en: 'the device' }, colour: 'orange' },
  line: { words: { zh: '通信线路', en: 'its line' }, colour: 'red' },
  platform: { words: { zh: '平台自身', en: 'us' }, colour: 'purple' },
  nobody: { words: { zh: '尚未投运', en: 'not yet heard' }, colour: 'text' },
}

const word =
  (language: Language) =>
  (value: string | number, words: Words, colour: string): Word => ({ value, text: words[language], colour })

export const levelWords = (language: Language) => wordsOf(levels.map(({ words, colour }, level) => word(language)(level, words, colour)))
export const whoseWords = (language: Language) =>
  wordsOf(Object.entries(whose).map(([value, { words, colour }]) => word(language)(value, words, colour)))
export const standingWords = (language: Language) =>
  wordsOf(standings.map(({ name, words, colour }) => word(language)(name, words, colour)))

export const upWords = (language: Language) =>
  wordsOf([
    { value: 1, text: { zh: '正常', en: 'well' }[language], colour: 'green' },
    { value: 0, text: { zh: '故障', en: 'down' }[language], colour: 'red' },
  ])
