// What is wrong with the way in which a mapping says how times are written.
import type { Words } from '../define.ts'
import { didYouMean, short } from '../did-you-mean.ts'
import { completeFormats, isPattern } from '../written-time.ts'
import { isZone } from '../zone.ts'
import type { MappingFault } from './faults.ts'

export interface TimeRule {
  /** Several are tried one after the other; only a record may have them. */
  readonly format: string | readonly string[]
  readonly zone?: string | undefined
}

export function timeFaults(path: readonly string[], { format, zone }: TimeRule): MappingFault[] {
  const formats = [format].flat()
  const strange = formats.filter((one) => !completeFormats.includes(one) && !isPattern(one))
  if (strange.length > 0) return strange.map((one) => ({ path: [...path, 'format'], message: unknownFormat(one) }))
  const fault = zoneFault(formats, zone)
  return fault ? [{ path: [...path, 'zone'], message: fault }] : []
}

function zoneFault(formats: readonly string[], zone: string | undefined): Words | undefined {
  if (!formats.some(isPattern)) return zone === undefined ? undefined : zoneOfItsOwn(formats.join(', '))
  if (zone === undefined) return zoneMissing
  return isZone(zone) ? undefined : unknownZone(zone)
}

const zoneOfItsOwn = (format: string): Words => ({
  zh: `${format} 格式自带时区，请去掉 zone。若设备的时间不带时区，请用 yyyy-MM-ddTHH:mm:ss 之类的格式。`,
  en: `The format ${format} says the zone itself: leave zone out. For times without a zone give a pattern such as yyyy-MM-ddTHH:mm:ss.`,
})

const zoneMissing: Words = {
  zh: '该时间格式不含时区，请填 zone，例如 Asia/Shanghai。',
  en: 'A pattern does not say the zone: give it as zone, such as Asia/Shanghai.',
}

const formats = [
  { id: 'ms', names: ['unixMs', 'millis', 'milliseconds', '毫秒'] },
  { id: 's', names: ['unix', 'epoch', 'sec', 'seconds', '秒'] },
  { id: 'us', names: ['micros', 'microseconds', '微秒'] },
  { id: 'ns', names: ['nanos', 'nanoseconds', '纳秒'] },
  { id: 'iso', names: ['ISO', 'ISO8601', 'iso8601'] },
  { id: 'rfc1123', names: ['RFC1123', 'rfc2822', 'RFC2822', 'http'] },
]

function unknownFormat(format: string): Words {
  const guess = formats.find(({ names }) => names.includes(format))?.id
  return {
    zh: `不认识时间格式 ${short(format)}。${guess ? `您是不是要填 ${guess}？` : `可用 ${completeFormats.join('、')}，或含年月日的格式，例如 yyyy-MM-dd HH:mm:ss。`}`,
    en: `There is no time format ${short(format)}. ${guess ? `Did you mean ${guess}?` : `Give ${completeFormats.join(', ')}, or a pattern with year, month and day such as yyyy-MM-dd HH:mm:ss.`}`,
  }
}

function unknownZone(zone: string): Words {
  const zones = Intl.supportedValuesOf('timeZone').map((id) => ({ id }))
  const shanghai = { id: 'Asia/Shanghai', names: ['Asia/Beijing', 'Beijing', 'CST', 'UTC+8', 'GMT+8', '北京', '北京时间', '上海'] }
  const guess = didYouMean(zone, [shanghai, ...zones])
  return {
    zh: `没有时区 ${short(zone)}。${guess ? `您是不是要填 ${guess}？` : '请填 IANA 时区，例如 Asia/Shanghai。'}`,
    en: `There is no time zone ${short(zone)}. ${guess ? `Did you mean ${guess}?` : 'Give one of the IANA list, such as Asia/Shanghai.'}`,
  }
}
