/** When the local day of this instant began, ms since 1970 UTC. */
export function startOfDay(at: number, timeZone: string): number {
  // Twice, because the offset may be another one at midnight than now.
  const first = midnight(at, at, timeZone)
  return midnight(at, first, timeZone)
}

/** The midnight before `at`, taking the zone's offset at `offsetAt`. */
function midnight(at: number, offsetAt: number, timeZone: string): number {
  const dayMs = 86_400_000
  const local = at + offsetOf(at, timeZone)
  return Math.floor(local / dayMs) * dayMs - offsetOf(offsetAt, timeZone)
}

/** How far the zone's clocks are ahead of UTC at this instant, ms. */
export function offsetOf(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(name) ?? []
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000
  return sign === '-' ? -ms : ms
}
