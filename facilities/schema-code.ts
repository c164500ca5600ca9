import type { z } from 'zod'

/** Sorts of schemas that run somebody's own function on what a device sent. */
const codeTypes: readonly unknown[] = ['custom', 'transform', 'pipe', 'lazy', 'promise', 'catch', 'function']
const deepest = 20

/** Whether a schema, or one within it, runs code of its own: it may throw, wait or loop where every message passes. */
export function codeIn(schema: unknown, depth = 0): boolean {
  const def = defOf(schema)
  if (!def) return false
  if (depth > deepest || codeTypes.includes(def.type)) return true
  const checks = Array.isArray(def.checks) ? def.checks : []
  if (checks.some((check) => defOf(check)?.check === 'custom')) return true
  return Object.entries(def).some(([name, part]) => name !== 'checks' && schemasIn(part).some((inner) => codeIn(inner, depth + 1)))
}

const defOf = (schema: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof schema === 'object' && schema !== null && '_zod' in schema
    ? ((schema as z.core.$ZodType)._zod.def as unknown as Record<string, unknown>)
    : undefined

/** A schema itself, or those of a list or of an object's fields. */
const schemasIn = (part: unknown): unknown[] => {
  if (typeof part !== 'object' || part === null) return []
  return '_zod' in part ? [part] : Object.values(part)
}
