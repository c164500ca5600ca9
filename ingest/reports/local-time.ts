import type { Words } from '../../facilities/define.ts'

/** Days and times of a report are those of KZ_TIMEZONE. */
export interface LocalTime {
  day(ms: number): Words
  minute(ms: number): Words
}

export function localTime(zone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' })
  const partsOf = (ms: number) => Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
  const day = (ms: number): Words => {
    const { year, month, day } = partsOf(ms)
    return { zh: `${year}年${Number(month)}月${Number(day)}日`, en: `${year}-${month}-${day}` }
  }
  return {
    day,
    minute(ms) {
      const { hour, minute } = partsOf(ms)
      const { zh, en } = day(ms)
      return { zh: `${zh}${hour}:${minute}`, en: `${en} ${hour}:${minute}` }
    },
  }
}
