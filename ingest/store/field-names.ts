/** Names the stores use themselves, beside the fields of a reading or event. `time` belongs to InfluxDB. */
const reserved = 'device|facility|circle|town|kind|event|time|ts|n|received|quality|reason|fields'
const clashing = new RegExp(`^(?:${reserved})_*$`, 'i') // SQLite takes `Reason` and `reason` for the same column

/** The name under which a field is stored: itself, unless it clashes with one of ours (a charging session has a `reason` too). */
export const storedName = (field: string): string => (clashing.test(field) ? `${field}_` : field)

/** The way back: `fieldName(storedName(field)) === field`. Undefined for one of our own names. */
export function fieldName(stored: string): string | undefined {
  if (!clashing.test(stored)) return stored
  return stored.endsWith('_') ? stored.slice(0, -1) : undefined
}
