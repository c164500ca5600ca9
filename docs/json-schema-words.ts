/** JSON Schema told in a few words, as far as the kinds use it. */
export interface JsonObject {
  readonly [key: string]: unknown
}

/** `parcel` text up to 64, `hours`? number 0 to 10000 */
export function fieldsOf(schema: JsonObject | undefined): string {
  const required = (schema?.required ?? []) as readonly string[]
  const fields = Object.entries((schema?.properties ?? {}) as Record<string, JsonObject>)
  return fields.map(([name, field]) => `\`${name}\`${required.includes(name) ? '' : '?'} ${words(field)}`).join(', ') || '–'
}

export const inTable = (text: string): string => text.replaceAll('|', '\\|')

function words(schema: JsonObject): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(' or ')
  switch (schema.type) {
    case 'string':
      return schema.format === 'date-time' ? 'time (ISO 8601 with zone)' : `text up to ${schema.maxLength}`
    case 'integer':
      return `whole number ${schema.minimum} to ${schema.maximum}`
    case 'number':
      return `number ${schema.minimum} to ${schema.maximum}`
    case 'boolean':
      return 'true or false'
    case 'array':
      return `list of up to ${schema.maxItems} (${words(schema.items as JsonObject)})`
    case 'object':
      return fieldsOf(schema)
    default:
      return String(schema.type ?? 'anything')
  }
}
