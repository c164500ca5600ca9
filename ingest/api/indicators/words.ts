// What people read for the words of the indicators.
import type { Words } from '../../../facilities/define.ts'
import type { Direction, IndicatorUnit } from '../../indicators/indicator.ts'
import type { Rectification, Revision, SuspectSort } from '../../indicators/indicators.ts'

export const directionWords: Readonly<Record<Direction, Words>> = {
  up: { zh: '越高越好', en: 'higher is better' },
  down: { zh: '越低越好', en: 'lower is better' },
  band: { zh: '宜在区间内', en: 'within a band' },
}

export const suspectWords: Readonly<Record<SuspectSort, Words>> = {
  'heartbeat-only': { zh: '只有心跳', en: 'heartbeats only' },
  frozen: { zh: '读数不变', en: 'readings that never change' },
  identical: { zh: '读数雷同', en: 'the same readings as another' },
  'counted-twice': { zh: '疑似重复登记', en: 'perhaps registered twice' },
}

export const unitNames = ['%', 'h', 'per-compartment-day'] as const satisfies readonly IndicatorUnit[]

export const keys = <Word extends string>(known: Readonly<Record<Word, unknown>>): [Word, ...Word[]] =>
  Object.keys(known) as [Word, ...Word[]]

export const causeWords: Readonly<Record<Revision['cause'], Words>> = {
  close: { zh: '月度关账', en: 'the close of the month' },
  'late-data': { zh: '迟到数据', en: 'late data' },
  register: { zh: '台账更正', en: 'a correction of the register' },
  formula: { zh: '口径变更', en: 'a changed formula' },
  asked: { zh: '人工重算', en: 'a recomputation that was asked for' },
}

export const rectificationWords: Readonly<Record<Rectification['state'], Words>> = {
  open: { zh: '待整改', en: 'open' },
  replied: { zh: '已回复，待核销', en: 'replied, to be checked' },
  closed: { zh: '已销号', en: 'closed' },
}
