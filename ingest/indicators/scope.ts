/** Of whom a value is: `city`, `town:shaxi`, `circle:taidong`, `kind:locker`, `facility:ID`, or of both as `town:shaxi,kind:locker`. */
export interface Scope {
  readonly town?: string
  readonly circle?: string
  readonly kind?: string
  readonly facility?: string
}
