// Objects of a message, from which mapped fields are taken out. Nothing is changed in place: the message stays as it came.

export type Fields = Readonly<Record<string, unknown>>

/** Where to look for an incoming field: under its whole name, else along its points. */
export interface IncomingName {
  readonly whole: string
  readonly path: readonly string[]
}

export const incomingName = (whole: string): IncomingName => ({ whole, path: whole.split('.') })

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What was given, and what is left of it. */
export interface Part {
  readonly given: Fields
  left: Fields
}

/** Where the field lies: under its whole name, else along its points. */
function pathIn(given: Fields, { whole, path }: IncomingName): readonly string[] {
  return Object.hasOwn(given, whole) ? [whole] : path
}

/** The field in the first of the objects that has it; undefined: none has. */
export function find(given: readonly Fields[], name: IncomingName): { readonly value: unknown; readonly where: Fields } | undefined {
  for (const where of given) {
    const found = at(where, pathIn(where, name))
    if (found) return { ...found, where }
  }
  return undefined
}

/** Takes a field out of the first part that has it; undefined: none has. */
export function take(parts: readonly Part[], name: IncomingName): { readonly value: unknown } | undefined {
  for (const part of parts) {
    const path = pathIn(part.given, name)
    const found = at(part.given, path)
    if (!found) continue
    part.left = without(part.left, path)
    return found
  }
  return undefined
}

function at(given: Fields, path: readonly string[]): { readonly value: unknown } | undefined {
  let value: unknown = given
  for (const name of path) {
    if (!isFields(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return { value }
}

/** An object of which nothing is left goes, too. */
function without(fields: Fields, [name = '', ...deeper]: readonly string[]): Fields {
  const { [name]: found, ...rest } = fields
  if (deeper.length === 0 || !isFields(found)) return rest
  const inner = without(found, deeper)
  return Object.keys(inner).length === 0 ? rest : { ...rest, [name]: inner }
}
