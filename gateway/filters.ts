/** [MQTT-4.7] Whether a topic matches a subscription's filter: `+` is one level, `#` all that follow, the level above included. */
export function matchesFilter(filter: string, topic: string): boolean {
  const wanted = filter.split('/')
  const levels = topic.split('/')
  for (const [index, want] of wanted.entries()) {
    if (want === '#') return true
    if (index >= levels.length || (want !== '+' && want !== levels[index])) return false
  }
  return wanted.length === levels.length
}
