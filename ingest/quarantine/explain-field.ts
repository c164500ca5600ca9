import type { Field } from '../../facilities/define.ts'
import { didYouMean } from './did-you-mean.ts'
import { numberAndUnit, numberIn } from './number-text.ts'
import { rejection } from './reject.ts'
import type { Rejection, Sentence } from './rejection.ts'
import { type DigitsOf, showSent } from './sent-digits.ts'
import { show } from './show.ts'
import { type Gauged, guessUnit } from './unit-guess.ts'
import { perhaps } from './words.ts'
import { convertWritten } from './written-unit.ts'

export interface Place {
  readonly path: string
  /** The field's name, and what people call it. */
  readonly name: string
  readonly usual?: number | undefined
  readonly digitsOf?: DigitsOf | undefined
}

/** The largest total a kind's schema takes. */
const largestTotal = 1e12

/** The fault of a value of this field, or undefined when it is as the field wants it. */
export function explainField(field: Field, value: unknown, place: Place): Rejection | undefined {
  if (field.type === 'state') return explainWord(field.values, value, { ...place, called: calledOf(place.name, field.label) })
  const limits = field.type === 'total' ? ([0, largestTotal] as const) : field.limits
  const unit = 'unit' in field ? field.unit : ''
  return explainNumber(value, {
    path: place.path,
    digitsOf: place.digitsOf,
    called: calledOf(place.name, field.label),
    whole: field.type === 'count',
    // Things counted come without unit or scale.
    gauged: { unit, limits, usual: field.type === 'count' ? undefined : place.usual },
  })
}

/** `temperature（柜内温度）`. */
const calledOf = (name: string, label: Sentence): Sentence => ({ zh: `${name}（${label.zh}）`, en: name })

interface NumberPlace {
  readonly path: string
  readonly called: string | Sentence
  readonly whole: boolean
  readonly gauged: Gauged
  readonly digitsOf?: DigitsOf | undefined
}

export function explainNumber(value: unknown, { path, called, whole, gauged, digitsOf }: NumberPlace): Rejection | undefined {
  const expected = rangeOf(gauged, whole)
  const found = showSent(value, digitsOf)
  if (typeof value !== 'number') {
    const words = whole ? { zh: '整数', en: 'a whole number' } : { zh: '数值', en: 'a number' }
    return rejection(
      'wrong-type',
      { field: called, expected: words, found },
      { path, expected, found, suggestion: instead(value, gauged, whole) },
    )
  }
  if (!Number.isFinite(value)) return rejection('not-finite', { field: called }, { path, expected, found })
  const [low, high] = gauged.limits
  if (value < low || value > high) {
    return rejection(
      'out-of-limits',
      { field: called, found, limits: expected },
      { path, expected, found, suggestion: guessUnit(value, gauged) },
    )
  }
  if (!whole || Number.isSafeInteger(value)) return undefined
  return rejection(
    'not-whole',
    { field: called, found },
    { path, expected, found, suggestion: gauged.unit === 'fen' ? inFen(value) : perhaps(String(Math.round(value))) },
  )
}

/** The limits as `-60 … 60 °C`; an end that is open is left out. */
function rangeOf({ unit, limits: [low, high] }: Gauged, whole: boolean): string {
  const range =
    high === Infinity
      ? low === -Infinity
        ? whole
          ? 'integer'
          : 'number'
        : `≥ ${low}`
      : low === -Infinity
        ? `≤ ${high}`
        : `${low} … ${high}`
  return unit ? `${range} ${unit}` : range
}

/** What to send instead of something that is no number. */
function instead(value: unknown, gauged: Gauged, whole: boolean): Sentence | undefined {
  if (typeof value !== 'string') return value === null || typeof value !== 'object' ? leaveOut : flatten
  const own = numberIn(value, gauged.unit)
  if (own !== undefined) return sendNumber(own, gauged, whole, { zh: '', en: '' })
  const written = numberAndUnit(value)
  if (!written) return leaveOut
  const converted = convertWritten(written.number, written.unit, gauged.unit)
  if (converted === undefined) return sendBare(written.unit, gauged.unit)
  const isOwn = converted === written.number
  const from = isOwn ? { zh: '', en: '' } : { zh: `（${show(value)} 换算成 ${gauged.unit}）`, en: ` (${show(value)} in ${gauged.unit})` }
  return sendNumber(converted, gauged, whole, from)
}

function sendNumber(number: number, { unit, limits: [low, high] }: Gauged, whole: boolean, from: Sentence): Sentence | undefined {
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return undefined
  if (whole && !Number.isInteger(number)) return unit === 'fen' ? inFen(number) : perhaps(String(Math.round(number)))
  const fits = number >= low && number <= high
  return {
    zh: `请发送数值 ${number}${from.zh}，不加引号和单位${fits ? '' : '；但它也超出允许范围'}。`,
    en: `Send the number ${number}${from.en}, without quotation marks or unit${fits ? '' : '; but it is outside the limits, too'}.`,
  }
}

const sendBare = (written: string, unit: string): Sentence => ({
  zh: `请只发送数值，不加引号和单位 ${show(written)}${unit && `；该字段的单位是 ${unit}，请先换算`}。`,
  en: `Send the number alone, without quotation marks and the unit ${show(written)}${unit && `; the field is in ${unit}, so convert it`}.`,
})

/** Of money sent in yuan. */
const inFen = (yuan: number): Sentence => {
  const fen = Math.round(yuan * 100)
  return { zh: `金额以分为单位：${show(yuan)} 元应发送 ${fen}。`, en: `Amounts are in fen: for ${show(yuan)} yuan send ${fen}.` }
}

const leaveOut: Sentence = { zh: '没有有效值时请省略该字段。', en: 'Leave the field out when there is no valid value.' }

const flatten: Sentence = {
  zh: '请把数值直接写在字段名后面，不要嵌套。',
  en: 'Put the value itself behind the field name, without nesting.',
}

interface WordPlace {
  readonly path: string
  readonly called: string | Sentence
  readonly digitsOf?: DigitsOf | undefined
}

/** Of a field that takes one of a list of words. */
export function explainWord(
  values: Readonly<Record<string, Sentence>>,
  value: unknown,
  { path, called, digitsOf }: WordPlace,
): Rejection | undefined {
  const words = Object.keys(values)
  const expected = words.join(' | ')
  const found = showSent(value, digitsOf)
  if (typeof value !== 'string') {
    const type = { zh: '文本（状态单词）', en: 'a text, one of the words of the state' }
    return rejection(
      'wrong-type',
      { field: called, expected: type, found },
      { path, expected, found, suggestion: wordForNumber(value, found, words) },
    )
  }
  if (words.includes(value)) return undefined
  const trimmed = value.trim()
  const meant = words.includes(trimmed)
    ? trimmed
    : didYouMean(
        trimmed,
        Object.entries(values).map(([name, label]) => ({ name, label })),
      )
  const suggestion = meant === undefined ? undefined : perhaps(`"${meant}"`)
  return rejection('unknown-word', { field: called, found, words: words.join(', ') }, { path, expected, found, suggestion })
}

/** Which word a number or a truth value stands for, only the maker of the device knows. */
function wordForNumber(value: unknown, found: string, words: readonly string[]): Sentence | undefined {
  if (value === null) return leaveOut
  if (typeof value === 'object') return flatten
  const [first, second] = words
  return {
    zh: `请把设备的代码换成单词，例如按说明书 ${found} → "${first}" 或 "${second}"。`,
    en: `Translate the device's code into the word its manual gives for ${found}, such as "${first}" or "${second}".`,
  }
}
