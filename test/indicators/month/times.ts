export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Local midnight of a day of November 2026; beyond its ends, of the months beside it. */
export const november = (date: number): number => Date.UTC(2026, 10, date) - 8 * hour
