import { z } from 'zod'

/** Ids of kinds, devices, facilities, circles and towns: safe in a topic, a path, a column name and a tag. */
export const idPattern = /^[a-z0-9][a-z0-9_-]{0,47}$/

export const idSchema = z.string().regex(idPattern)
