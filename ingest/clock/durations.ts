import type { Words } from '../../facilities/define.ts'

const secondMs = 1_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const yearMs = 365.2425 * dayMs

/** How long something is, whatever its sign, as exactly as is of use to people: `8 小时 0 分 3 秒`. */
export function spanWords(ms: number): Words {
  const size = Math.abs(ms)
  if (size < minuteMs) return tenths(size)
  if (size >= 2 * yearMs) return { zh: `约 ${Math.round(size / yearMs)} 年`, en: `about ${Math.round(size / yearMs)} years` }
  const [days, hours, minutes, seconds] = split(Math.round(size / secondMs) * secondMs)
  if (days > 0) return { zh: `${days} 天 ${hours} 小时 ${minutes} 分`, en: `${days} d ${hours} h ${minutes} min` }
  if (hours > 0) return { zh: `${hours} 小时 ${minutes} 分 ${seconds} 秒`, en: `${hours} h ${minutes} min ${seconds} s` }
  return { zh: `${minutes} 分 ${seconds} 秒`, en: `${minutes} min ${seconds} s` }
}

/** The same for a log: `8 h`, `12 min 3 s`; what is zero is left out. */
export function shortSpan(ms: number): string {
  const [days, hours, minutes, seconds] = split(Math.round(Math.abs(ms) / secondMs) * secondMs)
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes && `${minutes} min`, seconds && `${seconds} s`].filter(Boolean)
  return parts.slice(0, 3).join(' ') || '0 s'
}

/** Ms an hour, as people say it. */
export function rateWords(msPerHour: number): Words {
  const seconds = Math.abs(msPerHour) / secondMs
  const shown = seconds >= 10 ? Math.round(seconds) : Number(seconds.toFixed(1))
  return { zh: `每小时 ${shown} 秒`, en: `${shown} s an hour` }
}

function tenths(ms: number): Words {
  const seconds = Number((ms / secondMs).toFixed(1))
  return { zh: `${seconds} 秒`, en: `${seconds} s` }
}

function split(ms: number): [days: number, hours: number, minutes: number, seconds: number] {
  const of = (unit: number, next: number) => Math.floor((ms % next) / unit)
  return [Math.floor(ms / dayMs), of(hourMs, dayMs), of(minuteMs, hourMs), of(secondMs, minuteMs)]
}
