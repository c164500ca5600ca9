import type { Words } from '../../facilities/define.ts'
import type { Status, Value } from '../indicators/indicators.ts'

/** A word and a sign, never a colour alone: reports are copied in black and white. */
export const statusSigns: Readonly<Record<Status, { readonly sign: string; readonly word: Words }>> = {
  met: { sign: '●', word: { zh: '达标', en: 'met' } },
  close: { sign: '◐', word: { zh: '接近', en: 'close' } },
  missed: { sign: '○', word: { zh: '未达标', en: 'missed' } },
  'no-target': { sign: '–', word: { zh: '未设目标', en: 'no target' } },
  'no-data': { sign: '–', word: { zh: '数据不足', en: 'too little data' } },
  'not-applicable': { sign: '–', word: { zh: '不适用', en: 'not applicable' } },
}

export function statusWords({ status, madeUp }: Pick<Value, 'status' | 'madeUp'>): Words {
  const { sign, word } = statusSigns[status]
  const later = madeUp ? { zh: '（补报后达标）', en: ' (after later data)' } : { zh: '', en: '' }
  return { zh: `${sign} ${word.zh}${later.zh}`, en: `${sign} ${word.en}${later.en}` }
}
