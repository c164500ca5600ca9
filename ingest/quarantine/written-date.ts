import type { Sentence } from './rejection.ts'

interface WrittenDate {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly fraction: string
  /** `Z`, `+08:00`, or empty. */
  readonly zone: string
}

const withSigns =
  /^(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?[Tt ]*(\d{1,2})[:时：](\d{1,2})(?:[:分：](\d{1,2}))?(?:[.,](\d{1,9}))?[分秒]?\s*(Z|[+-]\d\d:?\d\d)?$/i
const digitsOnly = /^(20\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** A date and time of day in one of the ways they are written, whether or not there is such a day. */
function readDate(text: string): WrittenDate | undefined {
  const match = withSigns.exec(text) ?? digitsOnly.exec(text)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((digits) => Number(digits ?? 0))
  const zone = (match[8] ?? '').toUpperCase().replace(/^(.\d\d)(\d\d)$/, '$1:$2')
  return { year, month, day, hour, minute, second, fraction: match[7] ?? '', zone }
}

/** How to write this date and time: in ISO 8601, with its zone; or what in it there is not. */
export function dateAsWanted(text: string): Sentence | undefined {
  const date = readDate(text)
  return date && (impossible(date) ?? rewrite(date))
}

/** That there is no such day or hour. */
export function impossibleDate(text: string): Sentence | undefined {
  const date = readDate(text)
  return date && impossible(date)
}

function impossible(date: WrittenDate): Sentence | undefined {
  const { year, month, day, hour, minute, second, zone } = date
  if (month < 1 || month > 12) return { zh: `没有 ${month} 月，月份是 1 到 12。`, en: `There is no month ${month}; months are 1 to 12.` }
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (day < 1 || day > days) {
    return {
      zh: `${year} 年 ${month} 月没有 ${day} 日，只有 ${days} 天。请检查设备的日期。`,
      en: `There is no day ${day} in month ${month} of ${year}, which has ${days} days. Check the date of the device.`,
    }
  }
  if (hour === 24 && minute === 0 && second === 0) return midnight(date)
  if (hour > 23) return { zh: `没有 ${hour} 时，小时是 0 到 23。`, en: `There is no hour ${hour}; hours are 0 to 23.` }
  if (minute > 59) return { zh: `没有 ${minute} 分，分钟是 0 到 59。`, en: `There is no minute ${minute}; minutes are 0 to 59.` }
  if (second > 59) {
    return {
      zh: `没有 ${second} 秒，秒是 0 到 59；闰秒请写作 59 秒。`,
      en: `There is no second ${second}; seconds are 0 to 59. Write a leap second as second 59.`,
    }
  }
  if (Number(zone.slice(1, 3)) > 14 || Number(zone.slice(4)) > 59)
    return { zh: `没有时区 ${zone}，北京时间是 +08:00。`, en: `There is no zone ${zone}; Beijing time is +08:00.` }
  return undefined
}

function midnight({ year, month, day, zone }: WrittenDate): Sentence {
  const next = `${new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10)}T00:00:00${zone || '+08:00'}`
  return {
    zh: `没有 24 时，午夜是第二天的 0 时：${next}${zone ? '' : '（若为北京时间）'}。`,
    en: `There is no hour 24; midnight is 00:00 of the next day: ${next}${zone ? '' : ', if it is Beijing time'}.`,
  }
}

function rewrite({ year, month, day, hour, minute, second, fraction, zone }: WrittenDate): Sentence {
  const [mm, dd, HH, MM, SS] = [month, day, hour, minute, second].map((number) => String(number).padStart(2, '0'))
  const local = `${year}-${mm}-${dd}T${HH}:${MM}:${SS}${fraction && `.${fraction}`}`
  if (zone) return { zh: `请写作 ${local}${zone}。`, en: `Write ${local}${zone}.` }
  return { zh: `若为北京时间，请写作 ${local}+08:00。`, en: `If it is Beijing time, write ${local}+08:00.` }
}
