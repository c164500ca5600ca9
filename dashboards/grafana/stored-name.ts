/** Under which name a store keeps a field of a reading or event: itself, unless it clashes with a name of the store's own. A test holds it against the store. */
const clashing = /^(?:device|facility|circle|town|kind|event|time|ts|n|received|quality|reason|fields)_*$/i

export const storedName = (field: string): string => (clashing.test(field) ? `${field}_` : field)
