import type { Words } from '../../facilities/define.ts'
import type { Status } from './indicators.ts'

export const statusWords: Readonly<Record<Status, Words>> = {
  met: { zh: '达标', en: 'met' },
  close: { zh: '接近', en: 'close' },
  missed: { zh: '未达标', en: 'missed' },
  'no-target': { zh: '未设目标', en: 'no target set' },
  'no-data': { zh: '数据不足', en: 'too little data' },
  'not-applicable': { zh: '不适用', en: 'not applicable' },
}

/** In place of a target that nobody with that right has entered. */
export const toBeSet: Words = { zh: '待核定', en: 'to be set by the bureau' }
