import type { Register } from '../register/register.ts'

/** Between two looks at the register while nothing speaks against what is known. */
const lookMs = 500

/** Which adapter speaks for a device, kept up with the register. */
export class Bindings {
  private readonly register: Register
  private adapters: ReadonlyMap<string, string> = new Map()
  private version = -1
  private lookedAt = Number.NEGATIVE_INFINITY

  constructor(register: Register) {
    this.register = register
  }

  /** One that has just been bound is found at once; one that was unbound is let go within half a second. */
  adapterOf(device: string): string | undefined {
    const now = performance.now()
    const known = this.adapters.get(device)
    if (known !== undefined && now - this.lookedAt < lookMs) return known
    this.lookedAt = now
    const version = this.register.version()
    if (version !== this.version) this.adapters = this.register.bindings()
    this.version = version
    return this.adapters.get(device)
  }
}
