// What each field of a reading is: a gauge, a count, a total or a state, or nothing that is kept.
import type { Words } from '../../facilities/define.ts'
import { type Column, isFewWords, stepsOf } from './column.ts'
import { dictionary, type Meaning } from './dictionary.ts'
import { type Named, nameOf } from './naming.ts'
import { hasPersonal } from './personal.ts'
import { countLimits, gaugeLimits, type Quantity, quantityOf, reckoned } from './quantity.ts'
import { type DraftState, stateOf } from './state.ts'

export interface DraftNumber {
  readonly type: 'gauge' | 'count' | 'total'
  readonly unit: string
  readonly limits: readonly [number, number]
  /** Reckoned; by device. */
  readonly series: readonly (readonly number[])[]
  readonly quantity: Quantity
  readonly questions: readonly Words[]
}

export interface LeftOut {
  readonly type: 'left out'
  readonly why: Words
}

export type Guess = (DraftNumber | DraftState | LeftOut) & { readonly column: Column; readonly named: Named }

/** Beyond are ids, times and what registers say when they have nothing to say. */
const largest = 1e11

/** `unitBeside`: what a field such as `unit` says that stands in the same object. */
export function telemetryGuess(column: Column, unitBeside: string | undefined): Guess {
  const named = meant(nameOf(column.path), column)
  return { ...guess(column, named, unitBeside), column, named }
}

function isGrowing(column: Column): boolean {
  const { rises, falls } = stepsOf(column)
  return falls === 0 && rises > 0
}

/** Names with two meanings: what the numbers do tells which. */
function meant(named: Named, column: Column): Named {
  if (/(^|\.)dl\d?$/i.test(column.path) && !isGrowing(column)) return { ...named, meaning: dictionary.get('current') }
  if (named.meaning?.name === 'battery' && (/^m?v$/.test(named.unitWord ?? '') || column.numbers.some((number) => number > 100)))
    return { ...named, meaning: dictionary.get('batteryvoltage') }
  // Modems count their signal from 0 to 31, receivers in negative dBm.
  if (named.meaning?.name === 'signal' && column.numbers.every((number) => number >= 0))
    return { ...named, meaning: { ...named.meaning, unit: '', limits: [0, 100] } }
  if (/(^|\.)t$/i.test(column.path)) return { ...named, meaning: dictionary.get('temperature') }
  return named
}

function guess(column: Column, { meaning, unitWord }: Named, unitBeside: string | undefined): DraftNumber | DraftState | LeftOut {
  const { numbers, texts, booleans, others, count } = column
  if (meaning?.sense === 'personal' || hasPersonal(column))
    return leftOut('可能是居民个人信息，平台不收', 'it may be of a resident, and no such thing is ever kept')
  if (count === 0) return leftOut('一直为空', 'it was never anything but null')
  if (others.length > 0)
    return leftOut('是列表或嵌套过深的对象，读数只有单个的值', 'it is a list or lies too deep, and a reading has single values')
  if (isAboutDevice(meaning, column))
    return leftOut('说的是设备或报文本身，不是测量值', 'it is about the device or the message and measures nothing')
  if (booleans === count) return stateOf(column, meaning)
  if (texts.length > 0 && numbers.length + booleans > 0) return mixed(column, meaning)
  if (texts.length > 0) return textGuess(column, meaning)
  return numberGuess(column, meaning, unitWord ?? unitBeside)
}

const leftOut = (zh: string, en: string): LeftOut => ({ type: 'left out', why: { zh, en } })

const senses: readonly (string | undefined)[] = ['identity', 'version', 'unit', 'time', 'number']

function isAboutDevice(meaning: Meaning | undefined, { distinct, numbers, count }: Column): boolean {
  if (senses.includes(meaning?.sense) || numbers.some((number) => Math.abs(number) > largest)) return true
  // What sort of message it is; or, with numbers that vary, a name that only looks so.
  if (meaning?.sense === 'sort') return distinct.size === 1 || numbers.length < count
  return false
}

function textGuess(column: Column, meaning: Meaning | undefined): DraftState | LeftOut {
  const { distinct, texts } = column
  if (texts.some((text) => text.length > 40 || /[\p{C}\p{Zl}\p{Zp}]/u.test(text) || text.trim() === ''))
    return leftOut('是自由文字', 'it is free text')
  if (distinct.size === 1 && meaning?.sense !== 'state') return leftOut(`一直不变`, 'it never changed, so it says nothing that happens')
  if (!isFewWords(column)) return leftOut('文字各不相同，不像状态', 'its texts are too many to be the words of a state')
  return stateOf(column, meaning)
}

/** Numbers with a word for "no value" among them stay numbers; what else is mixed is nobody's guess. */
function mixed(column: Column, meaning: Meaning | undefined): DraftNumber | DraftState | LeftOut {
  const { numbers, texts, count, path } = column
  if (numbers.length < count * 0.5)
    return isFewWords(column) && texts.every((text) => text.length <= 40 && text.trim() !== '' && !/\p{C}/u.test(text))
      ? stateOf(column, meaning)
      : leftOut('有时是数，有时是文字', 'it is now a number, now a text')
  const number = numberGuess(column, meaning, undefined)
  if (number.type === 'left out' || number.type === 'state') return leftOut('有时是数，有时是文字', 'it is now a number, now a text')
  const question = {
    zh: `${path} 有时不是数（${texts.length} 次）：这样的报文会被拒收，设备能否不发该字段？`,
    en: `${path} is sometimes no number (${texts.length} times): such messages are refused; can the device leave the field out?`,
  }
  return { ...number, questions: [...number.questions, question] }
}

function numberGuess(column: Column, meaning: Meaning | undefined, unitWord: string | undefined): DraftNumber | DraftState | LeftOut {
  const { numbers, path } = column
  const isWhole = numbers.every(Number.isInteger)
  if (meaning?.sense === 'state' && isWhole && isCode(column, meaning)) return stateOf(column, meaning)
  const quantity = quantityOf(path, numbers, meaning, unitWord)
  const series = [...column.series.values()].map((of) => of.map((number) => reckoned(number, quantity)))
  const all = series.flat()
  const questions = [...quantity.questions, ...nullQuestion(column)]
  const made = (type: DraftNumber['type'], limits: readonly [number, number], more: readonly Words[] = []): DraftNumber => ({
    type,
    unit: quantity.unit,
    limits,
    series,
    quantity,
    questions: [...questions, ...more],
  })
  const total = totalSign(column, meaning)
  if (total === 'sure') return made('total', [0, 1e12])
  if (total === 'asked') return made('total', [0, 1e12], [growing(path)])
  if (isWhole && quantity.scale === 1 && meaning?.sense === undefined && isZeroOne(column)) return stateOf(column, meaning)
  if (all.every((number) => Number.isInteger(number) && number >= 0) && !['gauge', 'money'].includes(meaning?.sense ?? ''))
    return made('count', countLimits(all))
  return made('gauge', gaugeLimits(all, meaning))
}

const isZeroOne = ({ distinct }: Column): boolean =>
  distinct.size === 2 && [...distinct.keys()].every((written) => written === '0' || written === '1')

/** Numbers under the name of a state: 0 and 1, or the codes of a status; else they count something. */
function isCode(column: Column, { pair, name }: Meaning): boolean {
  const { numbers } = column
  if (pair && numbers.every((number) => number === 0 || number === 1)) return true
  return ['status', 'fault', 'alarm'].includes(name) && isFewWords(column) && numbers.every((number) => number >= -100 && number < 1_000)
}

/** A meter's value: it grows, and falls only when it begins again. */
function totalSign(column: Column, meaning: Meaning | undefined): 'sure' | 'asked' | undefined {
  const { numbers, path, distinct } = column
  if (numbers.some((number) => number < 0)) return undefined
  const { rises, falls } = stepsOf(column)
  const grows = rises > 0 && falls * 20 <= rises
  if (meaning?.sense === 'total') return falls === 0 || grows ? 'sure' : undefined
  if (meaning && meaning.sense !== 'count') return undefined
  if (grows && /total|sum|accum|cumul|lj|leiji|zong/i.test(path)) return 'sure'
  if (meaning) return undefined
  return falls === 0 && distinct.size >= 8 && rises * 2 >= numbers.length ? 'asked' : undefined
}

const growing = (path: string): Words => ({
  zh: `${path} 一直在增加，当作累计值：对吗？单位是什么？`,
  en: `${path} only grew and is taken as a meter's total: is it one, and in which unit?`,
})

const nullQuestion = ({ path, nulls }: Column): Words[] =>
  nulls === 0
    ? []
    : [
        {
          zh: `${path} 有 ${nulls} 次为 null，会被拒收：没有值时能否不发该字段？`,
          en: `${path} was null ${nulls} times, which is refused: can the device leave it out when there is no value?`,
        },
      ]
