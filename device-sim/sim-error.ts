/** Stops a command with one sentence; `hint` is what to do next. */
export class SimError extends Error {
  override name = 'SimError'
  readonly hint: string | undefined

  constructor(message: string, { hint, cause }: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause })
    this.hint = hint
  }
}

/** For stderr. */
export function sentenceOf(error: unknown): string {
  if (error instanceof SimError) return error.hint ? `${error.message}\n  → ${error.hint}` : error.message
  return error instanceof Error ? error.message : String(error)
}
