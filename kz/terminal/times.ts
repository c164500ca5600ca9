import type { Language } from './language.ts'

/** As a clock on the wall of the zone shows it: 2026-11-23 08:00:00. */
export function localTime(instant: string | number, zone: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return String(instant)
  const options = { dateStyle: 'short', timeStyle: 'medium', timeZone: zone } as const
  return new Intl.DateTimeFormat('sv-SE', options).format(at) // the Swedish write dates as ISO 8601 does
}

const units = [
  { ms: 86_400_000, name: 'day' },
  { ms: 3_600_000, name: 'hour' },
  { ms: 60_000, name: 'minute' },
  { ms: 1_000, name: 'second' },
] as const

/** '3 minutes ago'. */
export function age(instant: string | number, now: number, language: Language): string {
  const ms = new Date(instant).getTime() - now
  const unit = units.find((each) => Math.abs(ms) >= each.ms) ?? units[3]
  return new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' }).format(Math.trunc(ms / unit.ms), unit.name)
}

/** '8 h 0 min 3 s', of milliseconds that may be negative. */
export function span(ms: number, language: Language): string {
  const names = language === 'zh' ? ['天', '小时', '分钟', '秒'] : ['d', 'h', 'min', 's']
  let rest = Math.abs(ms)
  const parts = units.flatMap(({ ms: size }, index) => {
    const count = index === 3 ? Math.round(rest / 100) / 10 : Math.floor(rest / size)
    rest -= Math.floor(count) * size
    return count === 0 ? [] : [`${count} ${names[index]}`]
  })
  const text = parts.slice(0, 2).join(' ') || `0 ${names[3]}`
  return ms <= -50 ? `−${text}` : text // what is rounded to nothing has no sign
}
