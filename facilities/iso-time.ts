/** With zone; also with a space for the T (RFC 3339), a comma before the fraction, an offset without colon. */
const iso = /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-])(\d\d)(?::?([0-5]\d))?)$/

/** ISO 8601 with zone in ms since 1970 UTC, NaN when it is none. Fractions of a millisecond are cut off. */
export function isoTime(text: string): number {
  if (text.length > 40) return Number.NaN
  const match = iso.exec(text)
  if (!match) return Number.NaN
  const [, year, month, day, hour, minute, second = '0', fraction = '', sign = '+', zoneHours = '0', zoneMinutes = '0'] = match
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day))
  // 30 February would be taken for 2 March.
  if (new Date(date).getUTCDate() !== Number(day) || Number(month) < 1 || Number(month) > 12 || Number(zoneHours) > 14) return Number.NaN
  const time = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, '0'))
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000
  return date + time - (sign === '-' ? -zone : zone)
}
