interface Converted {
  readonly zodSchema: { readonly _zod: { readonly def: object } }
  readonly jsonSchema: Record<string, unknown>
}

/** What zod says beyond what a reader of the document should rely on. */
export function plainer({ zodSchema, jsonSchema }: Converted): void {
  // Answers may get more fields one day; only what is sent to us may have no others.
  if (jsonSchema.additionalProperties === false && !('catchall' in zodSchema._zod.def)) delete jsonSchema.additionalProperties
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  delete jsonSchema.propertyNames
}
