import type { Sentence } from './rejection.ts'

interface Guess {
  readonly as: Sentence
  readonly meant: number
}

interface Misreading {
  /** As what the number may have been sent. */
  readonly as: Sentence
  convert(value: number): number
}

const divided = (by: number, zh: string, en: string): Misreading => ({ as: { zh, en }, convert: (value) => value / by })

/** What devices send where a unit is expected; by unit, so that a new field needs nothing here. */
const misreadings: Readonly<Record<string, readonly Misreading[]>> = {
  '°C': [
    { as: { zh: '华氏度（°F）', en: 'degrees Fahrenheit' }, convert: (value) => (value - 32) / 1.8 },
    { as: { zh: '开尔文（K）', en: 'kelvin' }, convert: (value) => value - 273.15 },
  ],
  kW: [divided(1_000, '瓦（W）', 'watts')],
  kWh: [divided(1_000, '瓦时（Wh）', 'watt-hours')],
  V: [divided(1_000, '毫伏（mV）', 'millivolts')],
  A: [divided(1_000, '毫安（mA）', 'milliamperes')],
  s: [divided(1_000, '毫秒（ms）', 'milliseconds')],
  h: [divided(60, '分钟', 'minutes'), divided(3_600, '秒', 'seconds')],
  Hz: [divided(1_000, '毫赫（mHz）', 'millihertz')],
}

/** The scale of a register is often forgotten. */
const scales: readonly Misreading[] = [
  divided(10, '放大 10 倍的原始值', 'a raw value in tenths'),
  divided(100, '放大 100 倍的原始值', 'a raw value in hundredths'),
  divided(1_000, '放大 1000 倍的原始值', 'a raw value in thousandths'),
]

/** What sensors and their drivers say when they cannot measure. */
const errorMarks: ReadonlySet<number> = new Set([
  -127, -999, -9_999, 9_999, 32_767, 32_768, -32_768, 65_535, 2_147_483_647, -2_147_483_648, 4_294_967_295,
])

export interface Gauged {
  readonly unit: string
  readonly limits: readonly [number, number]
  /** A value one would expect of a sensor, to tell the likely guess from the unlikely one; without it only the unit is guessed. */
  readonly usual?: number | undefined
}

/** What a number outside its limits may have meant: at most two guesses, the likelier first. */
export function guessUnit(value: number, { unit, limits: [low, high], usual }: Gauged): Sentence | undefined {
  if (usual !== undefined && errorMarks.has(value)) {
    return {
      zh: `${value} 通常表示传感器故障。没有有效值时请省略该字段，或把 quality 设为 bad。`,
      en: `${value} is what sensors send when they fail. Leave the field out when there is no valid value, or set quality to bad.`,
    }
  }
  const fitting = (ways: readonly Misreading[]) =>
    ways
      .map(({ as, convert }) => ({ as, meant: Number(convert(value).toPrecision(6)) }))
      .filter(({ meant }) => meant >= low && meant <= high)
  const units = fitting(misreadings[unit] ?? [])
  const guesses = usual === undefined ? units : likely(units, fitting(Number.isInteger(value) ? scales : []), usual)
  if (guesses.length === 0) return undefined
  const say = (language: 'zh' | 'en', join: string) =>
    guesses.map(({ as, meant }) => `${as[language]}${arrow}${meant}${unit && ` ${unit}`}`).join(join)
  return { zh: `可能发送的是：${say('zh', '；或 ')}。`, en: `It may have been sent as ${say('en', ', or as ')}.` }
}

/** Registers hold whole numbers; the least scale that fits is the likely one. */
function likely(units: readonly Guess[], [scale]: readonly Guess[], usual: number): Guess[] {
  const nearness = (one: Guess, other: Guess) => Math.abs(one.meant - usual) - Math.abs(other.meant - usual)
  const [unit] = [...units].sort(nearness)
  return [unit, scale]
    .filter((guess) => guess !== undefined)
    .filter(({ meant }, index, all) => index === 0 || meant !== all[0]?.meant)
    .sort(nearness)
}

const arrow = ' → '
