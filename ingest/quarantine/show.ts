// How what a device sent is shown to people: short, in one line, and with nothing in it that a terminal or page would act on.

/** C0 and C1 controls, direction marks and overrides, invisible characters, halves of surrogate pairs. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escaped = (character: string): string => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** At most `max` characters, unprintable ones escaped; what was cut off is told by an ellipsis. */
export function shorten(text: string, max = 120): string {
  const shown = (text.length > max ? text.slice(0, max) : text).replace(unprintable, escaped)
  if (text.length <= max && shown.length <= max) return shown
  return `${shown.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** A decoded value as JSON, in at most `max` characters; of lists and objects only the first level, however deep they are. */
export function show(value: unknown, max = 60): string {
  if (Array.isArray(value)) {
    const parts = value.slice(0, shownParts).map((part) => scalar(part))
    return shorten(`[${value.length > shownParts ? [...parts, '…'] : parts}]`, max)
  }
  if (typeof value !== 'object' || value === null) return shorten(scalar(value, max), max)
  return shorten(`{${fieldsOf(value)}}`, max)
}

const shownParts = 4

/** Stops early: an object may have a hundred thousand fields. */
function fieldsOf(value: object): string[] {
  const fields: string[] = []
  for (const name in value) {
    if (fields.length === shownParts) return [...fields, '…']
    fields.push(`${scalar(name)}:${scalar((value as Record<string, unknown>)[name])}`)
  }
  return fields
}

function scalar(value: unknown, max = 24): string {
  if (typeof value === 'string') return quoted(value, max)
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]'
  return typeof value === 'object' && value !== null ? '{…}' : String(value)
}

/** The closing quotation mark stays, also when the text is cut. */
function quoted(text: string, max: number): string {
  const inside = text.slice(0, max).replaceAll('"', '\\"')
  return `"${shorten(text.length > max ? `${inside}…` : inside, max - 2)}"`
}
