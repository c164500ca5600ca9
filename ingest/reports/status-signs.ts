import type { Words } from '../../facilities/define.ts'
import type { Status, Value } from '../indicators/indicators.ts'
import { statusWords } from '../indicators/status-words.ts'

/** Beside the word, and never a colour alone: reports are copied in black and white. */
export const statusSigns: Readonly<Record<Status, string>> = {
  met: '●',
  close: '◐',
  missed: '○',
  'no-target': '–',
  'no-data': '–',
  'not-applicable': '–',
}

export function signAndWord({ status, madeUp = false }: Pick<Value, 'status'> & { readonly madeUp?: boolean }): Words {
  const [sign, word] = [statusSigns[status], statusWords[status]]
  // A dash beside a word that says the same takes room and looks like a minus.
  const before = sign === '–' ? '' : `${sign} `
  const later = madeUp ? { zh: '（补报后达标）', en: ' (after later data)' } : { zh: '', en: '' }
  return { zh: `${before}${word.zh}${later.zh}`, en: `${before}${word.en}${later.en}` }
}
