// The unit of a number, by how much the device's is to be multiplied, and between which limits it may lie.
import type { Words } from '../../facilities/define.ts'
import { highest, lowest } from './column.ts'
import type { Meaning } from './dictionary.ts'
import { unitWords } from './dictionary.ts'

export interface Quantity {
  readonly unit: string
  readonly scale: number
  readonly offset: number
  readonly questions: readonly Words[]
}

const scales = [0.1, 0.01, 0.001]
const plain = { scale: 1, offset: 0, questions: [] } as const

/** `unitWord`: from the name or from a field beside it. */
export function quantityOf(path: string, numbers: readonly number[], meaning: Meaning | undefined, unitWord: string | undefined): Quantity {
  const unit = meaning?.unit ?? ''
  const named = unitWord === undefined ? undefined : unitWords[unitWord.toLowerCase()]
  if (named && (meaning === undefined || named.unit === unit)) return { ...plain, ...named, offset: named.offset ?? 0 }
  const usual = meaning?.usual
  const within = (scale: number, offset = 0) =>
    usual !== undefined && lowest(numbers) * scale + offset >= usual[0] && highest(numbers) * scale + offset <= usual[1]
  if (usual === undefined || within(1)) return { ...plain, unit }
  if (unit === '°C' && lowest(numbers) > 200 && within(1, -273.15))
    return { unit, scale: 1, offset: -273.15, questions: [asked(path, '开尔文（K）', 'kelvin', numbers)] }
  if (unit === 'kW' && within(0.001)) return { unit, scale: 0.001, offset: 0, questions: [asked(path, '瓦（W）', 'watts', numbers)] }
  const scale = numbers.every(Number.isInteger) ? scales.find((each) => within(each)) : undefined
  if (scale === undefined) return { ...plain, unit: '', questions: [unusual(path, numbers, unit)] }
  return { unit, scale, offset: 0, questions: [asked(path, `放大 ${1 / scale} 倍的值`, `${1 / scale} times the value`, numbers)] }
}

const range = (numbers: readonly number[]): string => `${lowest(numbers)} … ${highest(numbers)}`

const asked = (path: string, zh: string, en: string, numbers: readonly number[]): Words => ({
  zh: `${path} 的值为 ${range(numbers)}，按${zh}换算：对吗？`,
  en: `${path} says ${range(numbers)}, which is taken as ${en}: is that right?`,
})

const unusual = (path: string, numbers: readonly number[], unit: string): Words => ({
  zh: `${path} 的值为 ${range(numbers)}，不像以 ${unit} 计的数：单位是什么？`,
  en: `${path} says ${range(numbers)}, which is no usual number of ${unit}: what is its unit?`,
})

/** As the mapping reckons, without the noise of binary fractions. */
export const reckoned = (value: number, { scale, offset }: Pick<Quantity, 'scale' | 'offset'>): number =>
  scale === 1 && offset === 0 ? value : Number((value * scale + offset).toPrecision(12))

/** Generous, and round: what the sensor can say, not what it said in an hour. */
export function gaugeLimits(numbers: readonly number[], meaning: Meaning | undefined): [number, number] {
  const [low, high] = [lowest(numbers), highest(numbers)]
  const known = meaning?.limits
  if (known && low >= known[0] && high <= known[1]) return [known[0], known[1]]
  return [low < 0 ? -roundUp(5 * -low) : 0, roundUp(5 * Math.max(high, 1))]
}

export const countLimits = (numbers: readonly number[]): [number, number] => [
  0,
  Math.max(100, 10 ** Math.ceil(Math.log10(5 * Math.max(1, highest(numbers))))),
]

/** 1, 2 or 5 times a power of ten, at least 1. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10
  return Math.round(step * power)
}
