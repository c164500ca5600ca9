import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** So many ends in a row that nobody asked for, each within a minute of the start, and flows are left out. */
const mostFailures = 3

interface Kept {
  readonly failures: number
  readonly running: boolean
}

/**
 * Remembers on disk how often the process ended without being asked to, so that flows which end it each time cannot do so for ever,
 * whoever starts it again.
 */
export class Starts {
  private readonly path: string
  private count = 0
  private safe = false

  constructor(path: string) {
    this.path = path
  }

  begin(): void {
    const { failures, running } = this.read()
    this.count = running ? failures + 1 : 0
    this.safe = this.count >= mostFailures
    this.write(true)
  }

  get failures(): number {
    return this.count
  }

  get safeMode(): boolean {
    return this.safe
  }

  /** It has run for a while: what was wrong is over. In safe mode nothing was tried, so nothing is. */
  steady(): void {
    if (!this.safe) this.forget()
  }

  /** Somebody has deployed. */
  leaveSafeMode(): void {
    if (this.safe) this.forget()
  }

  /** It was asked to end. */
  end(): void {
    if (!this.safe) this.count = 0
    this.write(this.safe)
  }

  private forget(): void {
    this.count = 0
    this.safe = false
    this.write(true)
  }

  private read(): Kept {
    try {
      const { failures, running } = JSON.parse(readFileSync(this.path, 'utf8')) as Kept
      return { failures: Number(failures) || 0, running: running === true }
    } catch {
      return { failures: 0, running: false }
    }
  }

  private write(running: boolean): void {
    try {
      writeFileSync(`${this.path}.new`, JSON.stringify({ failures: this.count, running }))
      renameSync(`${this.path}.new`, this.path)
    } catch {
      // On a full disk nothing is remembered, and the flows run all the same.
    }
  }
}
