import { of } from '../influxql.ts'
import type { Language } from '../language.ts'
import { thresholds, wordsOf } from '../panels/colours.ts'
import { stat } from '../panels/stat.ts'
import { timeseries } from '../panels/timeseries.ts'
import { influxTarget } from '../targets.ts'
import { justNow } from '../walls.ts'

const ledger = [
  { field: 'received', words: { zh: '收到', en: 'received' } },
  { field: 'stored', words: { zh: '入库', en: 'stored' } },
  { field: 'duplicate', words: { zh: '重复', en: 'duplicate' } },
  { field: 'quarantined', words: { zh: '隔离', en: 'quarantined' } },
  { field: 'pending', words: { zh: '待处理', en: 'pending' } },
] as const

const texts = {
  ledger: {
    zh: { title: '今日账本', description: '本地零点以来：收到 = 入库 + 重复 + 隔离 + 待处理。' },
    en: { title: 'Ledger of today', description: 'Since local midnight: received = stored + duplicate + quarantined + pending.' },
  },
  balance: {
    zh: { title: '账本', description: '账不平说明数据有遗漏：请立即联系维护人员，不要清理任何文件。' },
    en: {
      title: 'Balance',
      description: 'A ledger out of balance means that something was lost: call whoever maintains us and clean nothing up.',
    },
  },
  lag: {
    zh: { title: '入库延迟', description: '最早一条待处理报文等了多久；超过一分钟即为落后，报文保存在日志中不会丢失。' },
    en: {
      title: 'Ingest lag',
      description: 'How long the oldest waiting message has waited. Above a minute we are late; the journal keeps everything.',
    },
  },
  rate: {
    zh: { title: '每秒报文', description: '处理流程每秒处理的报文数。' },
    en: { title: 'Messages a second', description: 'What the pipeline deals with.' },
  },
} as const

export function flowPanels(language: Language) {
  const last = (field: string, alias: string) => influxTarget({ select: [of('last', field)], from: 'kezhong_platform' }, { alias })
  const overTime = (aggregate: 'mean' | 'max', field: string, alias: string) =>
    influxTarget({ select: [of(aggregate, field)], from: 'kezhong_platform', every: '$__interval' }, { alias })
  return [
    stat({
      ...texts.ledger[language],
      ...{ timeFrom: justNow, width: 18, height: 4, unit: 'none', noValue: '–' },
      targets: ledger.map(({ field, words }) => last(field, words[language])),
    }),
    stat({
      ...texts.balance[language],
      ...{ timeFrom: justNow, width: 6, height: 4, noValue: '–', coloured: 'background' },
      targets: [last('balanced', texts.balance[language].title)],
      mappings: [
        wordsOf([
          { value: 1, text: { zh: '平', en: 'balanced' }[language], colour: 'green' },
          { value: 0, text: { zh: '不平', en: 'out of balance' }[language], colour: 'red' },
        ]),
      ],
    }),
    timeseries({
      ...texts.lag[language],
      ...{ width: 12, height: 8, unit: 's', interval: '1m', min: 0 },
      targets: [overTime('max', 'lagSeconds', texts.lag[language].title)],
      thresholds: thresholds([
        { from: null, colour: 'green' },
        { from: 60, colour: 'red' },
      ]),
    }),
    timeseries({
      ...texts.rate[language],
      ...{ width: 12, height: 8, unit: 'cps', interval: '1m', min: 0 },
      targets: [overTime('mean', 'rate', texts.rate[language].title)],
    }),
  ]
}
