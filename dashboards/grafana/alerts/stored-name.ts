const clashing = /^(?:device|facility|circle|town|kind|event|time|ts|n|received|quality|reason|fields)_*$/i

/** The name under which InfluxDB holds a field: itself, unless a tag or column of ours has it. A test holds it against the store's own. */
export const storedName = (field: string): string => (clashing.test(field) ? `${field}_` : field)
