/** A unit as it stands behind a number in a text, and how a value in it becomes one in the unit of the field. */
interface WrittenUnit {
  readonly written: string
  convert(value: number): number
}

const times = (written: string, by: number): readonly WrittenUnit[] =>
  written.split(' ').map((one) => ({ written: one, convert: (value) => value * by }))
const divided = (written: string, by: number): readonly WrittenUnit[] =>
  written.split(' ').map((one) => ({ written: one, convert: (value) => value / by }))
const shifted = (written: string, convert: (value: number) => number): readonly WrittenUnit[] =>
  written.split(' ').map((one) => ({ written: one, convert }))

/** By the unit of the field; itself first, as people write it. */
const writtenUnits: Readonly<Record<string, readonly WrittenUnit[]>> = {
  '°C': [
    ...times('°C C degC ℃ 摄氏度 度', 1),
    ...shifted('°F F degF ℉ 华氏度', (value) => (value - 32) / 1.8),
    ...shifted('K kelvin 开 开尔文', (value) => value - 273.15),
  ],
  kW: [...times('kW 千瓦', 1), ...divided('W 瓦', 1_000), ...times('MW 兆瓦', 1_000)],
  kWh: [...times('kWh 度 千瓦时', 1), ...divided('Wh 瓦时', 1_000), ...times('MWh 兆瓦时', 1_000)],
  V: [...times('V 伏', 1), ...divided('mV 毫伏', 1_000), ...times('kV 千伏', 1_000)],
  A: [...times('A 安', 1), ...divided('mA 毫安', 1_000), ...times('kA 千安', 1_000)],
  Hz: [...times('Hz 赫', 1), ...divided('mHz', 1_000), ...times('kHz', 1_000)],
  s: [...times('s sec 秒', 1), ...divided('ms 毫秒', 1_000), ...times('min 分 分钟', 60), ...times('h 时 小时', 3_600)],
  h: [...times('h 时 小时', 1), ...divided('min 分 分钟', 60), ...divided('s sec 秒', 3_600), ...times('d 天', 24)],
  fen: [...times('fen 分', 1), ...times('元 yuan RMB CNY 块', 100), ...times('角 毛', 10)],
  '%': [...times('% pct percent', 1)],
}

/** The value in the unit of the field; undefined for a unit that cannot be converted into it. Case counts only where it must: mW and MW. */
export function convertWritten(value: number, written: string, unit: string): number | undefined {
  const units = writtenUnits[unit] ?? []
  const plain = (text: string) => text.normalize('NFKC')
  const found =
    units.find((one) => plain(one.written) === plain(written)) ??
    units.find((one) => plain(one.written).toLowerCase() === plain(written).toLowerCase())
  // Further digits come of the conversion.
  return found && Number(found.convert(value).toPrecision(12))
}

/** `amountFen`, `energyKwh`, `seconds`: the fields of an event say their unit in the name. */
export function unitInName(name: string): string {
  const last = /[A-Z]?[a-z]+$/.exec(name)?.[0].toLowerCase() ?? ''
  return unitOfWord[last] ?? ''
}

const unitOfWord: Readonly<Record<string, string>> = {
  fen: 'fen',
  kwh: 'kWh',
  kw: 'kW',
  seconds: 's',
  hours: 'h',
  celsius: '°C',
  volts: 'V',
}
